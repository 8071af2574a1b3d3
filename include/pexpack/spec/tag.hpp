// Compatibility tags (PEP 425): `cp311-cp311-manylinux_2_17_x86_64`.
#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "pexpack/support/result.hpp"

namespace pexpack {

struct Tag {
    std::string interpreter;  // "cp311", "py3"
    std::string abi;          // "cp311", "abi3", "none"
    std::string platform;     // "manylinux_2_17_x86_64", "any"

    std::string to_string() const;
    friend bool operator==(const Tag&, const Tag&) = default;
    friend auto operator<=>(const Tag&, const Tag&) = default;
};

}  // namespace pexpack

template <>
struct std::hash<pexpack::Tag> {
    std::size_t operator()(const pexpack::Tag& tag) const {
        const std::hash<std::string> of_text;
        return (of_text(tag.interpreter) * 31 + of_text(tag.abi)) * 31 + of_text(tag.platform);
    }
};

namespace pexpack {

// More tags than this from one text are refused.
inline constexpr std::size_t kMaxTags = 4096;

// In lower case. "py2.py3-none-any" is the two tags py2-none-any and py3-none-any (PEP 425
// "Compressed Tag Sets").
Result<std::vector<Tag>> parse_tags(std::string_view text);

// The tags a target accepts, best first.
class TagSet {
  public:
    TagSet() = default;
    explicit TagSet(std::vector<Tag> best_first);

    // 0 for the most preferred tag; empty when the target does not accept it.
    std::optional<std::size_t> rank(const Tag& tag) const;
    // The best rank of several tags.
    std::optional<std::size_t> rank(const std::vector<Tag>& tags) const;
    const std::vector<Tag>& tags() const { return best_first_; }

  private:
    std::vector<Tag> best_first_;
    std::unordered_map<Tag, std::size_t> ranks_;
};

}  // namespace pexpack
