#include "pexpack/archive/zip_directory.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "little_endian.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"
#include "zip_extra.hpp"
#include "zip_flags.hpp"

namespace pexpack {

namespace {

constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kEnd64LocatorSignature = 0x07064b50;
constexpr std::uint32_t kEntrySignature = 0x02014b50;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kEnd64LocatorSize = 20;
constexpr std::size_t kEnd64Size = 56;
constexpr std::size_t kEnd64LengthBefore = 12;  // signature and length, which do not count
constexpr std::size_t kEntrySize = 46;
constexpr std::uint64_t kDirectoryLimit = std::uint64_t{256} << 20;

Error damaged(const ReadableFile& file, std::string_view what) {
    return Error(ErrorKind::kBadInput,
                 fmt::format("`{}` is not a sound zip file: {}", file.path(), what));
}

Error no_zip(const ReadableFile& file, std::string_view what) {
    return Error(ErrorKind::kBadInput,
                 fmt::format("`{}` is not a zip file: {}", file.path(), what));
}

struct EndRecord {
    std::uint64_t entry_count = 0;
    std::uint64_t directory_size = 0;
    std::uint64_t directory_offset = 0;
    std::uint64_t directory_end = 0;  // where the first end record starts
};

// Whether one stands where a comment of the longest kind would leave it; for the message only.
bool has_end_record_before(const ReadableFile& file, std::uint64_t archive_end) {
    constexpr std::uint64_t kLongestComment = 65'535;
    constexpr std::string_view kSignatureBytes = "PK\5\6";
    std::string end(std::min(archive_end, kLongestComment + kEndSize), '\0');
    file.read_exactly(std::as_writable_bytes(std::span(end)), archive_end - end.size());
    return end.find(kSignatureBytes) != std::string::npos;
}

// The classic end record is at the very end (a comment would hide anything, so none is allowed);
// reading 22 bytes there spares the usual backward search.
EndRecord read_end_record(const ReadableFile& file, std::uint64_t archive_end) {
    if (archive_end < kEndSize) throw no_zip(file, "it is too short");
    const std::uint64_t end_offset = archive_end - kEndSize;
    std::array<std::byte, kEndSize> buffer{};
    file.read_exactly(buffer, end_offset);
    LittleEndianReader end(buffer);
    if (end.u32() != kEndSignature) {
        if (has_end_record_before(file, archive_end)) {
            throw damaged(file,
                          "it has an archive comment or other bytes behind its end of central "
                          "directory record");
        }
        throw no_zip(file, "it has no end of central directory record; it may be truncated");
    }
    const std::uint16_t this_disk = end.u16();
    const std::uint16_t directory_disk = end.u16();
    const std::uint16_t entries_here = end.u16();
    const std::uint16_t entries_total = end.u16();
    if (this_disk != directory_disk || this_disk != 0 || entries_here != entries_total) {
        throw damaged(file, "it is one part of a multi-part archive");
    }
    EndRecord record{.entry_count = entries_total,
                     .directory_size = end.u32(),
                     .directory_offset = end.u32(),
                     .directory_end = end_offset};
    if (end.u16() != 0)
        throw damaged(file,
                      "its end record claims a comment that is not there: it may be truncated");
    return record;
}

// Whether a reader of the classic record and one of the zip64 record see the same: the short field
// has the value itself or says by its largest value that it stands elsewhere.
bool agrees(std::uint64_t narrow, std::uint64_t wide, std::uint64_t elsewhere) {
    return narrow == elsewhere || narrow == wide;
}

// Replaces the fields by those of the zip64 end record when there is one in front of the classic
// one.
void read_zip64_end_record(const ReadableFile& file, EndRecord& record) {
    if (record.directory_end < kEnd64LocatorSize + kEnd64Size) return;
    std::array<std::byte, kEnd64LocatorSize> locator_buffer{};
    const std::uint64_t locator_offset = record.directory_end - kEnd64LocatorSize;
    file.read_exactly(locator_buffer, locator_offset);
    LittleEndianReader locator(locator_buffer);
    if (locator.u32() != kEnd64LocatorSignature) return;
    const std::uint32_t end64_disk = locator.u32();
    const std::uint64_t end64_offset = locator.u64();
    constexpr std::string_view kParts =
        "by its zip64 records it is one part of a multi-part archive";
    if (end64_disk != 0 || locator.u32() > 1) throw damaged(file, kParts);
    if (end64_offset != locator_offset - kEnd64Size) {
        throw damaged(file, "its zip64 records are not where they should be");
    }
    std::array<std::byte, kEnd64Size> buffer{};
    file.read_exactly(buffer, end64_offset);
    LittleEndianReader end(buffer);
    if (end.u32() != kEnd64Signature) throw damaged(file, "its zip64 end record is missing");
    if (end.u64() != kEnd64Size - kEnd64LengthBefore) {
        throw damaged(file, "its zip64 records are not where they should be");
    }
    end.skip(2);
    const std::string_view fault = fault_of_version_needed(end.u16());
    if (!fault.empty()) throw damaged(file, fmt::format("its zip64 end record {}", fault));
    const std::uint32_t this_disk = end.u32();
    const std::uint32_t directory_disk = end.u32();
    const std::uint64_t entries_here = end.u64();
    const EndRecord wide{.entry_count = end.u64(),
                         .directory_size = end.u64(),
                         .directory_offset = end.u64(),
                         .directory_end = end64_offset};
    if (this_disk != 0 || directory_disk != 0 || entries_here != wide.entry_count)
        throw damaged(file, kParts);
    if (!agrees(record.entry_count, wide.entry_count, 0xffff) ||
        !agrees(record.directory_size, wide.directory_size, kZip64Elsewhere) ||
        !agrees(record.directory_offset, wide.directory_offset, kZip64Elsewhere)) {
        throw damaged(file, "its end record and its zip64 end record contradict each other");
    }
    record = wide;
}

ZipMethod parse_method(const ReadableFile& file, std::uint16_t method, const std::string& name) {
    if (method == 0) return ZipMethod::kStored;
    if (method == 8) return ZipMethod::kDeflated;
    throw damaged(file,
                  fmt::format("`{}` is compressed by method {}, only 0 (stored) and 8 (deflated) "
                              "can be read by every Python",
                              printable(name), method));
}

// What two readers could take for something else than a file or a folder.
std::string_view type_fault(const ZipEntry& entry, std::uint32_t attributes) {
    constexpr std::uint32_t kDosFolder = 0x10;
    const bool says_folder = S_ISDIR(entry.unix_mode) || (attributes & kDosFolder) != 0;
    if (says_folder && !entry.is_directory())
        return "is a directory by its attributes, but a file by its name";
    return {};
}

std::string name_fault(const ZipEntry& entry, std::uint16_t flags) {
    const bool is_ascii = std::ranges::all_of(
        entry.name, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (is_ascii || (flags & kZipUtf8Name) != 0) return {};
    return "is a name in an unknown encoding, it is not marked as UTF-8";
}

ZipEntry read_entry_record(const ReadableFile& file, LittleEndianReader& directory) {
    if (directory.remaining() < kEntrySize || directory.u32() != kEntrySignature) {
        throw damaged(file, "its central directory has fewer entries than its end record says");
    }
    directory.skip(2);
    const std::uint16_t version_needed = directory.u16();
    const std::uint16_t flags = directory.u16();
    const std::uint16_t method = directory.u16();
    directory.skip(4);
    ZipEntry entry;
    entry.flags = flags;
    entry.crc32 = directory.u32();
    entry.compressed_size = directory.u32();
    entry.size = directory.u32();
    const std::size_t name_length = directory.u16();
    const std::size_t extra_length = directory.u16();
    const std::size_t comment_length = directory.u16();
    const std::uint16_t first_disk = directory.u16();
    directory.skip(2);
    const std::uint32_t attributes = directory.u32();
    // Some readers look at these wherever the entry was made, so nothing may hide in them.
    entry.unix_mode = attributes >> 16U;
    entry.local_header_offset = directory.u32();
    if (directory.remaining() < name_length + extra_length + comment_length) {
        throw damaged(file, "its central directory is truncated");
    }
    const auto name = directory.take(name_length);
    entry.name.assign(reinterpret_cast<const char*>(name.data()), name.size());
    const auto refuse_if = [&](std::string_view fault) {
        if (!fault.empty())
            throw damaged(file, fmt::format("`{}` {}", printable(entry.name), fault));
    };
    refuse_if(
        apply_extra_fields(ZipHeader::kCentral, directory.take(extra_length), entry.name,
                           {&entry.size, &entry.compressed_size, &entry.local_header_offset}));
    directory.skip(comment_length);
    if (first_disk != 0) refuse_if("is on another part of a multi-part archive");
    refuse_if(fault_of_flags(flags));
    refuse_if(fault_of_version_needed(version_needed));
    refuse_if(name_fault(entry, flags));
    refuse_if(type_fault(entry, attributes));
    entry.method = parse_method(file, method, entry.name);
    return entry;
}

// Where the archive begins by its own account. Only what has a prefix may have got it afterwards.
std::uint64_t begin_of(const ReadableFile& file, const EndRecord& end, ZipPrefix prefix) {
    const bool is_inside = end.directory_size <= end.directory_end &&
                           end.directory_offset <= end.directory_end - end.directory_size;
    const std::uint64_t begin =
        is_inside ? end.directory_end - end.directory_size - end.directory_offset : 0;
    if (!is_inside || (begin != 0 && prefix == ZipPrefix::kNone)) {
        throw damaged(
            file, "its central directory is not where its end record says; it may be truncated");
    }
    return begin;
}

// Every entry's bytes lie between the archive's beginning and the directory, none in another's.
void check_layout(const ReadableFile& file, const std::vector<ZipEntry>& entries,
                  std::uint64_t begin, std::uint64_t directory_offset, ZipPrefix prefix) {
    constexpr std::uint64_t kLocalHeaderSize = 30;
    std::vector<const ZipEntry*> in_order;
    for (const ZipEntry& entry : entries) in_order.push_back(&entry);
    std::ranges::sort(in_order, {}, &ZipEntry::local_header_offset);
    std::uint64_t free_from = begin;
    const ZipEntry* previous = nullptr;
    for (const ZipEntry* entry : in_order) {
        const std::uint64_t start = entry->local_header_offset;
        const std::uint64_t header_size = kLocalHeaderSize + entry->name.size();
        if (start > directory_offset || header_size > directory_offset - start ||
            entry->compressed_size > directory_offset - start - header_size) {
            throw damaged(
                file, fmt::format(
                          "`{}` lies outside the file by its offset and size: it may be truncated",
                          printable(entry->name)));
        }
        if (start < free_from) {
            const std::string before =
                previous == nullptr ? "what stands before" : "`" + printable(previous->name) + "`";
            throw damaged(file, fmt::format("`{}` overlaps {}, or their sizes or headers disagree",
                                            printable(entry->name), before));
        }
        if (entry->method == ZipMethod::kStored && entry->size != entry->compressed_size) {
            throw damaged(file, fmt::format("`{}` is stored as it is, but has two sizes",
                                            printable(entry->name)));
        }
        free_from = start + header_size + entry->compressed_size;
        previous = entry;
    }
    if (prefix == ZipPrefix::kNone && !in_order.empty() &&
        in_order.front()->local_header_offset != 0) {
        throw damaged(file, "it has a prefix: its first entry is not at its start");
    }
}

}  // namespace

bool ZipEntry::is_symlink() const {
    return S_ISLNK(unix_mode);
}

bool ZipEntry::is_special() const {
    const mode_t type = unix_mode & S_IFMT;
    return type != 0 && !S_ISREG(type) && !S_ISDIR(type) && !S_ISLNK(type);
}

ZipDirectory ZipDirectory::read(const ReadableFile& file, ZipPrefix prefix) {
    return read(file, prefix, file.size());
}

bool ZipDirectory::may_end_at(const ReadableFile& file, std::uint64_t end) {
    if (end < kEndSize) return false;
    std::array<std::byte, sizeof(kEndSignature)> buffer{};
    file.read_exactly(buffer, end - kEndSize);
    return LittleEndianReader(buffer).u32() == kEndSignature;
}

ZipDirectory ZipDirectory::read(const ReadableFile& file, ZipPrefix prefix,
                                std::uint64_t archive_end) {
    EndRecord end = read_end_record(file, archive_end);
    read_zip64_end_record(file, end);
    const std::uint64_t begin = begin_of(file, end, prefix);
    end.directory_offset += begin;
    if (end.directory_size > kDirectoryLimit || end.entry_count > end.directory_size / kEntrySize) {
        throw damaged(file, "its central directory has an impossible size");
    }
    std::vector<std::byte> buffer(end.directory_size);
    file.read_exactly(buffer, end.directory_offset);

    ZipDirectory directory;
    directory.begin_ = begin;
    directory.offset_ = end.directory_offset;
    directory.entries_.reserve(end.entry_count);
    LittleEndianReader reader(buffer);
    for (std::uint64_t i = 0; i < end.entry_count; ++i) {
        directory.entries_.push_back(read_entry_record(file, reader));
        // A wild offset may wrap round: it then lies before the beginning.
        directory.entries_.back().local_header_offset += begin;
    }
    if (reader.remaining() != 0)
        throw damaged(file, "its central directory has more entries than its end record says");
    directory.by_name_.reserve(directory.entries_.size());
    for (std::size_t i = 0; i < directory.entries_.size(); ++i) {
        if (!directory.by_name_.emplace(directory.entries_[i].name, i).second) {
            throw damaged(
                file, fmt::format("it holds `{}` twice", printable(directory.entries_[i].name)));
        }
    }
    check_layout(file, directory.entries_, begin, end.directory_offset, prefix);
    return directory;
}

const ZipEntry* ZipDirectory::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &entries_[found->second];
}

}  // namespace pexpack
