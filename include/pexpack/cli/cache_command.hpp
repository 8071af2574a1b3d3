// `pexpack cache info|prune`: what started applications have laid out on this machine.
#pragma once

#include <iosfwd>

#include "pexpack/cli/messages.hpp"

namespace pexpack {

// argv[0] is the command. Prints to `out` and gives the exit code. Throws Error: kUsage, and
// kSystem when something that should go cannot be removed.
int run_cache_command(int argc, const char* const* argv, std::ostream& out, Messages& messages);

}  // namespace pexpack
