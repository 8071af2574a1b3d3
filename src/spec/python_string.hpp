// String literals of Python, which quoted texts in markers are.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pexpack {

// What the text between the quotes of a non-raw, single-line literal stands for, absent when Python
// would refuse it. `\N{…}` knows the names of ASCII characters only; any other is refused.
std::optional<std::string> decode_python_string(std::string_view body);

}  // namespace pexpack
