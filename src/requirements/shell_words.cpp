#include "shell_words.hpp"

namespace pexpack {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Reads one word that starts at `at`, which is no blank; leaves `at` behind it.
Result<ShellWord> read_word(std::string_view text, std::size_t& at) {
    ShellWord word{"", at};
    char quote = '\0';
    std::size_t quote_offset = at;
    while (at < text.size()) {
        const char c = text[at];
        if (quote == '\0' && is_blank(c)) break;
        ++at;
        if (quote != '\0' && c == quote) {
            quote = '\0';
        } else if (quote == '\0' && (c == '\'' || c == '"')) {
            quote = c;
            quote_offset = at - 1;
        } else if (c == '\\' && quote != '\'') {
            if (at == text.size()) return ParseError{"nothing follows the backslash", at - 1};
            // Between double quotes a backslash protects only itself and the quote.
            if (quote == '"' && text[at] != '"' && text[at] != '\\') word.text.push_back('\\');
            word.text.push_back(text[at++]);
        } else {
            word.text.push_back(c);
        }
    }
    if (quote != '\0') return ParseError{"the quotation is not closed", quote_offset};
    return word;
}

}  // namespace

Result<std::vector<ShellWord>> split_shell_words(std::string_view text) {
    std::vector<ShellWord> words;
    std::size_t at = 0;
    while (at < text.size()) {
        if (is_blank(text[at])) {
            ++at;
            continue;
        }
        Result<ShellWord> word = read_word(text, at);
        if (!word) return word.error();
        words.push_back(std::move(word).value());
    }
    return words;
}

}  // namespace pexpack
