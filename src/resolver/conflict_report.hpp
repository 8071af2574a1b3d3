// From a failed search to two or three lines that a person can act on.
#pragma once

#include "pexpack/resolver/resolution.hpp"

namespace pexpack {

// The request is known to have no answer. Reduces it to a core of which every part is needed for
// the failure, and describes that.
Conflict explain_conflict(const ResolutionRequest& request, const Target& target,
                          CandidateSource& source);

}  // namespace pexpack
