// `--interpreter-constraint`: which Pythons may run the file.
#pragma once

#include <string>
#include <vector>

#include "pexpack/target/target.hpp"

namespace pexpack {

// Those of `minors` ("3.11") of which a constraint ("CPython>=3.9,<3.12") admits a release; all
// when there is no constraint. Throws Error (kUsage) for one that cannot be read, and when none is
// left or `targets` have one that no constraint admits.
std::vector<std::string> admitted_minors(const std::vector<std::string>& minors,
                                         const std::vector<std::string>& constraints,
                                         const std::vector<const Target*>& targets);

}  // namespace pexpack
