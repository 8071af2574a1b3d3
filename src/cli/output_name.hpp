// `{platform}` in `-o`.
#pragma once

#include <string>
#include <vector>

#include "pexpack/cli/target_choice.hpp"
#include "pexpack/resolver/resolution.hpp"

namespace pexpack {

// Whether the name is known only once the wheels are.
bool names_platform(const std::string& output);

// The first `{word}` that stands for nothing and stays, as it is written; "" for none.
std::string unknown_placeholder(const std::string& output);

// The name with each `{platform}` replaced by what the wheels are for. `resolutions` are for the
// targets, in their order.
std::string output_name(std::string output, const std::vector<TargetChoice>& targets,
                        const std::vector<Resolution>& resolutions);

}  // namespace pexpack
