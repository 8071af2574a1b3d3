# A room is a folder of src/ and include/pexpack/ that becomes one library. It may include the rooms
# it names here and those they pass on; the `layers` test checks the includes themselves.

add_library(pexpack_warnings INTERFACE)
target_compile_options(pexpack_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough
  # g++ 12 sees overlapping copies in std::string's own code (its bug 105329).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<BOOL:${PEXPACK_WERROR}>:-Werror>)

add_library(pexpack_build_flags INTERFACE)
if(PEXPACK_SANITIZE)
  target_compile_options(pexpack_build_flags INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(pexpack_build_flags INTERFACE -fsanitize=address,undefined)
endif()
if(PEXPACK_SANITIZE_THREADS)
  target_compile_options(pexpack_build_flags INTERFACE
    -O1 -g1 -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(pexpack_build_flags INTERFACE -fsanitize=thread)
endif()
if(PEXPACK_FUZZ)
  target_compile_options(pexpack_build_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(PEXPACK_COVERAGE)
  target_compile_options(pexpack_build_flags INTERFACE --coverage)
  target_link_options(pexpack_build_flags INTERFACE --coverage)
endif()

# pexpack_room(NAME SOURCES a.cpp … ROOMS support … LIBRARIES fmt …)
# ROOMS and LIBRARIES are PUBLIC: a room's headers may show what it builds on.
function(pexpack_room name)
  cmake_parse_arguments(room "" "" "SOURCES;ROOMS;LIBRARIES" ${ARGN})
  add_library(pexpack_${name} STATIC ${room_SOURCES})
  target_include_directories(pexpack_${name} PUBLIC "${PROJECT_SOURCE_DIR}/include")
  list(TRANSFORM room_ROOMS PREPEND pexpack_)
  list(TRANSFORM room_LIBRARIES PREPEND dep_)
  target_link_libraries(pexpack_${name}
    PUBLIC ${room_ROOMS} pexpack_build_flags
    PRIVATE ${room_LIBRARIES} pexpack_warnings)
endfunction()
