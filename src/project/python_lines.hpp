// Python source as logical lines of tokens.
#pragma once

#include <string_view>
#include <vector>

namespace pexpack {

struct PythonToken {
    enum class Kind { kName, kText, kOther };  // an identifier or keyword; a literal; the rest
    Kind kind = Kind::kOther;
    std::string_view text;  // of the source; operators are one character each but for `:=`
    std::size_t depth = 0;  // of brackets around it
};

struct PythonLine {
    std::size_t indent = 0;  // columns, with a tab to the next multiple of 8
    std::vector<PythonToken> tokens;
};

// Comments and empty lines are left out; what is no Python gives some tokens or other. The tokens
// refer to `source`.
std::vector<PythonLine> python_lines(std::string_view source);

// Whether the source says in one of its first two lines that it is in another encoding (PEP 263).
bool is_in_other_encoding(std::string_view source);

}  // namespace pexpack
