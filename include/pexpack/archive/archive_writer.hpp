// From a finished list of entries to the bytes of the pex: an executable prefix, then a zip, or
// two.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "pexpack/support/file.hpp"

namespace pexpack {

// A file that is copied into the archive as it is. The stamp is the one it had when its hash was
// taken: a file that has changed since is an error, never a mixture of both.
struct CopiedFile {
    std::string path;
    FileStamp stamp;
};

struct ArchiveEntry {
    std::string name;
    std::variant<std::string, CopiedFile> content;  // bytes, or a file to copy
    bool compressed = false;                        // deflated; otherwise stored
    bool executable = false;                        // mode 0755 instead of 0644
    bool starts = false;                            // Python reads it before any code of ours runs
};

// Python before 3.13 starts from no archive of 4 GiB or of 65,535 entries, but whatever
// stands before an archive does not matter to it. The numbers are those in PEX-INFO.
enum class ArchiveLayout {
    kOne = 1,  // all entries in one archive, which every tool for zip files can list
    kTwo =
        2,  // a small archive with the entries that start it at the end, the others in one before
};

// The first layout that holds the entries, by their sizes before compression.
ArchiveLayout layout_for(const std::vector<ArchiveEntry>& entries);

struct ArchiveContent {
    std::string prefix;  // the sh header or a shebang line
    std::vector<ArchiveEntry> entries;
    // Seconds since 1970 UTC that every entry carries; DOS time cannot go below 1980-01-01 and
    // above 2107-12-31 and is cut to that.
    std::int64_t timestamp = 0;
    ArchiveLayout layout = ArchiveLayout::kOne;
};

// Writes the archive to `path`, whole or not at all (see AtomicFile), executable for whoever may
// read it under the umask. The same content gives the same bytes: entries are sorted by name.
// `confirm` is called with the size of the file in bytes when it is in its place; what it throws
// brings back what was there before. Throws Error: kSystem when it cannot be written, kBadInput
// when a copied file has changed or two entries have one name. Returns the size of the file in
// bytes.
std::uint64_t write_archive(const ArchiveContent& content, const std::string& path,
                            const std::function<void(std::uint64_t)>& confirm = {});

}  // namespace pexpack
