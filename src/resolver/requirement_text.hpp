// A requirement as explanations show it.
#pragma once

#include <string>

#include "pexpack/spec/requirement.hpp"

namespace pexpack {

// "x[extra]>=1,<3": the lower bounds first, whatever the order in the file; without the marker,
// which holds where this is said.
std::string requirement_words(const Requirement& requirement);

// The same, with "x (any version)" where there are no specifiers.
std::string requirement_text(const Requirement& requirement);

}  // namespace pexpack
