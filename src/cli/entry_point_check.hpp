// Whether what the pex is to run is in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pexpack/pex/build_plan.hpp"

namespace pexpack {

// What to say when neither the code nor the wheels have the module of `entry_point`
// (MODULE[:FUNCTION]), with a near name if there is one. The standard library is not known here: a
// warning is all that this is good for. Throws Error as WheelReader.
std::optional<std::string> missing_module(const std::string& entry_point,
                                          const std::vector<SourceFile>& code,
                                          const std::vector<PackedWheel>& wheels);

}  // namespace pexpack
