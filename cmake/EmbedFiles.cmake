# pexpack_embed_files(OUTPUT.cpp FUNCTION name FOLDER folder FILES a b …)
# writes OUTPUT.cpp with `std::span<const RuntimeFile> name()`: each path in the archive, in the order
# given, with the text of the file of that name in FOLDER. It is made again when a file changes. As a
# script (`cmake -P`) this file is what does that.

function(pexpack_embed_files output)
  cmake_parse_arguments(embed "" "FUNCTION;FOLDER" "FILES" ${ARGN})
  cmake_path(ABSOLUTE_PATH embed_FOLDER BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  list(TRANSFORM embed_FILES REPLACE "^.*/" "" OUTPUT_VARIABLE sources)
  list(TRANSFORM sources PREPEND "${embed_FOLDER}/")
  set(target "${CMAKE_CURRENT_BINARY_DIR}/${output}")
  add_custom_command(
    OUTPUT "${target}"
    COMMAND ${CMAKE_COMMAND} "-DTARGET=${target}" "-DFUNCTION=${embed_FUNCTION}"
      "-DFOLDER=${embed_FOLDER}" "-DFILES=${embed_FILES}"
      -P "${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake"
    DEPENDS ${sources} "${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake"
    COMMENT "Embedding ${embed_FUNCTION}"
    VERBATIM)
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  set(text "// Made by cmake/EmbedFiles.cmake.\n#include \"embedded.hpp\"\n\nnamespace pexpack {\n")
  string(APPEND text "namespace {\n\nconstexpr RuntimeFile kFiles[] = {\n")
  foreach(file IN LISTS FILES)
    cmake_path(GET file FILENAME name)
    file(READ "${FOLDER}/${name}" content)
    # A compiler may refuse a literal over 64 KiB, and the delimiter must not occur in the text.
    string(LENGTH "${content}" length)
    string(FIND "${content}" ")pexpack\"" delimiter)
    if(length GREATER 60000 OR NOT delimiter EQUAL -1)
      message(FATAL_ERROR "${file} cannot be embedded")
    endif()
    string(APPEND text "    {\"${file}\", R\"pexpack(${content})pexpack\"},\n")
  endforeach()
  string(APPEND text "};\n\n}  // namespace\n\nstd::span<const RuntimeFile> ${FUNCTION}() {\n")
  string(APPEND text "    return kFiles;\n}\n\n}  // namespace pexpack\n")
  file(WRITE "${TARGET}" "${text}")
endif()
