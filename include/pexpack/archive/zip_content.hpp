// What the entries of a zip file hold.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "pexpack/archive/zip_directory.hpp"

namespace pexpack {

// The bytes of the file that belong to one entry: its header, its content, its data descriptor.
struct ZipExtent {
    std::uint64_t content = 0;  // where the stored bytes start
    std::uint64_t end = 0;      // just behind the last byte
};

// Throws Error (kBadInput) when the entry's own header is not where the directory says, or header
// or data descriptor say something else than the directory: name, method, sizes, checksum.
ZipExtent locate_zip_entry(const ReadableFile& file, const ZipEntry& entry);

// Hands the uncompressed bytes to `take` in pieces, in memory that does not grow with the entry.
// Throws Error (kBadInput) when the content is damaged: it does not inflate, has another length or
// checksum than the directory says, or something is left behind its end.
void read_zip_entry(const ReadableFile& file, const ZipEntry& entry,
                    const std::function<void(std::span<const std::byte>)>& take);

// The uncompressed bytes at once; an entry larger than `limit` is an error too.
std::string read_zip_entry(const ReadableFile& file, const ZipEntry& entry, std::uint64_t limit);

}  // namespace pexpack
