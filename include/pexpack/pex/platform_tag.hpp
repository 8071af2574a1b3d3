// What `{platform}` in the name of a file stands for, as in pex.
#pragma once

#include <string>
#include <vector>

#include "pexpack/spec/wheel_filename.hpp"
#include "pexpack/target/target.hpp"

namespace pexpack {

// The wheels that a file has for a target, all of which fit it.
struct WheelsOfTarget {
    const Target* target = nullptr;
    std::vector<WheelFilename> wheels;
};

// "cp311-cp311-manylinux2014_x86_64": what the most particular wheel is for, on the least platform
// that will do for all of them; "py3-none-any" without wheels. Where targets differ a part has all
// of theirs, sorted and with dots between them (PEP 425, "Compressed Tag Sets").
std::string platform_tag(const std::vector<WheelsOfTarget>& targets);

}  // namespace pexpack
