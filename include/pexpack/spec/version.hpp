// A version (PEP 440): parsed, put in normal form, ordered.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pexpack/support/result.hpp"

namespace pexpack {

struct UsualVersion;
struct VersionParts;

// A place on the line of all versions, ordered as its bytes are. The first sixteen make two
// numbers, so that nearly every comparison is of machine words; a shorter key is filled up with
// zeros.
struct VersionKey {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    std::shared_ptr<const std::string> rest;  // the bytes from the seventeenth on; null: none

    std::size_t hash() const {
        const std::size_t words = static_cast<std::size_t>(high * 31 + low);
        return rest ? words ^ std::hash<std::string>()(*rest) : words;
    }
    friend bool operator==(const VersionKey& a, const VersionKey& b) { return (a <=> b) == 0; }
    friend std::strong_ordering operator<=>(const VersionKey& a, const VersionKey& b) {
        if (a.high != b.high) return a.high <=> b.high;
        if (a.low != b.low) return a.low <=> b.low;
        if (a.rest == b.rest) return std::strong_ordering::equal;
        const auto bytes = [](const auto& rest) { return rest ? std::string_view(*rest) : ""; };
        return bytes(a.rest) <=> bytes(b.rest);
    }
};

class Version {
  public:
    // Longer texts are refused.
    static constexpr std::size_t kMaxLength = 32768;

    // PEP 440 appendix B, case folded, white space at both ends ignored (Unicode's, as Python's
    // str.strip()). Numbers are unbounded.
    static Result<Version> parse(std::string_view text);

    // The normal form, trailing zeros kept: "1.0.post1" for "1.0-1".
    const std::string& to_string() const { return text_; }
    // The normal form without trailing zeros of the release: equal versions give equal text.
    std::string canonical() const;
    // Without the local part ("1.0+x" -> "1.0").
    Version without_local() const;
    // Epoch and release only ("1!2.0rc1.post2" -> "1!2.0").
    Version base() const;

    // The release numbers as decimal text without leading zeros.
    std::vector<std::string_view> release() const;
    std::string_view epoch() const;
    // "a1", "b2", "rc3" or "".
    std::string_view pre() const;
    // The numbers after ".post" and ".dev" as decimal text, absent without such a part.
    std::optional<std::string_view> post() const;
    std::optional<std::string_view> dev() const;
    std::string_view local() const;  // "" when there is none

    bool is_prerelease() const { return is_prerelease_; }  // has a pre or dev part

    // PEP 440 "Summary of permitted suffixes and relative ordering"; 1.0 == 1.0.0.
    friend bool operator==(const Version& a, const Version& b) { return a.key_ == b.key_; }
    friend std::strong_ordering operator<=>(const Version& a, const Version& b) {
        return a.key_ <=> b.key_;
    }
    std::size_t hash() const { return key_.hash(); }

    // Orders as the version does; for those who compare with bounds (Specifier, VersionRanges).
    const VersionKey& key() const { return key_; }

    // For parse(), which makes it where it stays; what they take exists inside of spec/ alone.
    explicit Version(const VersionParts& parts);
    Version(std::string_view text, UsualVersion&& usual);

  private:
    std::string text_;
    VersionKey key_;
    bool is_prerelease_ = false;
};

}  // namespace pexpack

template <>
struct std::hash<pexpack::Version> {
    std::size_t operator()(const pexpack::Version& version) const { return version.hash(); }
};
