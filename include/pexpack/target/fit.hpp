// Why a wheel fits a target or does not (PEP 425), in words.
#pragma once

#include <string>

#include "pexpack/spec/wheel_filename.hpp"
#include "pexpack/target/target.hpp"

namespace pexpack {

// Which part of the nearest tag of the wheel the target does not accept.
struct Fit {
    bool fits = false;
    bool python_differs = false;
    bool abi_differs = false;
    bool platform_differs = false;
    // "is for CPython 3.7 (cp37), the target is CPython 3.6; cp36-cp36m-win32 would fit" or, when
    // it fits, "". A wheel for another operating system is called just that.
    std::string sentence;
};

Fit explain_fit(const WheelFilename& wheel, const Target& target);

// "Python cp36 (or py3), ABI cp36m, abi3 or none, platform manylinux2014_x86_64, … or any": what
// the target accepts, short.
std::string accepted_summary(const Target& target);

}  // namespace pexpack
