// A version taken apart into pieces of its text (PEP 440 appendix B), before anything is copied.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pexpack {

// Here rather than in support/text because versions are read by the hundred thousand: inlined.
inline bool is_digit(char c) {
    return static_cast<unsigned char>(c - '0') < 10;
}

enum class PreKind : unsigned char { kNone, kAlpha, kBeta, kCandidate };

// Numbers are decimal digits without leading zeros ("0" for zero).
struct VersionParts {
    std::string_view epoch = "0";
    std::string_view release;  // as written: numbers joined by dots, leading zeros possible
    PreKind pre = PreKind::kNone;
    std::string_view pre_number;
    std::optional<std::string_view> post;
    std::optional<std::string_view> dev;
    std::string_view local;  // as written, "" when there is none

    bool is_prerelease() const { return pre != PreKind::kNone || dev.has_value(); }
    bool is_release_only() const {
        return pre == PreKind::kNone && !post.has_value() && !dev.has_value() && local.empty();
    }
};

struct ScannedVersion {
    VersionParts parts;  // views into the scanned text
    std::size_t length = 0;
};

// The longest version that `text` starts with, in any spelling PEP 440 allows; no white space.
std::optional<ScannedVersion> scan_version(std::string_view text);

// "0" when there are no digits but zeros.
inline std::string_view without_leading_zeros(std::string_view digits) {
    if (digits.empty()) return "0";
    while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
    return digits;
}

// Digits for the number after `digits`.
std::string next_number(std::string_view digits);

// Calls `use` with each release number, without leading zeros.
template <typename Use>
void for_each_release_number(std::string_view release, Use use) {
    for (std::size_t start = 0; start <= release.size();) {
        std::size_t dot = start;
        while (dot < release.size() && release[dot] != '.') ++dot;
        use(without_leading_zeros(release.substr(start, dot - start)));
        start = dot + 1;
    }
}

// The release without its trailing ".0" numbers; at least one number stays.
std::string_view without_trailing_zeros(std::string_view release);

// PEP 440 "Normalization".
std::string normal_text(const VersionParts& parts);

}  // namespace pexpack
