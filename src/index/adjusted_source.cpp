#include "pexpack/index/adjusted_source.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pexpack {

namespace {

std::optional<Marker> both(const std::optional<Marker>& a, const std::optional<Marker>& b) {
    if (!a) return b;
    if (!b) return a;
    return Marker::parse(fmt::format("({}) and ({})", a->to_string(), b->to_string())).value();
}

Requirement replaced(const Requirement& asked, Requirement instead) {
    instead.marker = both(asked.marker, instead.marker);
    for (const std::string& extra : asked.extras) {
        if (std::ranges::find(instead.extras, extra) == instead.extras.end())
            instead.extras.push_back(extra);
    }
    return instead;
}

}  // namespace

std::optional<Requirement> adjusted(const Requirement& requirement,
                                    const Adjustments& adjustments) {
    const auto found = adjustments.overrides.find(requirement.name);
    Requirement result =
        found == adjustments.overrides.end() ? requirement : replaced(requirement, found->second);
    if (adjustments.excluded.contains(result.name)) return std::nullopt;
    return result;
}

Result<SharedMetadata> AdjustedSource::metadata(const Candidate& candidate) {
    Result<SharedMetadata> result = source_.metadata(candidate);
    const bool changes_nothing =
        adjustments_.overrides.empty() && adjustments_.excluded.empty() && adjustments_.transitive;
    if (!result || changes_nothing) return result;
    Metadata metadata = **result;
    std::vector<SharedRequirement> requires_dist;
    for (const SharedRequirement& shared : metadata.requires_dist) {
        const Requirement& requirement = *shared;
        // A package may ask for extras of its own: that is no dependency on another.
        const bool is_own = requirement.name == metadata.name;
        if (!adjustments_.transitive && !is_own) continue;
        const PackageName& name = requirement.name;
        const bool is_met =
            adjustments_.overrides.contains(name) || adjustments_.excluded.contains(name);
        if (is_met) names_met_.insert(name);
        if (is_own || !is_met) {
            requires_dist.push_back(shared);
        } else if (auto kept = adjusted(requirement, adjustments_)) {
            requires_dist.push_back(std::make_shared<const Requirement>(std::move(*kept)));
        }
    }
    metadata.requires_dist = std::move(requires_dist);
    return std::make_shared<const Metadata>(std::move(metadata));
}

}  // namespace pexpack
