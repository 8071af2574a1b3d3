// The entries of an sdist's archive, whichever of the two formats it has.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "pexpack/support/error.hpp"

namespace pexpack {

struct SdistEntry {
    enum class Kind { kFile, kFolder, kSymlink, kHardLink, kSpecial };
    std::string name;  // as stored
    Kind kind = Kind::kFile;
    std::string link_target;  // as stored; of a hard link a name in the archive
    std::uint64_t size = 0;
    bool executable = false;
    std::int64_t modified = 0;  // seconds since 1970, 0: unknown
};

// Hands the bytes of an entry over in pieces.
using ReadSdistEntry = std::function<void(const std::function<void(std::span<const std::byte>)>&)>;

// Calls `take` for each entry in the order of the archive until it answers false. `read` gives the
// content of that entry, once and at once. Throws Error (kBadInput) when the archive is damaged.
void for_each_sdist_entry(
    const std::string& path,
    const std::function<bool(const SdistEntry& entry, const ReadSdistEntry& read)>& take);

// An Error of kind kBadInput: "`PATH` is not a sound sdist: …".
Error bad_sdist(const std::string& path, std::string_view what);

}  // namespace pexpack
