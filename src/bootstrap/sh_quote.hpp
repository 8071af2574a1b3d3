// Text as one word of an sh program.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pexpack {

// In single quotes, whatever it holds; never empty.
std::string sh_quoted(std::string_view text);

// Each word quoted and followed by a blank, ready to stand before "$@".
std::string sh_words(const std::vector<std::string>& words);

}  // namespace pexpack
