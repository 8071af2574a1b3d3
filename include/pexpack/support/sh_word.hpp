// Text in what a POSIX shell reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pexpack {

// One word that means the text, in single quotes where it needs any.
std::string sh_word(std::string_view text);

// The same in single quotes, whatever it holds; never empty.
std::string sh_quoted(std::string_view text);

// Each word quoted and followed by a blank, ready to stand before "$@".
std::string sh_words(const std::vector<std::string>& words);

}  // namespace pexpack
