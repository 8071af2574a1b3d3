// `pexpack …`: from options to a pex.
#pragma once

#include <iosfwd>

#include "pexpack/cli/messages.hpp"
#include "pexpack/cli/options.hpp"

namespace pexpack {

// Builds what the options ask for; data for `out`, words for `messages`. Throws Error when it
// cannot, and then the output file is as it was before.
void run_build_command(const BuildOptions& options, std::ostream& out, Messages& messages);

}  // namespace pexpack
