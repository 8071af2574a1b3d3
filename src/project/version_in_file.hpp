// A version that a back end looks for in a text file with a pattern of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pexpack {

// hatchling: the first line that starts with `__version__ = "…"` or `VERSION = "…"` in whatever
// case; a `v` in front of the version is left out.
std::optional<std::string> version_by_hatchling(std::string_view text);

// pdm-backend: the same in this case only, and nothing but a comment behind it.
std::optional<std::string> version_by_pdm(std::string_view text);

}  // namespace pexpack
