// License expressions (PEP 639, SPDX).
#pragma once

#include <string_view>

namespace pexpack {

// Whether the expression is valid and in the canonical spelling for sure: words and brackets where
// SPDX wants them, each licence one of the usual ones, spelled as the list of SPDX has it.
bool is_usual_license_expression(std::string_view text);

}  // namespace pexpack
