// A Python and the machine below it, in the words that a start finds for itself
// (pexpack_targets.py): what a row of the table of targets is compared with.
#pragma once

#include <string>
#include <vector>

#include "pexpack/target/target.hpp"

namespace pexpack {

struct Machine {
    // "cpython3.11", "cpython3.13t" when it is free-threaded; several for a target that names no
    // implementation.
    std::vector<std::string> pythons;
    std::string platform;  // "linux-x86_64", "darwin-arm64"
    std::string libc;      // "glibc-2.17", "musl-1.2"; "" when the platform has none or names none
};

Machine machine_of(const Target& target);

// The words for this minor ("3.11", "3.13t") of the target's implementation.
std::vector<std::string> python_words(const Target& target, const std::string& minor);

// "CPython 3.11" of "cpython3.11".
std::string python_in_words(const std::string& word);

}  // namespace pexpack
