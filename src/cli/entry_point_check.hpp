// Whether what the pex is to run is in it. Nothing is imported: files are looked for and read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pexpack/cli/options.hpp"
#include "pexpack/project/source_tree.hpp"
#include "pexpack/resolver/resolution.hpp"

namespace pexpack {

// Throws Error (kBadInput) with near names when neither the code nor the pins' wheels nor Python
// have the module of `--entry-point` or `--script`, when it does not define what is to be called,
// or when it is to be run and is a package without `__main__`. Packages that were left out on
// purpose may have it: then what is wrong is returned, for a warning.
std::optional<std::string> check_entry_point(const BuildOptions& options,
                                             const std::vector<SourceFile>& code,
                                             const std::vector<Pin>& pins);

}  // namespace pexpack
