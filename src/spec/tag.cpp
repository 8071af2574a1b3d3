#include "pexpack/spec/tag.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

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
// The zeros of all scripts but ASCII, each followed by its one to nine (Unicode 14, category Nd).
// Digits do not begin an identifier.
constexpr char32_t kZeros[] = {
    0x0660,  0x06F0,  0x07C0,  0x0966,  0x09E6,  0x0A66,  0x0AE6,  0x0B66,  0x0BE6,  0x0C66,
    0x0CE6,  0x0D66,  0x0DE6,  0x0E50,  0x0ED0,  0x0F20,  0x1040,  0x1090,  0x17E0,  0x1810,
    0x1946,  0x19D0,  0x1A80,  0x1A90,  0x1B50,  0x1BB0,  0x1C40,  0x1C50,  0xA620,  0xA8D0,
    0xA900,  0xA9D0,  0xA9F0,  0xAA50,  0xABF0,  0xFF10,  0x104A0, 0x10D30, 0x11066, 0x110F0,
    0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950,
    0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC,
    0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0};

bool is_digit_of_a_script(char32_t c) {
    return std::any_of(std::begin(kZeros), std::end(kZeros),
                       [c](char32_t zero) { return c >= zero && c <= zero + 9; });
}

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
        if (is_first && (is_in(kMarks, c) || is_digit_of_a_script(c))) return false;
        if (is_in(kNumbers, c) || !(is_word_character(c) || is_in(kMarks, c))) return false;
    }
    return true;
}

// ASCII in lower case, with the separators `-` and `.` as its least characters; 0 for the others.
constexpr char kLastSeparator = '.';
constexpr auto kLowered = [] {
    std::array<char, 256> lowered{};
    for (unsigned char c = '-'; c < 0x7F; ++c) {
        lowered[c] = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return lowered;
}();

// "py2.py3" is a choice of two.
template <typename Take>
void for_each_choice(std::string_view field, Take take) {
    for (std::size_t start = 0; start <= field.size();) {
        const std::size_t end = std::min(field.find('.', start), field.size());
        take(field.substr(start, end - start));
        start = end + 1;
    }
}

// 0 when one of them is empty.
std::size_t count_choices(std::string_view field) {
    std::size_t count = 0;
    bool has_empty = false;
    for_each_choice(field, [&](std::string_view choice) {
        ++count;
        has_empty = has_empty || choice.empty();
    });
    return has_empty ? 0 : count;
}

}  // namespace

std::string Tag::to_string() const {
    std::string text;
    text.reserve(interpreter.size() + abi.size() + platform.size() + 2);
    return text.append(interpreter).append("-").append(abi).append("-").append(platform);
}

Result<std::vector<Tag>> parse_tags(std::string_view text) {
    const auto tags = CompressedTags::parse(text);
    if (!tags) return tags.error();
    return tags->expanded();
}

// The quick way, in one pass: ASCII, and nothing to object to. False for any other text.
bool CompressedTags::read_usual(std::string_view text) {
    constexpr std::size_t kFields = 3;
    std::array<std::size_t, kFields> starts{};
    std::array<std::size_t, kFields> choices{1, 1, 1};
    std::size_t field = 0;
    std::size_t start = 0;  // of the choice
    std::string lowered(text.size(), '\0');
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = kLowered[static_cast<unsigned char>(text[i])];
        lowered[i] = c;
        if (c > kLastSeparator) continue;
        if (c == '\0' || i == start) return false;
        start = i + 1;
        if (c == '.') {
            ++choices[field];
        } else if (++field < kFields) {
            starts[field] = start;
        } else {
            return false;
        }
    }
    if (field + 1 != kFields || start == text.size()) return false;
    const std::size_t size = choices[0] * choices[1] * choices[2];
    take({.text = std::move(lowered), .abis = starts[1], .platforms = starts[2], .size = size});
    bool are_identifiers = true;
    for_each_choice(interpreters(), [&](std::string_view interpreter) {
        are_identifiers = are_identifiers && is_identifier(interpreter);
    });
    return are_identifiers && std::max({choices[0], choices[1], choices[2], size}) <= kMaxTags;
}

