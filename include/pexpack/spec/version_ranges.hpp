// Sets of versions and their algebra: what specifiers mean, independent of how they are written.
#pragma once

#include <vector>

#include "pexpack/spec/specifier.hpp"

namespace pexpack {

// A union of half-open intervals on the line of all PEP 440 versions, in normal form: two sets of
// the same versions are equal. Texts that are no versions (`===`) are outside of it.
class VersionRanges {
  public:
    static VersionRanges none() { return {}; }
    static VersionRanges all();
    // Without the `===` clauses.
    static VersionRanges of(const SpecifierSet& specifiers);

    bool empty() const { return intervals_.empty(); }
    bool contains(const Version& version) const;
    VersionRanges operator&(const VersionRanges& other) const;
    VersionRanges operator~() const;
    bool is_subset_of(const VersionRanges& other) const { return (*this & ~other).empty(); }

    friend bool operator==(const VersionRanges&, const VersionRanges&) = default;

  private:
    struct Interval {
        VersionKey lower;
        VersionKey upper;
        friend bool operator==(const Interval&, const Interval&) = default;
    };
    static VersionRanges of(const Specifier& specifier);
    void add(const VersionKey& lower, const VersionKey& upper);

    std::vector<Interval> intervals_;  // in order, not touching, none empty
};

// No version and no other text satisfies the set.
bool is_unsatisfiable(const SpecifierSet& specifiers);

// What satisfies `a` satisfies `b`. The empty set is satisfied by what is no version too, so it is
// a subset of itself alone. Neither may have `===` clauses (a bug of the caller).
bool is_subset(const SpecifierSet& a, const SpecifierSet& b);

// Nothing satisfies both. The same condition.
bool are_disjoint(const SpecifierSet& a, const SpecifierSet& b);

}  // namespace pexpack
