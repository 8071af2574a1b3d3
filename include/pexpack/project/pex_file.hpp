// Telling a pex from other files.
#pragma once

#include <string>

namespace pexpack {

// Whether the regular file is a pex, of pexpack or of pex: a `#!` line, then an archive with a
// PEX-INFO. Reads only the first bytes of other files. Throws Error when it cannot be read.
bool is_pex(const std::string& path);

}  // namespace pexpack