Result<CompressedTags> CompressedTags::parse(std::string_view text) {
    CompressedTags tags;
    if (tags.read_usual(text)) return tags;
    std::string lowered = unicode_lower(text);  // which neither makes nor drops a hyphen
    const std::size_t first = lowered.find('-');
    const std::size_t second = lowered.find('-', first + 1);
    if (first == std::string::npos || second == std::string::npos ||
        lowered.find('-', second + 1) != std::string::npos) {
        return ParseError{"a tag has three parts joined by hyphens", 0};
    }
    const std::string_view all = lowered;
    std::string_view no_interpreter;
    std::size_t interpreters = 0;
    bool has_empty = false;
    for_each_choice(all.substr(0, first), [&](std::string_view interpreter) {
        ++interpreters;
        has_empty = has_empty || interpreter.empty();
        if (no_interpreter.empty() && !is_identifier(interpreter)) no_interpreter = interpreter;
    });
    const std::size_t abis = count_choices(all.substr(first + 1, second - first - 1));
    const std::size_t platforms = count_choices(all.substr(second + 1));
    if (has_empty || abis == 0 || platforms == 0) {
        return ParseError{"a part of the tag is empty", 0};
    }
    if (std::max({interpreters, abis, platforms}) > kMaxTags ||
        interpreters * abis * platforms > kMaxTags) {
        return ParseError{"this many tags are not accepted", 0};
    }
    if (!no_interpreter.empty()) {
        return ParseError{fmt::format("`{}` names no interpreter", printable(no_interpreter)), 0};
    }
    tags.take({.text = std::move(lowered),
               .abis = first + 1,
               .platforms = second + 1,
               .size = interpreters * abis * platforms});
    return tags;
}

std::vector<Tag> CompressedTags::expanded() const {
    std::vector<Tag> tags;
    tags.reserve(size());
    for_each_choice(interpreters(), [&](std::string_view interpreter) {
        for_each_choice(abis(), [&](std::string_view abi) {
            for_each_choice(platforms(), [&](std::string_view platform) {
                tags.push_back({std::string(interpreter), std::string(abi), std::string(platform)});
            });
        });
    });
    return tags;
}

namespace {

std::uint64_t eight_bytes_at(const char* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof(word));
    return word;
}

// Cheap, and different where parts of tags differ: at their ends and in the numbers in between.
std::uint64_t hash_of(std::string_view part) {
    constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15;
    constexpr std::size_t kWord = sizeof(std::uint64_t);
    std::uint64_t hash = part.size();
    if (part.size() < kWord) {
        for (const char c : part) hash = hash << 8U | static_cast<unsigned char>(c);
    } else {
        const char* const end = part.data() + part.size();
        hash += eight_bytes_at(part.data());
        hash = hash * kMultiplier ^ eight_bytes_at(end - kWord);
        hash = hash * kMultiplier ^ eight_bytes_at(part.data() + (part.size() - kWord) / 2);
    }
    hash *= kMultiplier;
    return hash ^ hash >> 32U;
}

// In a hash table of numbers from one on, 0 for a free slot: where the one is for which `is_it`, or
// the free slot where it would be.
template <typename IsIt>
std::size_t slot_in(const std::vector<std::uint32_t>& slots, std::size_t hash, IsIt is_it) {
    const std::size_t mask = slots.size() - 1;
    std::size_t slot = hash & mask;
    while (slots[slot] != 0 && !is_it(slots[slot] - 1)) slot = (slot + 1) & mask;
    return slot;
}

}  // namespace

struct TagSet::Parts {
    struct Part {
        explicit Part(std::string_view part) : text(part), hash(hash_of(part)) {}
        std::string_view text;
        std::size_t hash;
    };
    Part interpreter;
    Part abi;
    Part platform;

