// What a Python has installed, for building without an isolated environment.
#pragma once

#include <string>
#include <vector>

#include "pexpack/spec/marker.hpp"

namespace pexpack {

// Which of the requirements (PEP 508 texts) the Python at `python` does not meet, as written. Those
// whose marker does not hold for `markers`, its own, are met. What cannot be read, or asked because
// it has no pip, counts as missing. Throws Error (kSystem) when it cannot be run.
std::vector<std::string> missing_requirements(const std::string& python,
                                              const MarkerEnvironment& markers,
                                              const std::vector<std::string>& requirements);

}  // namespace pexpack
