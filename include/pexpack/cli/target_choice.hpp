// Which target the command line means.
#pragma once

#include <string>

#include "pexpack/target/target.hpp"

namespace pexpack {

// At most one of them is set.
struct TargetOptions {
    std::string platform;           // --platform
    std::string complete_platform;  // --complete-platform
    std::string python;             // --python
};

struct TargetChoice {
    Target target;
    std::string reason;  // "named with --platform", "the python3 on PATH"
};

// The one that is named, else the python3 on PATH. Throws Error: kUsage when there is neither, and
// what reading or probing it throws.
TargetChoice choose_target(const TargetOptions& options);

}  // namespace pexpack
