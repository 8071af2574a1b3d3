// Which versions of a list a set of specifiers leaves to choose from (PEP 440 "Handling of
// pre-releases").
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pexpack/spec/specifier.hpp"

namespace pexpack {

enum class PrereleasePolicy {
    kFinalsFirst,  // pre-releases count when a specifier opts in or nothing else is left
    kAllowed,
    kExcluded,
};

// The indexes of those texts that the set admits, in order. What is no version is admitted by `===`
// and by the empty set alone.
std::vector<std::size_t> admitted_versions(const SpecifierSet& specifiers,
                                           const std::vector<std::string>& versions,
                                           PrereleasePolicy policy);

}  // namespace pexpack
