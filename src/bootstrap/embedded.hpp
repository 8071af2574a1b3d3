// What cmake/EmbedFiles.cmake compiled in.
#pragma once

#include <span>
#include <string_view>

#include "pexpack/bootstrap/runtime_files.hpp"

namespace pexpack {

// Sorted by path, as named in src/bootstrap/CMakeLists.txt.
std::span<const RuntimeFile> embedded_runtime();
std::span<const RuntimeFile> embedded_header();

}  // namespace pexpack
