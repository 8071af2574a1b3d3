// poetry-core's notation for versions, and what becomes of it in METADATA.
#pragma once

#include <string>
#include <string_view>

namespace pexpack {

// "^1.2" -> ">=1.2,<2.0", "~1.2.3" -> ">=1.2.3,<1.3.0", "1.2.*" -> "==1.2.*", "*" -> "". Clauses
// are separated by commas or blanks. Hands over alternatives (`||`) and clauses that exclude each
// other.
std::string specifiers_of_poetry(std::string_view constraint);

// The same for the Python that is required: "3.8" means all of 3.8.
std::string requires_python_of_poetry(std::string_view constraint);

// A requirement (PEP 508) as poetry-core writes it again: its specifiers in that notation. Hands
// over markers that poetry-core might simplify.
std::string requirement_of_poetry(std::string_view requirement);

// Hands over the marker unless poetry-core leaves it as it is.
void check_marker_for_poetry(std::string_view marker);

}  // namespace pexpack
