// `--explain` and `pexpack why`.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "pexpack/cli/json_output.hpp"
#include "pexpack/cli/options.hpp"
#include "pexpack/cli/target_choice.hpp"
#include "pexpack/resolver/explanation.hpp"

namespace pexpack {

// For one target.
using Explanations = std::vector<Explanation>;

// Prints what the options ask for: all of it, or the one package; of a package that is not in, that
// nothing needs it.
void print_explanations(const BuildOptions& options, const std::vector<Explanations>& explanations,
                        const std::vector<TargetChoice>& targets, std::ostream& out);

// Adds the explanations to the results, and leaves of these only the package that `pexpack why`
// names.
void add_explanations(const BuildOptions& options, const std::vector<Explanations>& explanations,
                      std::vector<TargetResult>& results);

}  // namespace pexpack
