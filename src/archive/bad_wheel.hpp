// An Error of kind kBadInput: "`PATH` is not a sound wheel: …".
#pragma once

#include <string>
#include <string_view>

#include "pexpack/support/error.hpp"

namespace pexpack {

Error bad_wheel(const std::string& path, std::string_view what);

}  // namespace pexpack
