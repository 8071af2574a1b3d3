#include "pexpack/support/sh_word.hpp"

namespace pexpack {

std::string sh_word(std::string_view text) {
    constexpr std::string_view kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=,";
    const bool is_plain = !text.empty() && text.find_first_not_of(kPlain) == std::string_view::npos;
    return is_plain ? std::string(text) : sh_quoted(text);
}

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
