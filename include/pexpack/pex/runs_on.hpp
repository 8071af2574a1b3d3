// Which machines can run the pins that were found for one target.
#pragma once

#include <string>
#include <vector>

#include "pexpack/resolver/resolution.hpp"
#include "pexpack/target/target.hpp"

namespace pexpack {

struct RunsOn {
    std::vector<std::string>
        pythons;           // "3.11", "3.12": the target's minor first, then newer, then older ones
    std::string platform;  // "linux-x86_64" when a wheel is bound to it, else ""
    std::string libc;      // "glibc-2.28": the highest that a wheel is made for, else ""
};

// Asks for each known minor of CPython whether the very same pins would be a sound resolution
// there.
RunsOn runs_on(const std::vector<Pin>& pins, const ResolutionRequest& request,
               const Target& target);

}  // namespace pexpack
