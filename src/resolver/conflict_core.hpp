// The part of a request that is enough for it to fail, and the facts behind that.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pexpack/resolver/resolution.hpp"
#include "solver.hpp"

namespace pexpack {

// Somebody's demand on a package.
struct Demand {
    enum class Kind { kRequirement, kConstraint, kDependency };
    Kind kind = Kind::kRequirement;
    Requirement requirement;
    SourceLocation where;             // of a requirement or constraint
    std::vector<std::string> places;  // the same, with the lines that include it
    std::string dependent;            // of a dependency: "pandas", "uvicorn[standard]"
    std::optional<PackageName> dependent_name;
    std::vector<Version> versions;  // of the dependent that make this demand, oldest first
};

// A version that its own metadata rule out.
struct RuledOut {
    PackageName name;
    Version version;
    std::string filename;  // "" when it is not what this file says that rules it out
    std::string reason;
    bool is_unsound = false;  // its METADATA cannot be used at all
    bool needs_another_python = false;
    bool is_prerelease = false;  // and that is the reason
};

struct ConflictCore {
    ResolutionRequest request;  // leaving out any one line would make the core resolvable
    std::vector<Demand> demands;
    std::vector<RuledOut> ruled_out;
};

using Answer = std::map<PackageName, WheelFilename>;

// The wheels of an answer, or nothing when there is none. Throws what `resolve` throws.
std::optional<Answer> answer_to(const ResolutionRequest& request, const Target& target,
                                CandidateSource& source);

// `failed` has found that its problem has no answer.
ConflictCore find_conflict_core(const Solver& failed, const Problem& problem);

}  // namespace pexpack
