// What the PKG-INFO of an sdist tells before anything is built (PEP 643).
#pragma once

#include <optional>
#include <string>

#include "pexpack/spec/header_block.hpp"

namespace pexpack {

// Whether each wheel built of the sdist will say the same of what the resolver looks at: Metadata
// 2.2 or later, and neither dependencies nor extras nor Requires-Python are Dynamic.
bool is_static(const HeaderBlock& pkg_info);

// What Metadata::excerpt() keeps, and what is_static() looks at.
std::optional<std::string> sdist_excerpt(const HeaderBlock& pkg_info);

}  // namespace pexpack
