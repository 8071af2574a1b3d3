// What a wheel must be before it is packed (PEP 427, the wheel specification): checked from its
// directory and its *.dist-info files; the payload itself is hashed and copied, not inflated.
#pragma once

#include "pexpack/archive/wheel_reader.hpp"

namespace pexpack {

// Throws Error (kBadInput) naming wheel and entry: a name that leaves the folder (absolute, `..`,
// backslash, drive letter), control characters, a symbolic link, a local header that contradicts
// the directory, WHEEL or RECORD missing or unreadable, a Wheel-Version above 1.x, a file that
// RECORD does not list or lists but is not there.
void check_wheel(const WheelReader& wheel);

}  // namespace pexpack
