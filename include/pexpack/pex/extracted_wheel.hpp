// Wheels taken out of a pex again.
#pragma once

#include <string>
#include <vector>

#include "pexpack/pex/pex_contents.hpp"

namespace pexpack {

// Writes the wheel to `path`: the very bytes that went in, or, where an installer has unpacked it,
// a wheel of the same files. Throws Error (kBadInput) when the bytes do not have the SHA-256 that
// PEX-INFO gives, or a file not the hash that RECORD gives; kSystem when it cannot be written.
void extract_wheel(const OpenedPex& pex, const PexWheel& wheel, const std::string& path);

// All of them, in parallel, into the folder, under their names. Gives their paths in the order of
// `contents.wheels`; throws as extract_wheel().
std::vector<std::string> extract_wheels(const OpenedPex& pex, const PexContents& contents,
                                        const std::string& folder);

}  // namespace pexpack
