#include "pexpack/archive/zip_content.hpp"

#include <fmt/format.h>
#include <isa-l/igzip_lib.h>
#include <libdeflate.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "little_endian.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"
#include "zip_extra.hpp"
#include "zip_flags.hpp"

namespace pexpack {

namespace {

constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint32_t kDescriptorSignature = 0x08074b50;
constexpr std::size_t kLocalHeaderSize = 30;
constexpr std::size_t kPieceSize = std::size_t{1} << 16;

Error damaged(const ReadableFile& file, const ZipEntry& entry, std::string_view what) {
    return Error(ErrorKind::kBadInput,
                 fmt::format("`{}` in `{}` {}", printable(entry.name), file.path(), what));
}

// APPNOTE 4.3.9: checksum and sizes of 32 or 64 bits, with or without a signature. Gives its
// length, or 0 when none of the four says what the directory says.
std::uint64_t descriptor_length(const ReadableFile& file, const ZipEntry& entry,
                                std::uint64_t offset) {
    for (const std::size_t signature : {4U, 0U}) {
        for (const std::size_t width : {4U, 8U}) {
            std::vector<std::byte> buffer(signature + 4 + 2 * width);
            if (offset + buffer.size() > file.size()) continue;
            file.read_exactly(buffer, offset);
            LittleEndianReader fields(buffer);
            if (signature != 0 && fields.u32() != kDescriptorSignature) continue;
            const bool same_crc = fields.u32() == entry.crc32;
            const std::uint64_t compressed = width == 4 ? fields.u32() : fields.u64();
            const std::uint64_t size = width == 4 ? fields.u32() : fields.u64();
            if (same_crc && compressed == entry.compressed_size && size == entry.size) {
                return buffer.size();
            }
        }
    }
    return 0;
}

// Inflates an entry in pieces. ISA-L reads a stream as fast as libdeflate reads what lies in memory
// whole, and a library of 100 MB need not.
class Inflation {
  public:
    Inflation(const ReadableFile& file, const ZipEntry& entry, std::uint64_t offset)
        : file_(file),
          entry_(entry),
          offset_(offset),
          left_(entry.compressed_size),
          input_(std::min<std::uint64_t>(kPieceSize, entry.compressed_size + 1)),
          output_(std::min<std::uint64_t>(kPieceSize, entry.size + 1)) {
        ::isal_inflate_init(state_.get());
    }

    // The next bytes of content; none at its end.
    std::span<const std::byte> next() {
        if (state_->block_state == ISAL_BLOCK_FINISH) return {};
        state_->next_out = output_.data();
        state_->avail_out = static_cast<std::uint32_t>(output_.size());
        while (state_->avail_out == output_.size() && state_->block_state != ISAL_BLOCK_FINISH) {
            const bool starved = !refill();
            const std::uint32_t unread = state_->avail_in;
            if (::isal_inflate(state_.get()) != ISAL_DECOMP_OK) fail();
            const bool stuck = state_->avail_out == output_.size() && state_->avail_in == unread;
            if (starved && stuck && state_->block_state != ISAL_BLOCK_FINISH) fail();
        }
        const auto count = output_.size() - state_->avail_out;
        return std::as_bytes(std::span(output_).first(count));
    }

    // Whether the content ended exactly where the stored bytes do.
    bool used_everything() const {
        constexpr int kBitsPerByte = 8;
        // ISA-L takes bytes in before it needs them; what is left of the last one is padding.
        return left_ == 0 && state_->avail_in == 0 && state_->read_in_length < kBitsPerByte;
    }

  private:
    // False when there is nothing left to read.
    bool refill() {
        if (state_->avail_in != 0) return true;
        const std::size_t count = std::min<std::uint64_t>(left_, input_.size());
        file_.read_exactly(std::as_writable_bytes(std::span(input_)).first(count), offset_);
        offset_ += count;
        left_ -= count;
        state_->next_in = input_.data();
        state_->avail_in = static_cast<std::uint32_t>(count);
        return count != 0;
    }

    [[noreturn]] void fail() const {
        throw damaged(file_, entry_, "cannot be inflated: its bytes are damaged");
    }

