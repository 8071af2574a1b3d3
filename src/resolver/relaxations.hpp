// What would make a request resolvable: changes that were tried and work.
#pragma once

#include <string>

#include "conflict_core.hpp"

namespace pexpack {

// "it can be resolved without r.txt:1 (gives x 3), or with `--pre`"; "" when nothing
// that was tried works. Tried are: leaving out a line of the core or an extra of it, pre-releases,
// and, where a version needs another Python, the CPythons nearest to the target's.
std::string tried_relaxations(const ConflictCore& core, const ResolutionRequest& request,
                              const PackageName& focus, const Target& target,
                              CandidateSource& source);

}  // namespace pexpack
