# Every outside library stands behind one target named dep_*, so that a room names what it uses
# and the way a library is found can change in one place.

function(pexpack_dependency name)
  add_library(dep_${name} INTERFACE)
  target_link_libraries(dep_${name} INTERFACE ${ARGN})
endfunction()

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
# Compiled in where that can be: looking names up in shared libraries takes longer than all else that
# a short command does.
set(OPENSSL_USE_STATIC_LIBS ON)
find_package(OpenSSL QUIET COMPONENTS Crypto)
if(NOT OPENSSL_FOUND)
  unset(OPENSSL_USE_STATIC_LIBS)
  find_package(OpenSSL REQUIRED COMPONENTS Crypto)
endif()
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)
# Of the static one tar alone is taken, which needs no other library.
find_path(LIBARCHIVE_INCLUDE_DIR archive_entry.h REQUIRED)
find_library(LIBARCHIVE_LIBRARY NAMES libarchive.a archive REQUIRED)
mark_as_advanced(LIBARCHIVE_INCLUDE_DIR LIBARCHIVE_LIBRARY)
pkg_check_modules(libdeflate REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(libisal REQUIRED IMPORTED_TARGET libisal)
pkg_check_modules(tomlplusplus REQUIRED tomlplusplus)

pexpack_dependency(threads Threads::Threads)
pexpack_dependency(openssl OpenSSL::Crypto)
pexpack_dependency(fmt fmt::fmt-header-only)
pexpack_dependency(spdlog spdlog::spdlog_header_only)
pexpack_dependency(json nlohmann_json::nlohmann_json)
pexpack_dependency(cli11 CLI11::CLI11)
pexpack_dependency(zlib ZLIB::ZLIB)
pexpack_dependency(libarchive "${LIBARCHIVE_LIBRARY}")
target_include_directories(dep_libarchive SYSTEM INTERFACE "${LIBARCHIVE_INCLUDE_DIR}")
pexpack_dependency(libdeflate PkgConfig::libdeflate)
pexpack_dependency(libisal PkgConfig::libisal)
add_library(dep_tomlplusplus INTERFACE)
target_include_directories(dep_tomlplusplus SYSTEM INTERFACE ${tomlplusplus_INCLUDE_DIRS})

if(PEXPACK_TESTS)
  find_package(Catch2 REQUIRED)
  find_package(Python3 3.9 COMPONENTS Interpreter)
  # Another reader of what we write. Its own CMake package aborts on Debian 12: it names tools that
  # another Debian package holds.
  pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip>=1.7)
  pexpack_dependency(catch2 Catch2::Catch2)
  pexpack_dependency(libzip PkgConfig::libzip)
endif()
