// The version of the command, from CMake.
#pragma once

#include <string_view>

namespace pexpack {

inline constexpr std::string_view kVersion = PEXPACK_VERSION;

}  // namespace pexpack
