// `--interpreter-constraint`: which Pythons may run the file.
#pragma once

#include <string>
#include <vector>

#include "pexpack/target/target.hpp"

namespace pexpack {

// Those of `minors` ("3.11", "3.13t") of which a constraint ("CPython>=3.9,<3.12") admits a
// release; all when there is no constraint. Throws Error (kUsage) for one that cannot be read, and
// when none admits the target, whose minor is among them.
std::vector<std::string> admitted_minors(const std::vector<std::string>& minors,
                                         const std::vector<std::string>& constraints,
                                         const Target& target);

}  // namespace pexpack
