#include "pexpack/spec/version_ranges.hpp"

#include <algorithm>

#include "unicode.hpp"
#include "version_key.hpp"

namespace pexpack {

namespace {

bool is_arbitrary(const Specifier& specifier) {
    return specifier.op() == SpecifierOperator::kArbitraryEqual;
}

bool has_arbitrary(const SpecifierSet& specifiers) {
    return std::any_of(specifiers.clauses().begin(), specifiers.clauses().end(), is_arbitrary);
}

}  // namespace

VersionRanges VersionRanges::all() {
    VersionRanges ranges;
    ranges.add(cut_below_all(), cut_above_all());
    return ranges;
}

VersionRanges VersionRanges::of(const Specifier& specifier) {
    VersionRanges ranges;
    if (specifier.excludes()) {
        ranges.add(cut_below_all(), specifier.lower());
        ranges.add(specifier.upper(), cut_above_all());
    } else {
        ranges.add(specifier.lower(), specifier.upper());
    }
    return ranges;
}

VersionRanges VersionRanges::of(const SpecifierSet& specifiers) {
    VersionRanges ranges = all();
    for (const Specifier& clause : specifiers.clauses()) ranges = ranges & of(clause);
    return ranges;
}

void VersionRanges::add(const VersionKey& lower, const VersionKey& upper) {
    if (lower < upper) intervals_.push_back({lower, upper});
}

bool VersionRanges::contains(const Version& version) const {
    return std::any_of(intervals_.begin(), intervals_.end(), [&](const Interval& interval) {
        return interval.lower <= version.key() && version.key() < interval.upper;
    });
}

VersionRanges VersionRanges::operator&(const VersionRanges& other) const {
    VersionRanges both;
    auto left = intervals_.begin();
    auto right = other.intervals_.begin();
    while (left != intervals_.end() && right != other.intervals_.end()) {
        both.add(std::max(left->lower, right->lower), std::min(left->upper, right->upper));
        if (left->upper < right->upper) {
            ++left;
        } else {
            ++right;
        }
    }
    return both;
}

VersionRanges VersionRanges::operator~() const {
    VersionRanges rest;
    VersionKey lower = cut_below_all();
    for (const Interval& interval : intervals_) {
        rest.add(lower, interval.lower);
        lower = interval.upper;
    }
    rest.add(lower, cut_above_all());
    return rest;
}

bool is_unsatisfiable(const SpecifierSet& specifiers) {
    if (VersionRanges::of(specifiers).empty()) return true;
    const std::vector<Specifier>& clauses = specifiers.clauses();
    const auto text = std::find_if(clauses.begin(), clauses.end(), is_arbitrary);
    return text != clauses.end() && !specifiers.contains_text(text->version_text());
}

bool is_subset(const SpecifierSet& a, const SpecifierSet& b) {
    PEXPACK_CHECK(!has_arbitrary(a) && !has_arbitrary(b));
    if (a.empty() && !b.empty()) return false;
    return VersionRanges::of(a).is_subset_of(VersionRanges::of(b));
}

bool are_disjoint(const SpecifierSet& a, const SpecifierSet& b) {
    PEXPACK_CHECK(!has_arbitrary(a) && !has_arbitrary(b));
    return (VersionRanges::of(a) & VersionRanges::of(b)).empty();
}

}  // namespace pexpack
