#include "sh_quote.hpp"

namespace pexpack {

std::string sh_quoted(std::string_view text) {
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'') {
            quoted += "'\\''";
        } else {
            quoted += c;
        }
    }
    return quoted + "'";
}

std::string sh_words(const std::vector<std::string>& words) {
    std::string line;
    for (const std::string& word : words) line += sh_quoted(word) + " ";
    return line;
}

}  // namespace pexpack
