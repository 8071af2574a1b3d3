// Small pure functions on text that more than one room needs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pexpack {

// ASCII only, whatever the locale.
std::string ascii_lower(std::string_view text);
inline bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}
inline bool is_ascii_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline bool is_ascii_alnum(char c) {
    return is_ascii_digit(c) || is_ascii_alpha(c);
}

// Without spaces and tabs (and nothing else) at both ends.
std::string_view trim_blanks(std::string_view text);

// The parts between separators; n separators give n + 1 parts, empty ones included.
std::vector<std::string_view> split(std::string_view text, char separator);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

// True when the bytes are well-formed UTF-8 (no overlong forms, no surrogates).
bool is_utf8(std::string_view bytes);

// For messages: control characters and ill-formed bytes as \xNN, so that no input can steer a
// terminal.
std::string printable(std::string_view bytes);

// "1 wheel", "29 wheels".
std::string counted(std::size_t count, std::string_view singular);

// The candidate most like `word` by edit distance, or "" when none is near enough to suggest.
std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace pexpack
