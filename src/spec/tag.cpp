#include "pexpack/spec/tag.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "pexpack/support/text.hpp"
#include "unicode.hpp"

namespace pexpack {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// No part of an identifier though `\w` has them: numbers that are no decimal digits.
constexpr Range kNumbers[] = {
    {0x00B2, 0x00B3}, {0x00B9, 0x00B9}, {0x00BC, 0x00BE}, {0x2070, 0x2070}, {0x2074, 0x2079},
    {0x2080, 0x2089}, {0x2150, 0x215F}, {0x2460, 0x249B}, {0x24EA, 0x24FF}, {0x2776, 0x2793},
};
// Parts of an identifier that `\w` has not: the middle dot, accents, ties.
constexpr Range kMarks[] = {
    {0x00B7, 0x00B7}, {0x0300, 0x036F}, {0x0387, 0x0387}, {0x203F, 0x2040}, {0x2054, 0x2054}};
// Decimal digits, which do not begin one: of Arabic, Persian, Devanagari, wide Latin.
constexpr Range kDigits[] = {
    {0x0660, 0x0669}, {0x06F0, 0x06F9}, {0x0966, 0x096F}, {0xFF10, 0xFF19}};

template <typename Table>
bool is_in(const Table& table, char32_t c) {
    return std::any_of(std::begin(table), std::end(table),
                       [c](const Range& range) { return c >= range.first && c <= range.last; });
}

// Python's str.isidentifier(), as exact as is_word_character().
bool is_identifier(std::string_view text) {
    if (text.empty() || is_ascii_digit(text.front())) return false;
    for (std::size_t position = 0; position < text.size();) {
        const bool is_first = position == 0;
        const char32_t c = next_code_point(text, position);
        if (c < 0x80) {
            if (!is_word_character(c)) return false;
            continue;
        }
        if (is_first && (is_in(kMarks, c) || is_in(kDigits, c))) return false;
        if (is_in(kNumbers, c) || !(is_word_character(c) || is_in(kMarks, c))) return false;
    }
    return true;
}

}  // namespace

std::string Tag::to_string() const {
    std::string text;
    text.reserve(interpreter.size() + abi.size() + platform.size() + 2);
    return text.append(interpreter).append("-").append(abi).append("-").append(platform);
}

Result<std::vector<Tag>> parse_tags(std::string_view text) {
    const std::string lower = unicode_lower(text);
    const std::vector<std::string_view> fields = split(lower, '-');
    if (fields.size() != 3) return ParseError{"a tag has three parts joined by hyphens", 0};
    std::array<std::vector<std::string_view>, 3> choices;
    std::size_t count = 1;
    for (std::size_t i = 0; i < 3; ++i) {
        choices[i] = split(fields[i], '.');
        if (std::find(choices[i].begin(), choices[i].end(), std::string_view()) !=
            choices[i].end()) {
            return ParseError{"a part of the tag is empty", 0};
        }
        count *= choices[i].size();
        if (count > kMaxTags) return ParseError{"this many tags are not accepted", 0};
    }
    for (const std::string_view interpreter : choices[0]) {
        if (!is_identifier(interpreter)) {
            return ParseError{fmt::format("`{}` names no interpreter", printable(interpreter)), 0};
        }
    }
    std::vector<Tag> tags;
    tags.reserve(count);
    for (const std::string_view interpreter : choices[0]) {
        for (const std::string_view abi : choices[1]) {
            for (const std::string_view platform : choices[2]) {
                tags.push_back({std::string(interpreter), std::string(abi), std::string(platform)});
            }
        }
    }
    return tags;
}

TagSet::TagSet(std::vector<Tag> best_first) : best_first_(std::move(best_first)) {
    ranks_.reserve(best_first_.size());
    for (std::size_t i = 0; i < best_first_.size(); ++i) {
        ranks_.emplace(best_first_[i], i);
    }
}

std::optional<std::size_t> TagSet::rank(const Tag& tag) const {
    const auto found = ranks_.find(tag);
    return found == ranks_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> TagSet::rank(const std::vector<Tag>& tags) const {
    std::optional<std::size_t> best;
    for (const Tag& tag : tags) {
        const auto found = rank(tag);
        if (found && (!best || *found < *best)) best = found;
    }
    return best;
}

}  // namespace pexpack
