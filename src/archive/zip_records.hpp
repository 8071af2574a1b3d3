// The records of a zip file that is being written (APPNOTE 4.3): the counterpart of ZipDirectory.
#pragma once

#include <cstdint>
#include <string>

#include "pexpack/archive/zip_directory.hpp"

namespace pexpack {

// What the local header and the central directory say of an entry.
struct ZipRecord {
    std::string name;  // UTF-8
    ZipMethod method = ZipMethod::kStored;
    std::uint32_t dos_time = 0;  // date in the upper half
    std::uint32_t mode = 0;      // of Unix
    std::uint64_t offset = 0;    // of the local header
    bool wide = false;           // its sizes stand in zip64 extra fields
    // Known when the content is written; the header's length does not depend on them.
    std::uint32_t crc32 = 0;
    std::uint64_t compressed_size = 0;
    std::uint64_t size = 0;
};

// Whether content of up to that many bytes, compressed or not, needs `wide`.
bool needs_wide_record(std::uint64_t size);

std::string local_header(const ZipRecord& record);
std::string central_header(const ZipRecord& record);

// What follows `count` central headers of `size` bytes at `offset`: the zip64 records only where
// they are needed, as Python before 3.13 starts from no archive that has them.
std::string end_records(std::uint64_t count, std::uint64_t size, std::uint64_t offset);

}  // namespace pexpack
