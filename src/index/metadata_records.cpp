#include "metadata_records.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <type_traits>

namespace pexpack {

namespace {

// Counted up when the layout below changes, or what a text means.
constexpr std::uint64_t kMark = 0x3161'7465'6d78'6570;  // "pexmeta1" where the low byte is first
constexpr std::size_t kLongestRecord = std::size_t{1} << 20;

struct Prefix {
    std::uint64_t mark = kMark;
    std::uint32_t count = 0;
    std::uint32_t table_checksum = 0;
};

struct RecordStart {
    std::uint64_t checksum = 0;  // of all that follows
    FileState state;
    std::uint64_t path_length = 0;
};

static_assert(sizeof(Prefix) == kPrefixLength && sizeof(RecordPlace) == 12);
static_assert(sizeof(RecordStart) == 56);

std::uint32_t checksum_of(std::string_view bytes) {
    return libdeflate_crc32(0, bytes.data(), bytes.size());
}

template <class Value>
std::string_view bytes_of(const Value& value) {
    static_assert(std::is_trivially_copyable_v<Value>);
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

// The caller has made sure that there are enough bytes.
template <class Value>
Value take(std::string_view& bytes) {
    static_assert(std::is_trivially_copyable_v<Value>);
    Value value;
    std::memcpy(&value, bytes.data(), sizeof value);
    bytes.remove_prefix(sizeof value);
    return value;
}

}  // namespace

std::uint32_t record_key(std::string_view path) {
    return checksum_of(path);
}

std::optional<std::string> record_bytes(const std::string& path, const FileState& state,
                                        std::string_view text) {
    RecordStart start{.state = state, .path_length = path.size()};
    std::string bytes(bytes_of(start));
    bytes.append(path).append(text);
    if (bytes.size() > kLongestRecord) return std::nullopt;
    start.checksum = checksum_of(std::string_view(bytes).substr(sizeof start.checksum));
    std::memcpy(bytes.data(), &start.checksum, sizeof start.checksum);
    return bytes;
}

std::optional<std::string_view> text_of_record(std::string_view bytes, const std::string& path,
                                               const FileState& state) {
    if (bytes.size() < sizeof(RecordStart)) return std::nullopt;
    const std::uint32_t checksum = checksum_of(bytes.substr(sizeof RecordStart::checksum));
    const auto start = take<RecordStart>(bytes);
    if (start.checksum != checksum || start.state != state) return std::nullopt;
    if (start.path_length != path.size() || !bytes.starts_with(path)) return std::nullopt;
    return bytes.substr(path.size());
}

std::optional<std::size_t> table_length(std::string_view prefix, std::uint64_t file_size) {
    if (prefix.size() != kPrefixLength || file_size < kPrefixLength) return std::nullopt;
    if (file_size > kLargestMetadataFile) return std::nullopt;
    const auto read = take<Prefix>(prefix);
    const std::size_t length = std::size_t{read.count} * sizeof(RecordPlace);
    if (read.mark != kMark || length > file_size - kPrefixLength) return std::nullopt;
    return length;
}

std::vector<RecordPlace> parse_table(std::string_view prefix, std::string_view table) {
    if (take<Prefix>(prefix).table_checksum != checksum_of(table)) return {};
    std::vector<RecordPlace> places(table.size() / sizeof(RecordPlace));
    std::memcpy(places.data(), table.data(), places.size() * sizeof(RecordPlace));
    return places;
}

std::string metadata_file(const std::vector<std::pair<std::uint32_t, std::string_view>>& records) {
    std::vector<RecordPlace> table;
    std::vector<std::string_view> kept;
    std::set<std::uint32_t> keys;
    std::size_t size = kPrefixLength;
    for (const auto& [key, bytes] : records) {
        const std::size_t grown = size + sizeof(RecordPlace) + bytes.size();
        if (grown > kLargestMetadataFile || !keys.insert(key).second) continue;
        size = grown;
        kept.push_back(bytes);
        table.push_back({.key = key, .length = static_cast<std::uint32_t>(bytes.size())});
    }
    std::size_t offset = kPrefixLength + table.size() * sizeof(RecordPlace);
    for (RecordPlace& place : table) {
        place.offset = static_cast<std::uint32_t>(offset);
        offset += place.length;
    }
    std::ranges::sort(table, {}, &RecordPlace::key);
    std::string table_bytes;
    for (const RecordPlace& place : table) table_bytes += bytes_of(place);
    const Prefix prefix{.count = static_cast<std::uint32_t>(table.size()),
                        .table_checksum = checksum_of(table_bytes)};
    std::string file(bytes_of(prefix));
    file.reserve(size);
    file += table_bytes;
    for (const std::string_view bytes : kept) file += bytes;
    return file;
}

}  // namespace pexpack
