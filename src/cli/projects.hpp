// Folders with project metadata, made into wheels before anything is resolved.
#pragma once

#include "pexpack/cli/inputs.hpp"
#include "pexpack/cli/messages.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "wheel_builders.hpp"

namespace pexpack {

// Builds each of inputs.projects into the folder and adds the wheel to inputs.direct_files and a
// requirement for it to inputs.request. Throws Error: kSystem when there is no Python to build
// with, kBadInput when a project cannot be built.
void build_projects(WheelBuilders& builders, const TemporaryFolder& folder, Inputs& inputs,
                    Messages& messages);

}  // namespace pexpack
