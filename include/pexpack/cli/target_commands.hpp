// `pexpack target …` and `pexpack tags …`: what a target means, and which wheels fit it.
#pragma once

#include <iosfwd>

namespace pexpack {

// Describes a target; with --json as a complete-platform file that pex reads too.
// Throws Error: kUsage, and what reading or probing the target throws.
void run_target_command(int argc, const char* const* argv, std::ostream& out);

// One sentence for each wheel. Gives the exit code: 0 when all of them fit, 4 when one does not.
int run_tags_command(int argc, const char* const* argv, std::ostream& out);

}  // namespace pexpack
