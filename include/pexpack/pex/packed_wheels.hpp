// The chosen wheels, checked and hashed: from here on only these very bytes are packed.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "pexpack/archive/checked_wheels.hpp"
#include "pexpack/pex/build_plan.hpp"
#include "pexpack/resolver/resolution.hpp"

namespace pexpack {

struct CheckedPins {
    std::map<std::string, PackedWheel> wheels;  // the files of all the pins, each once, by path
    std::set<std::string> warnings;             // what people should know of them
};

// A wheel whose digest is not among `checked` is inflated and compared with its RECORD (see
// check_wheel); then the digest is added.
// Throws Error (kBadInput) naming a wheel that is not sound, or two of one target that cannot be
// installed together, or one that cannot be beside the code.
CheckedPins check_wheels(const std::vector<Resolution>& resolutions,
                         const std::vector<SourceFile>& code, CheckedWheels& checked);

// The files by path, without a check.
std::map<std::string, PackedWheel> hash_wheels(const std::vector<Resolution>& resolutions);

}  // namespace pexpack