    explicit Parts(const Tag& tag)
        : interpreter(tag.interpreter), abi(tag.abi), platform(tag.platform) {}
    Parts(Part of_interpreter, Part of_abi, Part of_platform)
        : interpreter(of_interpreter), abi(of_abi), platform(of_platform) {}

    std::size_t hash() const { return (interpreter.hash * 31 + abi.hash) * 31 + platform.hash; }
    bool are_of(const Tag& tag) const {
        return tag.interpreter == interpreter.text && tag.abi == abi.text &&
               tag.platform == platform.text;
    }
};

// Of two tags that are alike the first one counts.
TagSet::TagSet(std::vector<Tag> best_first)
    : best_first_(std::move(best_first)), slots_(std::bit_ceil(best_first_.size() * 4 + 1)) {
    for (std::uint32_t rank = 0; rank < best_first_.size(); ++rank) {
        std::uint32_t& slot = slots_[slot_of(Parts(best_first_[rank]))];
        if (slot == 0) slot = rank + 1;
    }
}

// Where the tag stands, or the free slot where it would. Three in four are free.
std::size_t TagSet::slot_of(const Parts& parts) const {
    return slot_in(slots_, parts.hash(),
                   [&](std::size_t rank) { return parts.are_of(best_first_[rank]); });
}

std::optional<std::size_t> TagSet::rank(const CompressedTags& tags) const {
    if (best_first_.empty()) return std::nullopt;
    std::uint32_t best = 0;
    for_each_choice(tags.platforms(), [&](std::string_view platform) {
        const Parts::Part of_platform(platform);
        for_each_choice(tags.interpreters(), [&](std::string_view interpreter) {
            const Parts::Part of_interpreter(interpreter);
            for_each_choice(tags.abis(), [&](std::string_view abi) {
                const Parts parts(of_interpreter, Parts::Part(abi), of_platform);
                const std::uint32_t found = slots_[slot_of(parts)];
                if (found != 0 && (best == 0 || found < best)) best = found;
            });
        });
    });
    return best == 0 ? std::nullopt : std::optional<std::size_t>(best - 1);
}

// Where the text stands, or the free slot where it would.
std::size_t TagReader::slot_of(std::string_view text) const {
    return slot_in(slots_, hash_of(text), [&](std::size_t i) { return known_[i].text == text; });
}

const CompressedTags* TagReader::find(std::string_view text) const {
    const std::uint32_t found = slots_[slot_of(text)];
    return found == 0 ? nullptr : &known_[found - 1].tags;
}

// Three in four slots stay free.
void TagReader::remember(Known known) {
    known_.push_back(std::move(known));
    if (known_.size() * 4 <= slots_.size()) {
        slots_[slot_of(known_.back().text)] = static_cast<std::uint32_t>(known_.size());
        return;
    }
    slots_.assign(slots_.size() * 4, 0);
    for (std::uint32_t i = 0; i < known_.size(); ++i) slots_[slot_of(known_[i].text)] = i + 1;
}

Result<CompressedTags> TagReader::read(std::string_view text) {
    if (const CompressedTags* known = find(text)) return *known;
    auto tags = CompressedTags::parse(text);
    if (!tags) return tags.error();
    CompressedTags::Shared numbered = *tags->shared_;
    numbered.number = known_.size();
    CompressedTags own;
    own.take(std::move(numbered));
    const auto rank = accepted_.rank(own);
    remember({std::string(text), own, rank});
    return own;
}

std::optional<std::size_t> TagReader::rank(const CompressedTags& tags) const {
    const std::size_t number = tags.shared_->number;
    const bool is_own = number < known_.size() && known_[number].tags.shared_ == tags.shared_;
    return is_own ? known_[number].rank : accepted_.rank(tags);
}

}  // namespace pexpack
