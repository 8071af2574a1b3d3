// JSON as it is printed.
#pragma once

#include <string>
#include <string_view>

namespace pexpack {

// JSON that was written out, with a line end, and without a control character that a terminal
// obeys: the writer leaves DEL and those beyond ASCII (C1) as they are.
std::string json_text(std::string_view json);

}  // namespace pexpack
