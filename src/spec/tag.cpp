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

// Names of wheels are read by the ten thousand, so nothing is put in a vector on the way.
std::optional<std::array<std::string_view, 3>> split_fields(std::string_view text) {
    const std::size_t first = text.find('-');
    const std::size_t second = first == text.npos ? text.npos : text.find('-', first + 1);
    if (second == text.npos || text.find('-', second + 1) != text.npos) return std::nullopt;
    return std::array{text.substr(0, first), text.substr(first + 1, second - first - 1),
                      text.substr(second + 1)};
}

bool has_empty_choice(std::string_view field) {
    return field.empty() || field.front() == '.' || field.back() == '.' ||
           field.find("..") != field.npos;
}

// "py2.py3" is a choice of two.
template <typename Take>
void for_each_choice(std::string_view field, Take take) {
    for (std::size_t start = 0; start <= field.size();) {
        const std::size_t end = std::min(field.find('.', start), field.size());
        take(field.substr(start, end - start));
        start = end + 1;
    }
}

}  // namespace

std::string Tag::to_string() const {
    std::string text;
    text.reserve(interpreter.size() + abi.size() + platform.size() + 2);
    return text.append(interpreter).append("-").append(abi).append("-").append(platform);
}

Result<std::vector<Tag>> parse_tags(std::string_view text) {
    const std::string lower = unicode_lower(text);
    const auto fields = split_fields(lower);
    if (!fields) return ParseError{"a tag has three parts joined by hyphens", 0};
    std::size_t count = 1;
    for (const std::string_view field : *fields) {
        if (has_empty_choice(field)) return ParseError{"a part of the tag is empty", 0};
        count *= static_cast<std::size_t>(std::count(field.begin(), field.end(), '.')) + 1;
        if (count > kMaxTags) return ParseError{"this many tags are not accepted", 0};
    }
    const auto& [interpreters, abis, platforms] = *fields;
    std::optional<ParseError> problem;
    for_each_choice(interpreters, [&](std::string_view interpreter) {
        if (problem || is_identifier(interpreter)) return;
        problem = {fmt::format("`{}` names no interpreter", printable(interpreter)), 0};
    });
    if (problem) return std::move(*problem);
    std::vector<Tag> tags;
    tags.reserve(count);
    for_each_choice(interpreters, [&](std::string_view interpreter) {
        for_each_choice(abis, [&](std::string_view abi) {
            for_each_choice(platforms, [&](std::string_view platform) {
                tags.push_back({std::string(interpreter), std::string(abi), std::string(platform)});
            });
        });
    });
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
