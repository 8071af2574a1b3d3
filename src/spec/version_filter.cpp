#include "pexpack/spec/version_filter.hpp"

#include <algorithm>

namespace pexpack {

namespace {

struct Admitted {
    std::size_t index;
    bool is_version;
    bool is_prerelease;
};

}  // namespace

std::vector<std::size_t> admitted_versions(const SpecifierSet& specifiers,
                                           const std::vector<std::string>& versions,
                                           PrereleasePolicy policy) {
    std::vector<Admitted> admitted;
    bool has_final = false;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        if (!specifiers.contains_text(versions[i])) continue;
        const auto version = Version::parse(versions[i]);
        admitted.push_back({i, version.has_value(), version && version->is_prerelease()});
        has_final = has_final || (version && !version->is_prerelease());
    }
    const bool opted_in = specifiers.opts_in_to_prereleases();
    const bool drops_prereleases =
        policy == PrereleasePolicy::kExcluded ||
        (policy == PrereleasePolicy::kFinalsFirst && has_final && !opted_in);
    std::vector<std::size_t> indexes;
    for (const Admitted& each : admitted) {
        if (!(drops_prereleases && each.is_prerelease)) indexes.push_back(each.index);
    }
    return indexes;
}

}  // namespace pexpack
