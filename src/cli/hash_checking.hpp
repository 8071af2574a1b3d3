// pip's hash-checking mode: what is packed has a hash, and every requirement names one version.
#pragma once

#include <vector>

#include "pexpack/cli/inputs.hpp"
#include "pexpack/index/allowed_hashes.hpp"

namespace pexpack {

// Only the lines that may hold on the target need a hash. Without the mode these do nothing; they
// throw Error (kBadInput).
void refuse_lines_without_hash(const Inputs& inputs, const Target& target,
                               const AllowedHashes& hashes);
void refuse_pins_without_hash(const Inputs& inputs, const std::vector<Pin>& pins,
                              const AllowedHashes& hashes);

}  // namespace pexpack
