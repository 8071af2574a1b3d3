// The resolver's answer checked by code that knows nothing of how it was found.
#pragma once

#include <string>
#include <vector>

#include "pexpack/resolver/resolution.hpp"

namespace pexpack {

// What is wrong with the pins as an answer to the request on `target`: a requirement, constraint,
// Requires-Python or tag that does not hold, a dependency that is missing, a pin that nothing
// needs. Empty: a sound answer. Also says whether another target could run pins that were found for
// one.
std::vector<std::string> verify_resolution(const std::vector<Pin>& pins,
                                           const ResolutionRequest& request, const Target& target);

}  // namespace pexpack
