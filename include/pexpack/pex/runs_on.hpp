// Which machines can run the pins that were found for one target.
#pragma once

#include <string>
#include <vector>

#include "pexpack/resolver/resolution.hpp"
#include "pexpack/target/target.hpp"

namespace pexpack {

struct RunsOn {
    // "3.11", "3.12", "3.13t": the target's minor first, then newer, then older ones; then those
    // that differ from the target in having a global interpreter lock or none.
    std::vector<std::string> pythons;
    // "linux-x86_64" when a wheel is bound to it, "darwin" when it is bound to any Mac, else "".
    std::string platform;
    // "glibc-2.28", "musl-1.2": the highest that a wheel is made for, else "".
    std::string libc;
};

// Asks for each known minor of CPython whether the very same pins would be a sound resolution
// there.
RunsOn runs_on(const std::vector<Pin>& pins, const ResolutionRequest& request,
               const Target& target);

}  // namespace pexpack
