// The application's own code: which files go in, and what the user should know about that.
#pragma once

#include <vector>

#include "pexpack/cli/inputs.hpp"
#include "pexpack/cli/messages.hpp"
#include "pexpack/project/source_tree.hpp"

namespace pexpack {

// The files of all folders of sources but for the output, the wheelhouses and our cache. What was
// left out and might be missed is said. Throws Error as collect_sources().
std::vector<SourceFile> collect_code(const BuildOptions& options, const Inputs& inputs,
                                     const WheelhouseChoice& wheelhouses, Messages& messages);

// Says what a dry run would pack of them.
void announce_code(const Inputs& inputs, const std::vector<SourceFile>& code, Messages& messages);

}  // namespace pexpack
