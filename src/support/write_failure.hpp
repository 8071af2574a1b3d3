// Why something cannot be written, and what to do about it.
#pragma once

#include <cstdint>
#include <string>

#include "pexpack/support/error.hpp"

namespace pexpack {

struct FailedFile {
    std::string path;          // as messages name it
    std::string folder;        // where its bytes go
    int fd = -1;               // what it holds already will be free again
    std::uint64_t needed = 0;  // bytes at most; 0 when that is not known
};

// From the current errno, with a hint where the disk is full, a limit was met, or nothing may be
// written there.
Error write_failure(const FailedFile& file);

}  // namespace pexpack
