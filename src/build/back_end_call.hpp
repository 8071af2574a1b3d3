// The hooks of a back end, called in a process of their own (call_back_end.py).
#pragma once

#include <string>
#include <vector>

#include "pexpack/project/build_system.hpp"

namespace pexpack {

struct BackEndCall {
    std::string folder;       // of the sources
    std::string environment;  // the virtual environment (build_environment.hpp)
    std::string work;         // a folder of our own for what is left behind
    std::string output;       // where the wheel goes
    // Whether the back end may ask for more than it was given.
    bool may_ask = true;
};

struct BackEndAnswer {
    std::string wheel;                // its path; "" when there is none
    std::vector<std::string> wanted;  // what the back end needs besides, when it may ask
    std::string said;                 // when there is neither: why, as the back end said it
};

// Throws Error (kSystem) when it cannot be run, and Interrupted.
BackEndAnswer call_back_end(const BuildSystem& system, const BackEndCall& call);

}  // namespace pexpack
