// Up to three versions, one a line: the forms of each, and the laws of a total order.
#include "pexpack/spec/version.hpp"

#include <vector>

#include "fuzz/laws.hpp"

namespace pexpack {

namespace {

void examine_one(std::string_view text) {
    const auto version = Version::parse(text);
    if (!version) return;
    const auto again = Version::parse(version->to_string());
    require(again && *again == *version, "the normal form is the same version", text);
    require(again->to_string() == version->to_string(), "the normal form is final", text);
    require(again->hash() == version->hash(), "equal versions have equal hashes", text);
    const auto canonical = Version::parse(version->canonical());
    require(canonical && *canonical == *version, "the canonical form is the same version", text);
    const bool has_early_part = !version->pre().empty() || version->dev().has_value();
    require(version->is_prerelease() == has_early_part, "a pre-release has a pre or dev part",
            text);
    const Version base = version->base();
    require(base.base() == base && !base.is_prerelease(), "a base has no base but itself", text);
    if (version->is_prerelease() && !version->post())
        require(*version < base, "a pre-release is before its base", text);
}

void examine_order(const std::vector<Version>& versions, std::string_view input) {
    for (const Version& a : versions) {
        for (const Version& b : versions) {
            require((a < b) == (b > a) && (a == b) == (b == a), "order has no side", input);
            require(int{a < b} + int{a == b} + int{a > b} == 1, "order is total", input);
            if (a == b) {
                require(a.canonical() == b.canonical() && a.hash() == b.hash(),
                        "equal versions have one canonical form", input);
            }
            for (const Version& c : versions)
                if (a < b && b < c) require(a < c, "order is transitive", input);
        }
    }
}

}  // namespace

void examine(std::string_view input) {
    constexpr std::size_t kMostLines = 3;
    std::vector<Version> versions;
    for (const std::string_view line : split(input, '\n')) {
        examine_one(line);
        const auto version = Version::parse(line);
        if (version && versions.size() < kMostLines) versions.push_back(*version);
    }
    examine_order(versions, input);
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
