// Words as a shell would read them, for options whose value is several.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pexpack/support/result.hpp"

namespace pexpack {

// Blanks and line ends separate; quotes of both kinds and backslashes keep them, as in Python's
// shlex.split(). Fails where a quote is not closed or the last backslash has nothing to keep.
Result<std::vector<std::string>> shell_words(std::string_view text);

}  // namespace pexpack
