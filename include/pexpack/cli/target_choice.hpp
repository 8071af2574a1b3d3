// Which target the command line means.
#pragma once

#include <string>
#include <vector>

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
    std::string python;  // the one that was asked what it is; "" for what was only described
};

// The one that is named, else the python3 on PATH. Throws Error: kUsage when there is neither, and
// what reading or probing it throws.
TargetChoice choose_target(const TargetOptions& options);

// Several at once, in this order.
struct TargetsOptions {
    std::vector<std::string> platforms;           // --platform
    std::vector<std::string> complete_platforms;  // --complete-platform
    std::vector<std::string> pythons;             // --python
};

// Each that is named, once; else the python3 on PATH. Throws as choose_target.
std::vector<TargetChoice> choose_targets(const TargetsOptions& options);

}  // namespace pexpack
