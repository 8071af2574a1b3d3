// The little of Unicode that Python's text rules bring into packaging formats: white space, lower
// case and word characters. All texts are UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pexpack {

// next_code_point() of a text that is not ASCII there.
char32_t next_wide_code_point(std::string_view text, std::size_t& position);

// The code point at `position`, which moves behind it. An ill-formed byte counts as U+FFFD.
inline char32_t next_code_point(std::string_view text, std::size_t& position) {
    const auto lead = static_cast<unsigned char>(text[position]);
    if (lead >= 0x80) return next_wide_code_point(text, position);
    ++position;
    return lead;
}

void append_utf8(std::string& text, char32_t code_point);

// What Python's str.isspace() and the `\s` of its regular expressions accept.
bool is_python_space(char32_t code_point);

// Python's str.strip().
std::string_view strip_python_space(std::string_view text);

// How many bytes of white space `text` starts with from `position` on.
std::size_t python_space_length(std::string_view text, std::size_t position);

// Python's str.lower(), one code point at a time: a capital sigma at the end of a word becomes the
// ordinary small one, which no package name depends on.
std::string unicode_lower(std::string_view text);

bool is_wide_word_character(char32_t code_point);

// The `\w` of Python's regular expressions. Exact below U+0500; above, the blocks of punctuation,
// symbols and private use are refused and every other code point counts as a letter.
inline bool is_word_character(char32_t code_point) {
    constexpr std::uint64_t kDigits = 0x03FF'0000'0000'0000;
    constexpr std::uint64_t kLettersAndUnderscore = 0x07FF'FFFE'87FF'FFFE;
    if (code_point >= 0x80) return is_wide_word_character(code_point);
    const std::uint64_t words = code_point < 0x40 ? kDigits : kLettersAndUnderscore;
    return (words >> (code_point & 0x3FU) & 1U) != 0;
}

}  // namespace pexpack
