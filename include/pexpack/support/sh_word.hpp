// Text in what a POSIX shell reads.
#pragma once

#include <string>
#include <string_view>

namespace pexpack {

// One word that means the text, in single quotes where it needs any.
std::string sh_word(std::string_view text);

}  // namespace pexpack
