# Every outside library stands behind one target named dep_*, so that a room names what it uses
# and the way a library is found can change in one place.

function(pexpack_dependency name)
  add_library(dep_${name} INTERFACE)
  target_link_libraries(dep_${name} INTERFACE ${ARGN})
endfunction()

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)
# libzip's own CMake package aborts on Debian 12: it names tools that another Debian package holds.
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip>=1.7)
pkg_check_modules(libdeflate REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(libisal REQUIRED IMPORTED_TARGET libisal)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)

pexpack_dependency(threads Threads::Threads)
pexpack_dependency(openssl OpenSSL::Crypto)
pexpack_dependency(fmt fmt::fmt)
pexpack_dependency(spdlog spdlog::spdlog)
pexpack_dependency(json nlohmann_json::nlohmann_json)
pexpack_dependency(cli11 CLI11::CLI11)
pexpack_dependency(zlib ZLIB::ZLIB)
pexpack_dependency(libzip PkgConfig::libzip)
pexpack_dependency(libdeflate PkgConfig::libdeflate)
pexpack_dependency(libisal PkgConfig::libisal)
pexpack_dependency(tomlplusplus PkgConfig::tomlplusplus)

if(PEXPACK_TESTS)
  find_package(Catch2 REQUIRED)
  find_package(Python3 3.9 COMPONENTS Interpreter)
  pexpack_dependency(catch2 Catch2::Catch2)
endif()
