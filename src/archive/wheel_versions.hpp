// Of which versions of the formats a wheel is.
#pragma once

#include <string>
#include <vector>

#include "pexpack/archive/wheel_reader.hpp"

namespace pexpack {

// Throws Error (kBadInput) when WHEEL is missing or unreadable, when a major version is not known,
// or when METADATA or WHEEL give one fact in two ways. Gives a warning for each minor version that
// is newer than what is known (PEP 427, "Core metadata specifications").
std::vector<std::string> check_versions(const WheelReader& wheel);

}  // namespace pexpack
