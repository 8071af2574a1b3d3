// What the user knows better than the metadata: other versions, packages to leave out, no
// dependencies at all.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pexpack/index/candidate.hpp"

namespace pexpack {

struct Adjustments {
    // Whoever asks for the name gets this requirement instead, perhaps for another package. The
    // extras and the marker of the one who asks still count.
    std::map<PackageName, Requirement> overrides;
    std::set<PackageName> excluded;  // whoever asks for them gets nothing
    bool transitive = true;          // false: nobody but the user asks for anything
};

// The requirement as adjusted; nothing when its package is excluded.
std::optional<Requirement> adjusted(const Requirement& requirement, const Adjustments& adjustments);

// The candidates of another source with adjusted dependencies. Both must outlive it.
class AdjustedSource : public CandidateSource {
  public:
    AdjustedSource(CandidateSource& source, const Adjustments& adjustments)
        : source_(source), adjustments_(adjustments) {}

    const Project& project(const PackageName& name) override { return source_.project(name); }
    Result<SharedMetadata> metadata(const Candidate& candidate) override;
    std::vector<std::string> names() override { return source_.names(); }
    std::string description() override { return source_.description(); }

    // The names that somebody has asked for so far, of those that are overridden or excluded.
    const std::set<PackageName>& names_met() const { return names_met_; }

  private:
    CandidateSource& source_;
    const Adjustments& adjustments_;
    std::set<PackageName> names_met_;
};

}  // namespace pexpack
