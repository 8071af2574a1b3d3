// A source distribution's archive: `.tar.gz` (PEP 625, PEP 721) or, as older ones, `.zip`.
#pragma once

#include <optional>
#include <string>

namespace pexpack {

// Unpacks the sdist into the folder, which is empty and our own, and returns the path of the one
// folder that everything in it lies in. Files get the mode 0644 or 0755. Throws Error: kSystem when
// it cannot be written, kBadInput for
// - an archive that is damaged, or whose files do not lie in one folder;
// - a name that leaves the folder, one that no file system takes, two entries of one name;
// - a link that leads out of the folder, a device, pipe or socket;
// - more entries or bytes than any project has, and a size out of all proportion.
std::string unpack_sdist(const std::string& path, const std::string& folder);

// The bytes of the PKG-INFO at the top, or nothing when there is none. Throws Error (kBadInput) as
// above for what stands in front of it in the archive, and for one that is too large.
std::optional<std::string> sdist_metadata_text(const std::string& path);

}  // namespace pexpack
