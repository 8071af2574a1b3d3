// What Python's str methods do, on UTF-8: requirements files are defined by them.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace pexpack {

// The length in bytes of the white space character (str.isspace) at `offset`, or 0.
std::size_t space_at(std::string_view text, std::size_t offset);

// str.strip(), str.lstrip() and str.rstrip().
std::string_view strip(std::string_view text);
std::string_view strip_left(std::string_view text);
std::string_view strip_right(std::string_view text);

// str.splitlines(): \n, \r, \r\n, \v, \f, \x1c to \x1e, U+0085, U+2028 and U+2029 end a line.
std::vector<std::string_view> split_lines(std::string_view text);

// Characters of well-formed UTF-8.
std::size_t count_characters(std::string_view text);

}  // namespace pexpack
