#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

#include "little_endian.hpp"
#include "pexpack/archive/zip_directory.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::size_t kLocalHeaderSize = 30;
constexpr std::uint16_t kEncrypted = 1U << 0U;
constexpr std::uint16_t kFollows = 1U << 3U;  // sizes and checksum stand behind the content

Error damaged(const ReadableFile& file, const ZipEntry& entry, std::string_view what) {
    return Error(ErrorKind::kBadInput,
                 fmt::format("`{}` in `{}` {}", printable(entry.name), file.path(), what));
}

// A size that needs 64 bits is in an extra field, which the directory's own copy stands for.
bool is_size(std::uint32_t field, std::uint64_t size) {
    constexpr std::uint32_t kElsewhere = 0xffffffff;
    return field == size || field == kElsewhere;
}

// Where the entry's bytes start: its local header repeats the name and has extra fields of its own.
std::uint64_t content_offset(const ReadableFile& file, const ZipEntry& entry) {
    std::vector<std::byte> buffer(kLocalHeaderSize + entry.name.size());
    file.read_exactly(buffer, entry.local_header_offset);
    LittleEndianReader header(buffer);
    if (header.u32() != kLocalSignature) throw damaged(file, entry, "has no header of its own");
    header.skip(2);
    const std::uint16_t flags = header.u16();
    const bool same_method = header.u16() == static_cast<std::uint16_t>(entry.method);
    header.skip(4);
    const std::uint32_t crc32 = header.u32();
    const std::uint32_t compressed_size = header.u32();
    const std::uint32_t size = header.u32();
    const bool same_content = crc32 == entry.crc32 &&
                              is_size(compressed_size, entry.compressed_size) &&
                              is_size(size, entry.size);
    if ((flags & kEncrypted) != 0 || !same_method || !(same_content || (flags & kFollows) != 0)) {
        throw damaged(file, entry, "has a header that contradicts the directory");
    }
    const std::size_t name_length = header.u16();
    const std::size_t extra_length = header.u16();
    const auto name = header.take(entry.name.size());
    if (name_length != entry.name.size() ||
        !std::ranges::equal(name, std::as_bytes(std::span(entry.name)))) {
        throw damaged(file, entry, "has another name in its own header");
    }
    return entry.local_header_offset + buffer.size() + extra_length;
}

std::string inflate(const ReadableFile& file, const ZipEntry& entry,
                    std::span<const std::byte> compressed) {
    struct Free {
        void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
    };
    const std::unique_ptr<libdeflate_decompressor, Free> inflater(libdeflate_alloc_decompressor());
    PEXPACK_CHECK(inflater != nullptr);
    std::string content(entry.size, '\0');
    const libdeflate_result result =
        libdeflate_deflate_decompress(inflater.get(), compressed.data(), compressed.size(),
                                      content.data(), content.size(), nullptr);
    if (result != LIBDEFLATE_SUCCESS)
        throw damaged(file, entry, "cannot be inflated: it is damaged");
    return content;
}

}  // namespace

void check_local_header(const ReadableFile& file, const ZipEntry& entry) {
    content_offset(file, entry);
}

std::string read_zip_entry(const ReadableFile& file, const ZipEntry& entry, std::uint64_t limit) {
    if (entry.size > limit || entry.compressed_size > limit) {
        throw damaged(file, entry, fmt::format("is larger than {} bytes", limit));
    }
    std::vector<std::byte> stored(entry.compressed_size);
    file.read_exactly(stored, content_offset(file, entry));
    std::string content;
    if (entry.method == ZipMethod::kDeflated) {
        content = inflate(file, entry, stored);
    } else {
        content.assign(reinterpret_cast<const char*>(stored.data()), stored.size());
    }
    if (content.size() != entry.size ||
        libdeflate_crc32(0, content.data(), content.size()) != entry.crc32) {
        throw damaged(file, entry, "is damaged: its checksum is wrong");
    }
    return content;
}

}  // namespace pexpack
