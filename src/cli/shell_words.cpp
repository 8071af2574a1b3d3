#include "shell_words.hpp"

namespace pexpack {

Result<std::vector<std::string>> shell_words(std::string_view text) {
    std::vector<std::string> words;
    bool in_word = false;  // "" is a word too
    char quote = '\0';
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (quote == '\0' && is_blank) {
            in_word = false;
            continue;
        }
        if (!in_word) words.emplace_back();
        in_word = true;
        if (c == quote) {
            quote = '\0';
        } else if (quote == '\0' && (c == '"' || c == '\'')) {
            quote = c;
        } else if (c == '\\' && quote != '\'') {
            if (i + 1 == text.size()) return ParseError{"nothing follows the backslash", i};
            const char next = text[++i];
            // Between double quotes a backslash keeps these two alone.
            if (quote == '"' && next != '"' && next != '\\') words.back() += c;
            words.back() += next;
        } else {
            words.back() += c;
        }
    }
    if (quote != '\0') return ParseError{"a quote is not closed", text.size()};
    return words;
}

}  // namespace pexpack
