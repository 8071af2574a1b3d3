// Files that are believed, because nobody else can have written them: what the cache folder holds.
#pragma once

#include <cstdint>
#include <string>

#include "pexpack/support/file.hpp"

namespace pexpack {

// A regular file that belongs to this process's user and that nobody else may write to, opened with
// the flags of open(2) (O_CREAT makes it with mode 0600). Closed when there is none, or one that
// is not so, or a link: whatever the reason, it is no error.
FileDescriptor open_ours(const std::string& path, int flags);

// At most the first `limit` bytes of such a file; "" when there is none.
std::string read_ours(const std::string& path, std::uint64_t limit);

}  // namespace pexpack
