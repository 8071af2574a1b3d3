// One set of requirements resolved for several targets.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "pexpack/resolver/resolution.hpp"

namespace pexpack {

struct TargetAndSource {
    const Target* target = nullptr;
    CandidateSource* source = nullptr;  // the candidates that fit it
};

struct ConflictOnTarget {
    Conflict conflict;
    std::size_t target = 0;  // its place in the list
};

// A resolution for each target, in their order. Where the newest versions differ, older ones that
// all targets can have are looked for: a package has one version everywhere unless no such answer
// was found. What `resolve` throws; the first target without an answer gives the conflict.
std::variant<std::vector<Resolution>, ConflictOnTarget> resolve_for_all(
    const ResolutionRequest& request, const std::vector<TargetAndSource>& targets);

// A package that is needed on several targets and has not the same version on all of them.
struct Difference {
    PackageName name;
    std::vector<std::string> versions;  // for each target; "" where it is not needed
};
std::vector<Difference> differences(const std::vector<Resolution>& resolutions);

}  // namespace pexpack
