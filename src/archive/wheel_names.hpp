// What a wheel may call its files, and where an installer puts them.
#pragma once

#include "pexpack/archive/wheel_reader.hpp"

namespace pexpack {

// Throws Error (kBadInput) for a name that leaves the folder or that no file system takes, a link,
// a folder with content, a file where another entry needs a folder, an unknown `.data` folder, and
// two files for one place.
void check_names(const WheelReader& wheel);

}  // namespace pexpack
