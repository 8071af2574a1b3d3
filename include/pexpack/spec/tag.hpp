// Compatibility tags (PEP 425): `cp311-cp311-manylinux_2_17_x86_64`.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
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

// More tags than this from one text are refused.
inline constexpr std::size_t kMaxTags = 4096;

// In lower case. "py2.py3-none-any" is the two tags py2-none-any and py3-none-any (PEP 425
// "Compressed Tag Sets").
Result<std::vector<Tag>> parse_tags(std::string_view text);

// The tags of one wheel: a choice of interpreters, of ABIs and of platforms stands for the tags of
// all combinations (PEP 425 "Compressed Tag Sets"). There is always one.
class CompressedTags {
  public:
    // As parse_tags().
    static Result<CompressedTags> parse(std::string_view text);

    std::vector<Tag> expanded() const;
    std::size_t size() const { return size_; }

    friend bool operator==(const CompressedTags& a, const CompressedTags& b) {
        return *a.text_ == *b.text_;
    }

  private:
    friend class TagReader;
    friend class TagSet;

    CompressedTags() = default;
    bool read_usual(std::string_view text);
    void take(std::string text, std::size_t abis, std::size_t platforms);

    // The choices are joined by dots.
    std::string_view interpreters() const { return field(0, abis_ - 1); }
    std::string_view abis() const { return field(abis_, platforms_ - 1); }
    std::string_view platforms() const { return field(platforms_, text_->size()); }
    std::string_view field(std::size_t start, std::size_t end) const {
        return std::string_view(*text_).substr(start, end - start);
    }

    // In lower case. Shared, as thousands of wheels have the same.
    std::shared_ptr<const std::string> text_;
    std::size_t abis_ = 0;
    std::size_t platforms_ = 0;  // where they start
    std::size_t size_ = 0;
};

// The tags a target accepts, best first.
class TagSet {
  public:
    TagSet() = default;
    explicit TagSet(std::vector<Tag> best_first);

    // The best rank of the tags: 0 for the most preferred; empty when the target accepts none.
    std::optional<std::size_t> rank(const CompressedTags& tags) const;
    const std::vector<Tag>& tags() const { return best_first_; }

  private:
    struct Parts;  // of a tag, each with its hash
    std::size_t slot_of(const Parts& parts) const;

    std::vector<Tag> best_first_;
    std::vector<std::uint32_t> slots_;  // a hash table: ranks + 1, 0 where there is none
};

// Reads the tags of many wheels for one target. Thousands of wheels have some dozens of texts of
// tags, so each text is read and ranked once.
class TagReader {
  public:
    // `accepted` must outlive the reader.
    explicit TagReader(const TagSet& accepted) : accepted_(accepted) {}

    // What read() gave for the text before; null when it was never asked.
    const CompressedTags* find(std::string_view text) const;
    // As CompressedTags::parse().
    Result<CompressedTags> read(std::string_view text);
    // As TagSet::rank(), at once for tags that this reader read.
    std::optional<std::size_t> rank(const CompressedTags& tags) const;

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const;
    };

    const TagSet& accepted_;
    std::unordered_map<std::string, CompressedTags, Hash, std::equal_to<>> known_;
    std::unordered_map<const void*, std::optional<std::size_t>> ranks_;  // by the shared text
};

}  // namespace pexpack
