// The virtual environment that a build runs in.
#pragma once

#include <string>

#include "build_supplies.hpp"
#include "pexpack/archive/checked_wheels.hpp"

namespace pexpack {

// Makes `folder` (absolute, not there yet) a virtual environment of the Python with the supplies,
// all of whose pins are wheels. Throws Error: kBadInput for an unsound wheel, kSystem.
void make_build_environment(const std::string& folder, const BuildSupplies& supplies,
                            const Interpreter& python, CheckedWheels& checked);

}  // namespace pexpack
