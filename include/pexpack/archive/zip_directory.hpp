// The table of contents of a zip file, read strictly (APPNOTE.TXT 4.3): what two readers could
// understand in two ways is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "pexpack/support/file.hpp"

namespace pexpack {

enum class ZipMethod : std::uint16_t { kStored = 0, kDeflated = 8 };

struct ZipEntry {
    std::string name;  // as stored; a folder's ends in `/`
    ZipMethod method = ZipMethod::kStored;
    std::uint32_t crc32 = 0;
    std::uint64_t compressed_size = 0;
    std::uint64_t size = 0;                 // uncompressed
    std::uint64_t local_header_offset = 0;  // from the start of the file
    std::uint32_t unix_mode = 0;            // 0 for most that were not made on Unix
    std::uint16_t flags = 0;                // APPNOTE 4.4.4

    bool is_directory() const { return name.ends_with('/'); }
    bool is_symlink() const;
    bool is_special() const;  // a device, pipe or socket
};

// Whether something may stand in front of the first entry: the header of a pex.
enum class ZipPrefix { kNone, kAllowed };

class ZipDirectory {
  public:
    // Throws Error (kBadInput) naming the file: no zip, cut short, encrypted, several parts, an
    // unknown compression method, two entries of one name, data before the first (unless allowed)
    // or behind the last record, entries that overlap, extra fields that are damaged or give
    // another name, end records, names or attributes that contradict each other.
    static ZipDirectory read(const ReadableFile& file, ZipPrefix prefix = ZipPrefix::kNone);
    // The same for an archive that ends before the file does, at the byte `end`.
    static ZipDirectory read(const ReadableFile& file, ZipPrefix prefix, std::uint64_t end);
    // Whether something ends at the byte `end` that read() would take for an archive's end.
    static bool may_end_at(const ReadableFile& file, std::uint64_t end);

    ZipDirectory(ZipDirectory&&) = default;  // a copy would look names up in the original
    ZipDirectory& operator=(ZipDirectory&&) = default;

    const std::vector<ZipEntry>& entries() const { return entries_; }
    const ZipEntry* find(std::string_view name) const;  // null when there is none
    // Where the table itself starts: the end of the entries.
    std::uint64_t offset() const { return offset_; }
    // What its offsets count from, when something was put in front of the archive later; else 0.
    std::uint64_t begin() const { return begin_; }

  private:
    ZipDirectory() = default;

    std::uint64_t begin_ = 0;
    std::uint64_t offset_ = 0;
    std::vector<ZipEntry> entries_;
    std::unordered_map<std::string_view, std::size_t> by_name_;
};

}  // namespace pexpack
