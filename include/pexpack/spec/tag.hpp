// Compatibility tags (PEP 425): `cp311-cp311-manylinux_2_17_x86_64`.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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
    std::size_t size() const { return shared_->size; }

    friend bool operator==(const CompressedTags& a, const CompressedTags& b) {
        return a.shared_->text == b.shared_->text;
    }

  private:
    friend class TagReader;
    friend class TagSet;

    // The choices are joined by dots.
    struct Shared {
        std::string text;  // in lower case
        std::size_t abis = 0;
        std::size_t platforms = 0;  // where they start
        std::size_t size = 0;
        std::size_t number = 0;  // among those of the TagReader that read it
    };

    CompressedTags() = default;
    bool read_usual(std::string_view text);
    void take(Shared fields) { shared_ = std::make_shared<const Shared>(std::move(fields)); }

    std::string_view interpreters() const { return field(0, shared_->abis - 1); }
    std::string_view abis() const { return field(shared_->abis, shared_->platforms - 1); }
    std::string_view platforms() const { return field(shared_->platforms, shared_->text.size()); }
    std::string_view field(std::size_t start, std::size_t end) const {
        return std::string_view(shared_->text).substr(start, end - start);
    }

    std::shared_ptr<const Shared> shared_;  // as thousands of wheels have the same
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

    // What read() gave for the text before, until the next one is read; null when it was never
    // asked.
    const CompressedTags* find(std::string_view text) const;
    // As CompressedTags::parse().
    Result<CompressedTags> read(std::string_view text);
    // As TagSet::rank(), at once for tags that this reader read.
    std::optional<std::size_t> rank(const CompressedTags& tags) const;

  private:
    struct Known {
        std::string text;  // as given
        CompressedTags tags;
        std::optional<std::size_t> rank;
    };
    std::size_t slot_of(std::string_view text) const;
    void remember(Known known);

    const TagSet& accepted_;
    std::vector<Known> known_;
    std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(64);  // as in TagSet
};

}  // namespace pexpack
