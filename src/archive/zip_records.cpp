#include "zip_records.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "pexpack/support/check.hpp"

namespace pexpack {

namespace {

// A field of 32 or 16 bits with this value says that the true one is in a zip64 record.
constexpr std::uint64_t kElsewhere = 0xffffffff;
constexpr std::uint64_t kCountElsewhere = 0xffff;
constexpr std::uint16_t kZip64ExtraId = 0x0001;
constexpr std::uint64_t kVersionForZip64 = 45;
constexpr std::uint64_t kVersionForDeflate = 20;

class Fields {
  public:
    Fields& u16(std::uint64_t value) { return integer(value, 2); }
    Fields& u32(std::uint64_t value) { return integer(value, 4); }
    Fields& u64(std::uint64_t value) { return integer(value, 8); }
    Fields& text(std::string_view text) {
        bytes_ += text;
        return *this;
    }
    std::string take() { return std::move(bytes_); }

  private:
    Fields& integer(std::uint64_t value, int width) {
        for (int i = 0; i < width; ++i) bytes_ += static_cast<char>(value >> (8 * i) & 0xff);
        return *this;
    }

    std::string bytes_;
};

std::string zip64_extra(std::initializer_list<std::uint64_t> values) {
    if (values.size() == 0) return {};
    Fields fields;
    fields.u16(kZip64ExtraId).u16(8 * values.size());
    for (const std::uint64_t value : values) fields.u64(value);
    return fields.take();
}

// The part that both headers share: from the version needed to the length of the name.
void add_common(Fields& fields, const ZipRecord& record, bool has_zip64) {
    constexpr std::uint64_t kUtf8Name = 1U << 11U;
    const bool is_ascii = std::ranges::all_of(
        record.name, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    PEXPACK_CHECK(record.name.size() <= 0xffff);
    fields.u16(has_zip64 ? kVersionForZip64 : kVersionForDeflate)
        .u16(is_ascii ? 0 : kUtf8Name)
        .u16(static_cast<std::uint64_t>(record.method))
        .u32(record.dos_time)
        .u32(record.crc32)
        .u32(record.wide ? kElsewhere : record.compressed_size)
        .u32(record.wide ? kElsewhere : record.size)
        .u16(record.name.size());
}

}  // namespace

bool needs_wide_record(std::uint64_t size) {
    // Deflate makes content longer that cannot be compressed, by 5 bytes in 16 KB.
    return size + size / 1024 + 1024 >= kElsewhere;
}

std::string local_header(const ZipRecord& record) {
    const std::string extra =
        record.wide ? zip64_extra({record.size, record.compressed_size}) : std::string();
    Fields fields;
    fields.text("PK\3\4");
    add_common(fields, record, record.wide);
    return fields.u16(extra.size()).text(record.name).text(extra).take();
}

std::string central_header(const ZipRecord& record) {
    constexpr std::uint64_t kMadeOnUnix = 3U << 8U;
    constexpr unsigned kModeShift = 16;
    const bool is_far = record.offset >= kElsewhere;
    const std::string extra =
        record.wide ? (is_far ? zip64_extra({record.size, record.compressed_size, record.offset})
                              : zip64_extra({record.size, record.compressed_size}))
                    : (is_far ? zip64_extra({record.offset}) : std::string());
    Fields fields;
    fields.text("PK\1\2").u16(kMadeOnUnix | kVersionForZip64);
    add_common(fields, record, record.wide || is_far);
    return fields.u16(extra.size())
        .u16(0)  // comment
        .u16(0)  // disk
        .u16(0)  // internal attributes
        .u32(std::uint64_t{record.mode} << kModeShift)
        .u32(is_far ? kElsewhere : record.offset)
        .text(record.name)
        .text(extra)
        .take();
}

std::string end_records(std::uint64_t count, std::uint64_t size, std::uint64_t offset) {
    constexpr std::uint64_t kEnd64Length = 44;  // of what follows the length itself
    Fields fields;
    if (count >= kCountElsewhere || size >= kElsewhere || offset >= kElsewhere) {
        fields.text("PK\6\6").u64(kEnd64Length);
        fields.u16(kVersionForZip64).u16(kVersionForZip64).u32(0).u32(0);
        fields.u64(count).u64(count).u64(size).u64(offset);
        fields.text("PK\6\7").u32(0).u64(offset + size).u32(1);
    }
    const std::uint64_t narrow_count = std::min(count, kCountElsewhere);
    return fields.text("PK\5\6")
        .u16(0)
        .u16(0)
        .u16(narrow_count)
        .u16(narrow_count)
        .u32(std::min(size, kElsewhere))
        .u32(std::min(offset, kElsewhere))
        .u16(0)
        .take();
}

}  // namespace pexpack
