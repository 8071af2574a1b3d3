// JSON as it is printed.
#pragma once

#include <string>
#include <string_view>

namespace pexpack {

// JSON that was written out, with a line end, and without a control character that a terminal
// obeys: the writer leaves DEL and those beyond ASCII (C1) as they are.
std::string printable_json(std::string_view json);

// The document as a command prints it. A template, as the library is slow to compile.
template <typename Json>
std::string json_text(const Json& json) {
    return printable_json(json.dump(2, ' ', false, Json::error_handler_t::replace));
}

}  // namespace pexpack
