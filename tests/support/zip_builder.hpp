// Zip files made byte by byte, right by default and wrong wherever a test says so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pexpack {

// One entry. What is not set is what the content gives.
struct BuiltEntry {
    std::string name;
    std::string content = {};
    std::uint16_t method = 0;  // 8: as one stored deflate block; any other: the bytes as they are
    std::optional<std::uint16_t> flags = {};  // "the name is UTF-8" when it is not ASCII, else 0
    std::uint32_t unix_mode = 0100644;
    std::uint32_t dos_attributes = 0;
    std::uint16_t made_by = 3;  // Unix
    std::uint16_t version_needed = 20;
    std::string extra = {};        // in the directory
    std::string local_extra = {};  // in front of the bytes
    // What the directory claims.
    std::optional<std::uint32_t> crc32 = {};
    std::optional<std::uint32_t> size = {};
    std::optional<std::uint32_t> compressed_size = {};
    std::optional<std::uint32_t> offset = {};
    // What its own header claims.
    std::optional<std::string> local_name = {};
    std::optional<std::uint16_t> local_flags = {};
    std::string descriptor = {};  // what follows the content
    std::string behind = {};      // the end of the deflated stream, counted as part of it
    std::optional<std::uint16_t> local_method = {};
    std::optional<std::uint32_t> local_crc32 = {};
    std::optional<std::uint32_t> local_size = {};
    std::optional<std::uint16_t> local_version_needed = {};
};

struct BuiltZip {
    std::vector<BuiltEntry> entries;
    std::string prefix = {};            // in front, offsets count from its start
    std::string before_directory = {};  // behind the last entry
    std::string trailing = {};          // behind the end record
    std::optional<std::uint16_t> entry_count = {};
    std::uint16_t disk = 0;
    std::uint16_t comment_length = 0;
    bool zip64 = false;  // zip64 end records in front of the classic one
    // What the classic end record then says, else "see the zip64 record".
    std::optional<std::uint32_t> classic_directory_offset = {};
    std::uint64_t end64_size = 44;
    std::uint32_t end64_disk = 0;                         // where that record is
    std::uint32_t disks = 1;                              // how many there are
    std::uint32_t directory_disk64 = 0;                   // where the directory starts
    std::optional<std::uint64_t> entries_on_disk64 = {};  // of all
};

std::string build_zip(const BuiltZip& zip);

// An extra field: id, length, bytes.
std::string extra_field(std::uint16_t id, std::string_view bytes);
std::string little_endian(std::uint64_t value, int width);

// "path,sha256=…,3\n"
std::string record_row(const std::string& path, const std::string& content);

// A sound wheel: the files given and a *.dist-info with METADATA, WHEEL and RECORD. A file of
// *.dist-info that is given replaces the one made up.
using WheelFiles = std::vector<std::pair<std::string, std::string>>;
BuiltZip wheel_zip(const std::string& name, const std::string& version,
                   const WheelFiles& files = {});

}  // namespace pexpack
