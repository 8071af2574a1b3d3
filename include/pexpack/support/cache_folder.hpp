// Where the command keeps what it would otherwise find out again.
#pragma once

#include <optional>
#include <string>

namespace pexpack {

// $XDG_CACHE_HOME/pexpack, or ~/.cache/pexpack (XDG Base Directory Specification: a relative value
// is ignored). Nothing without a home folder. It need not exist. What is kept there may be lost or
// unwritable at any time: that costs time and is no error.
std::optional<std::string> cache_folder();

}  // namespace pexpack
