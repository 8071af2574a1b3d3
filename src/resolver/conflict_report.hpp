// From a failed search to two or three lines that a person can act on.
#pragma once

#include "pexpack/resolver/resolution.hpp"
#include "solver.hpp"

namespace pexpack {

// `failed` has found that its problem has no answer. Reduces the request to a core of which every
// line is needed for the failure, and describes that.
Conflict explain_conflict(const Solver& failed, const Problem& problem);

}  // namespace pexpack
