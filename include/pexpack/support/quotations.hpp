// What messages quote of an input that nobody would read to its end.
#pragma once

#include <string>
#include <string_view>

namespace pexpack {

// What is quoted in backticks at great length is cut behind its first characters, and its length
// stands behind it: "`aaaa…` (5000000 bytes) is no name". So is a line that is still too long for
// people. `line` is UTF-8.
std::string with_short_quotations(std::string_view line);

}  // namespace pexpack
