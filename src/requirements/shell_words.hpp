#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pexpack/support/result.hpp"

namespace pexpack {

struct ShellWord {
    std::string text;
    std::size_t offset = 0;  // of its first byte in the line
};

// Splits as a POSIX shell does, without expansions: blanks separate, quotes and backslashes protect
// (Python's shlex.split). Fails on an open quote or a final backslash.
Result<std::vector<ShellWord>> split_shell_words(std::string_view text);

}  // namespace pexpack
