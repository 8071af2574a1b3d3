// A requirement as explanations show it.
#pragma once

#include <string>

#include "pexpack/spec/requirement.hpp"

namespace pexpack {

// "x[extra]<3,>=1", "x (any version)": without the marker, which holds where this is said.
inline std::string requirement_text(const Requirement& requirement) {
    std::string text = requirement.name.to_string();
    for (const std::string& extra : requirement.extras)
        text += (&extra == &requirement.extras.front() ? "[" : ",") + extra;
    if (!requirement.extras.empty()) text += "]";
    const std::string specifiers = requirement.specifiers.to_string();
    return text + (specifiers.empty() ? " (any version)" : specifiers);
}

}  // namespace pexpack
