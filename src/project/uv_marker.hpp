// Markers as uv_build writes them: it puts each in a form of its own.
#pragma once

#include <string>
#include <string_view>

namespace pexpack {

// The requirement (PEP 508, as `packaging` prints it) with its marker in that form. Only what is
// one comparison, beside that of an extra, is done here; hands over any other marker.
std::string with_marker_of_uv(std::string_view requirement);

}  // namespace pexpack
