// What a wheel must be before it is packed (PEP 427, the wheel specification).
#pragma once

#include <string>
#include <vector>

#include "pexpack/archive/wheel_reader.hpp"

namespace pexpack {

// Throws Error (kBadInput) naming wheel and entry:
// - a name that leaves the folder (absolute, `..`, backslash, drive letter) or that no file system
//   takes, a symbolic link or special file, two files for one place, an unknown `.data` folder;
// - a local header that contradicts the directory, bytes that belong to no entry, a size out of all
//   proportion;
// - WHEEL or RECORD missing or unreadable, a Wheel-Version above 1.x, a Metadata-Version above 2.x,
//   two values for what can have one, a file that RECORD does not list or lists but is not there;
// - content that does not inflate, or whose checksum or RECORD hash is wrong;
// - an entry_points.txt that cannot be read, a script whose name is no plain file name or that
//   leads to no function.
// Gives what people should know of a wheel that is sound.
std::vector<std::string> check_wheel(const WheelReader& wheel);

// What check_wheel() gave when these very bytes passed it, without doing that work again.
std::vector<std::string> warnings_of_checked(const WheelReader& wheel);

}  // namespace pexpack
