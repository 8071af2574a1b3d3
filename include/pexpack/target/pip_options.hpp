// How pip is told about a target.
#pragma once

#include <string>

#include "pexpack/target/target.hpp"

namespace pexpack {

// "--only-binary :all: --implementation cp --python-version 3.6.15 --abi cp36m --platform …": with
// these `pip download` takes the wheels that the target accepts. Of the names that a platform has
// pip adds a few; the others all stand there.
std::string pip_options(const Target& target);

}  // namespace pexpack
