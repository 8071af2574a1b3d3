// What a wheel may call its files, and where an installer puts them.
#pragma once

#include <string>
#include <string_view>

#include "pexpack/archive/wheel_reader.hpp"

namespace pexpack {

// Throws Error (kBadInput) for a name that leaves the folder or that no file system takes, a link,
// a folder with content, a file where another entry needs a folder, an unknown `.data` folder, and
// two files for one place.
void check_names(const WheelReader& wheel);

// Where an installer puts the file: "scripts/tool", or below "site" for what is imported. Both
// purelib and platlib are the one site-packages of a virtual environment.
// Throws Error (kBadInput) for an unknown `.data` folder.
std::string installed_at(const WheelReader& wheel, std::string_view name);

}  // namespace pexpack
