// From resolutions to what goes into the file.
#pragma once

#include <vector>

#include "pexpack/cli/inputs.hpp"
#include "pexpack/cli/json_output.hpp"
#include "pexpack/cli/messages.hpp"
#include "pexpack/cli/target_choice.hpp"
#include "pexpack/pex/build_plan.hpp"

namespace pexpack {

// The plan but for the sources. `results` are for the targets, in their order.
// Throws Error: kUsage when no interpreter constraint admits a target, kBadInput for a console
// script that no wheel has, or when two targets need different wheels of one name.
BuildPlan make_plan(const BuildOptions& options, const Inputs& inputs,
                    const std::vector<TargetChoice>& targets,
                    const std::vector<TargetResult>& results, Messages& messages);

}  // namespace pexpack
