#pragma once

#include <string>
#include <string_view>

#include "pexpack/support/result.hpp"

namespace pexpack {

// The bytes of a requirements file as UTF-8 without a byte order mark. A mark decides first (UTF-8,
// UTF-16, UTF-32), then a `coding:` comment (PEP 263) in one of the first two lines, then UTF-8.
Result<std::string> decode_requirements(std::string_view bytes);

}  // namespace pexpack
