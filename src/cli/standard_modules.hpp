// Python's own modules.
#pragma once

#include <string_view>

namespace pexpack {

// Whether some Python from 3.6 to 3.14 brings the module or package of that name, which has no
// dots.
bool is_standard_module(std::string_view name);

}  // namespace pexpack
