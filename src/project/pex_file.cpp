#include "pexpack/project/pex_file.hpp"

#include <algorithm>
#include <string_view>

#include "pexpack/support/file.hpp"

namespace pexpack {

namespace {

// What ends an archive without a comment; neither pex nor pexpack writes one.
constexpr std::string_view kEndRecord = "PK\5\6";
constexpr std::uint64_t kEndRecordSize = 22;
// Of the table of contents, which stands in front of it, the record tells the size.
constexpr std::size_t kTableSizeAt = 12;
constexpr std::uint64_t kLargestTable = std::uint64_t{64} << 20;

std::string bytes_at(const ReadableFile& file, std::uint64_t offset, std::uint64_t count) {
    std::string bytes(std::min(count, file.size() - offset), '\0');
    file.read_exactly(std::as_writable_bytes(std::span(bytes)), offset);
    return bytes;
}

}  // namespace

bool is_pex(const std::string& path) {
    const ReadableFile file = ReadableFile::open(path);
    if (file.size() < kEndRecordSize || bytes_at(file, 0, 2) != "#!") return false;
    const std::uint64_t end = file.size() - kEndRecordSize;
    const std::string record = bytes_at(file, end, kEndRecordSize);
    if (!record.starts_with(kEndRecord)) return false;
    std::uint64_t table = 0;
    for (std::size_t i = 4; i-- > 0;)
        table = table << 8U | static_cast<unsigned char>(record[kTableSizeAt + i]);
    table = std::min({table, kLargestTable, end});
    return bytes_at(file, end - table, table).find("PEX-INFO") != std::string::npos;
}

}  // namespace pexpack
