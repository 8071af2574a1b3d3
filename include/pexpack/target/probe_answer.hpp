// What a Python says about itself when it is probed.
#pragma once

#include <string>

#include "pexpack/target/target.hpp"

namespace pexpack {

struct ProbeAnswer {
    std::string executable;  // sys.executable
    Target target;
};

// Reads the JSON that probe.py prints. `path` is what messages call the Python. Throws Error
// (kBadInput) when it is no such answer or the Python is older than 3.6.
ProbeAnswer read_probe_answer(const std::string& json, const std::string& path);

}  // namespace pexpack
