#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pexpack/requirements/requirement_lines.hpp"

namespace pexpack {

// A line as pip sees it: continuations joined, comment and outer white space gone, variables put
// in.
struct LogicalLine {
    std::string text;  // never empty
    int number = 0;    // of the first line it was joined from
    std::vector<TextOrigin> origins;
};

// Throws Error (kBadInput) only when variables make a line absurdly long.
std::vector<LogicalLine> logical_lines(std::string_view content, const RequirementsSource& source);

}  // namespace pexpack
