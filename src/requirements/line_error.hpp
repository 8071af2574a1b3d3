#pragma once

#include <string>
#include <vector>

#include "pexpack/requirements/requirement_lines.hpp"
#include "pexpack/support/error.hpp"

namespace pexpack {

// An error in a line, with file:line:column, the line itself and a caret under `offset` (in bytes).
Error line_error(std::string message, const std::string& reason, const std::string& line,
                 std::size_t offset, const std::vector<TextOrigin>& origins,
                 const SourceLocation& where, const std::vector<SourceLocation>& included_from);

}  // namespace pexpack
