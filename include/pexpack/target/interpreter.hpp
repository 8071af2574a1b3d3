// A Python found on this machine and what it says about itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pexpack/target/target.hpp"

namespace pexpack {

struct Interpreter {
    std::string path;    // as found: "/usr/bin/python3"
    std::string binary;  // sys.executable with links resolved
    Target target;
};

// Runs `executable` (a path, or a name looked up on PATH) with a short program and reads what it
// prints. The answer is kept in the cache folder (cache_folder.hpp), and the Python not run again
// before it or what is around it changes; a program that only leads to a Python, as the shims of
// version managers do, is run each time. Throws Error (kSystem) when it cannot be run, (kBadInput)
// when it is no Python 3.6 or later.
Interpreter probe_interpreter(const std::string& executable);

// The first `python3` on PATH, or nothing.
std::optional<std::string> find_python_on_path();

}  // namespace pexpack
