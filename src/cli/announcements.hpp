// What the command decided, in words.
#pragma once

#include <set>
#include <vector>

#include "pexpack/cli/inputs.hpp"
#include "pexpack/cli/messages.hpp"
#include "pexpack/cli/target_choice.hpp"
#include "pexpack/resolver/several_targets.hpp"

namespace pexpack {

void announce_targets(const std::vector<TargetChoice>& choices, Messages& messages);
void announce_wheelhouses(const WheelhouseChoice& choice, const Wheelhouse& wheelhouse,
                          Messages& messages);
// One for each target, in their order.
void announce_resolutions(const std::vector<Resolution>& resolutions,
                          const std::vector<TargetChoice>& targets, const Inputs& inputs,
                          Messages& messages);

// About what was asked for and has no effect here.
void warn_of_unused_options(const Inputs& inputs, Messages& messages);
// About overrides and exclusions whose names are neither among `met` nor asked for by the user:
// most likely they are misspelt.
void warn_of_unmet_adjustments(const Inputs& inputs, std::set<PackageName> met, Messages& messages);

}  // namespace pexpack