    const ReadableFile& file_;
    const ZipEntry& entry_;
    std::uint64_t offset_;
    std::uint64_t left_;
    // 90 KB that isal_inflate_init() fills as far as it has to be.
    std::unique_ptr<inflate_state> state_ = std::make_unique_for_overwrite<inflate_state>();
    std::vector<std::uint8_t> input_;
    std::vector<std::uint8_t> output_;
};

using Take = std::function<void(std::span<const std::byte>)>;

void read_deflated(const ReadableFile& file, const ZipEntry& entry, std::uint64_t offset,
                   const Take& take) {
    Inflation inflation(file, entry, offset);
    for (auto piece = inflation.next(); !piece.empty(); piece = inflation.next()) take(piece);
    if (!inflation.used_everything()) throw damaged(file, entry, "has bytes behind its end");
}

void read_stored(const ReadableFile& file, const ZipEntry& entry, std::uint64_t offset,
                 const Take& take) {
    std::vector<std::byte> buffer(std::min<std::uint64_t>(kPieceSize, entry.compressed_size));
    for (std::uint64_t left = entry.compressed_size; left > 0;) {
        const auto piece = std::span(buffer).first(std::min<std::uint64_t>(left, buffer.size()));
        file.read_exactly(piece, offset);
        take(piece);
        offset += piece.size();
        left -= piece.size();
    }
}

// What an entry's own header says of its content.
struct LocalClaim {
    std::uint32_t crc32 = 0;
    std::uint64_t compressed_size = 0;
    std::uint64_t size = 0;
};

bool is_claim_of(const ZipEntry& entry, const LocalClaim& claim) {
    const bool follows = (entry.flags & kZipFollows) != 0;
    const auto agrees = [&](std::uint64_t claimed, std::uint64_t value) {
        return claimed == value || (follows && claimed == 0);
    };
    return agrees(claim.crc32, entry.crc32) && agrees(claim.size, entry.size) &&
           agrees(claim.compressed_size, entry.compressed_size);
}

struct ExtraPlace {
    std::uint64_t offset = 0;
    std::size_t length = 0;
};

void read_local_extra(const ReadableFile& file, const ZipEntry& entry, ExtraPlace place,
                      LocalClaim& claim) {
    std::vector<std::byte> extra(place.length);
    file.read_exactly(extra, place.offset);
    const std::string fault = apply_extra_fields(ZipHeader::kLocal, extra, entry.name,
                                                 {&claim.size, &claim.compressed_size});
    if (!fault.empty()) throw damaged(file, entry, fault + " (in its local header)");
}

}  // namespace

ZipExtent locate_zip_entry(const ReadableFile& file, const ZipEntry& entry) {
    std::vector<std::byte> buffer(kLocalHeaderSize + entry.name.size());
    file.read_exactly(buffer, entry.local_header_offset);
    LittleEndianReader header(buffer);
    if (header.u32() != kLocalSignature) throw damaged(file, entry, "has no local header");
    const bool is_readable = fault_of_version_needed(header.u16()).empty();
    const bool same_flags = ((header.u16() ^ entry.flags) & kZipMeaningfulFlags) == 0;
    const bool same_method = header.u16() == static_cast<std::uint16_t>(entry.method);
    header.skip(4);
    LocalClaim claim{.crc32 = header.u32(), .compressed_size = header.u32(), .size = header.u32()};
    const std::size_t name_length = header.u16();
    const std::size_t extra_length = header.u16();
    const auto name = header.take(entry.name.size());
    if (name_length != entry.name.size() ||
        !std::ranges::equal(name, std::as_bytes(std::span(entry.name)))) {
        throw damaged(file, entry, "has another name in its local header");
    }
    const std::uint64_t content = entry.local_header_offset + buffer.size() + extra_length;
    read_local_extra(file, entry, {content - extra_length, extra_length}, claim);
    if (!is_readable || !same_flags || !same_method || !is_claim_of(entry, claim)) {
        throw damaged(file, entry, "has a local header that contradicts the central directory");
    }
    ZipExtent extent{.content = content, .end = content + entry.compressed_size};
    if ((entry.flags & kZipFollows) == 0) return extent;
    const std::uint64_t length = descriptor_length(file, entry, extent.end);
    if (length == 0)
        throw damaged(file, entry, "has a data descriptor that contradicts the central directory");
    extent.end += length;
    return extent;
}

void read_zip_entry(const ReadableFile& file, const ZipEntry& entry, const Take& take) {
    const std::uint64_t offset = locate_zip_entry(file, entry).content;
    std::uint64_t size = 0;
    std::uint32_t checksum = 0;
    const Take count_and_take = [&](std::span<const std::byte> piece) {
        size += piece.size();
        if (size > entry.size)
            throw damaged(file, entry, "is longer than the central directory says");
        checksum = libdeflate_crc32(checksum, piece.data(), piece.size());
        take(piece);
    };
    if (entry.method == ZipMethod::kDeflated) {
        read_deflated(file, entry, offset, count_and_take);
    } else {
        read_stored(file, entry, offset, count_and_take);
    }
    if (size != entry.size || checksum != entry.crc32) {
        throw damaged(file, entry, "is damaged: its checksum (CRC-32) is wrong");
    }
}

std::string read_zip_entry(const ReadableFile& file, const ZipEntry& entry, std::uint64_t limit) {
    if (entry.size > limit || entry.compressed_size > limit) {
        throw damaged(file, entry, fmt::format("is too large: the limit is {} bytes", limit));
    }
    std::string content;
    read_zip_entry(file, entry, [&](std::span<const std::byte> piece) {
        content.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    });
    return content;
}

}  // namespace pexpack
