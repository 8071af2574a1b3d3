#pragma once

#include <string>

#include "pexpack/spec/marker.hpp"
#include "pexpack/target/platforms.hpp"

namespace pexpack {

// The marker variables that a platform settles. What only a real machine knows (platform_release,
// platform_version) is absent. `implementation` is "cp", "pp" or "py", `full_version` is "3.6.15".
MarkerEnvironment abstract_markers(const PlatformTag& platform, const std::string& implementation,
                                   const std::string& full_version);

// "3.6.15" -> "3.6".
std::string minor_version(const std::string& full_version);

// Sets the variables that hold the Python version; implementation_version only for CPython, where
// it is the same.
void set_python_version(MarkerEnvironment& markers, const std::string& full_version,
                        bool is_cpython);

}  // namespace pexpack
