// The names of marker variables (PEP 508, with the older spellings that `packaging` accepts).
#pragma once

#include <string_view>

#include "pexpack/spec/marker.hpp"

namespace pexpack {

std::string_view marker_variable_name(MarkerVariable variable);

// By the proper name; kOther when there is none.
MarkerVariable marker_variable_named(std::string_view name);

// The variables that are compared as versions.
bool is_version_variable(MarkerVariable variable);

}  // namespace pexpack
