#include "pexpack/archive/archive_writer.hpp"

#include <fmt/format.h>
#include <libdeflate.h>
#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <functional>
#include <span>

#include "archive_sink.hpp"
#include "deflater.hpp"
#include "pexpack/support/error.hpp"
#include "zip_records.hpp"

namespace pexpack {

namespace {

// Date and time as zip files have them, the date in the upper half (APPNOTE 4.4.6).
std::uint32_t dos_time(std::int64_t timestamp) {
    constexpr std::int64_t kEarliest = 315'532'800;  // 1980-01-01
    constexpr std::int64_t kLatest = 4'354'819'198;  // 2107-12-31 23:59:58
    const std::time_t seconds = std::clamp(timestamp, kEarliest, kLatest);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    const int date = (utc.tm_year - 80) << 9 | (utc.tm_mon + 1) << 5 | utc.tm_mday;
    const int time = utc.tm_hour << 11 | utc.tm_min << 5 | utc.tm_sec / 2;
    return static_cast<std::uint32_t>(date) << 16U | static_cast<std::uint32_t>(time);
}

std::vector<const ArchiveEntry*> in_name_order(const ArchiveContent& content) {
    std::vector<const ArchiveEntry*> sorted;
    for (const ArchiveEntry& entry : content.entries) sorted.push_back(&entry);
    std::ranges::sort(sorted, {}, &ArchiveEntry::name);
    const auto twice = std::ranges::adjacent_find(sorted, {}, &ArchiveEntry::name);
    if (twice != sorted.end()) {
        throw Error(ErrorKind::kBadInput,
                    fmt::format("two files want to be `{}` in the archive", (*twice)->name));
    }
    return sorted;
}

std::uint64_t size_of(const ArchiveEntry& entry) {
    if (const auto* text = std::get_if<std::string>(&entry.content)) return text->size();
    return std::get<CopiedFile>(entry.content).stamp.size;
}

// Of the archive, however little is gained by compression.
std::uint64_t most_bytes(const std::vector<ArchiveEntry>& entries) {
    constexpr std::uint64_t kHeaders = 128;  // of an entry, local and central, without its names
    std::uint64_t bytes = 0;
    for (const ArchiveEntry& entry : entries)
        bytes += size_of(entry) + kHeaders + 2 * entry.name.size();
    return bytes;
}

void refuse_changed(const CopiedFile& file, const FileStamp& now) {
    if (now == file.stamp) return;
    throw Error(ErrorKind::kBadInput,
                fmt::format("`{}` was changed while it was being packed", file.path))
        .hint("wait until whatever writes it is done, then build again");
}

// Hands the content on in pieces, of which the last, maybe empty, is marked.
using Take = std::function<void(std::span<const std::byte>, bool is_last)>;

void read_file_in_pieces(const CopiedFile& copied, std::vector<std::byte>& buffer,
                         const Take& take) {
    const ReadableFile file = ReadableFile::open(copied.path);
    refuse_changed(copied, file.stamp());
    std::uint64_t offset = 0;
    for (;;) {
        const std::size_t count = file.read_some(buffer, offset);
        take(std::span(buffer).first(count), count == 0);
        offset += count;
        if (count == 0) break;
    }
    // An end before the known size, or bytes behind it, show here and not only in the stamp.
    refuse_changed(copied, file.current_stamp());
    if (offset != copied.stamp.size) refuse_changed(copied, {});
}

// Writes one archive after the other into a sink.
class Writing {
  public:
    Writing(ArchiveSink& sink, std::uint32_t dos_time) : sink_(sink), dos_time_(dos_time) {}

    // Offsets count from `begin`: where the file starts, or the archive itself.
    void append_archive(std::span<const ArchiveEntry* const> entries, std::uint64_t begin) {
        std::string directory;
        for (const ArchiveEntry* entry : entries)
            directory += central_header(append_entry(*entry, begin));
        const std::uint64_t offset = sink_.size() - begin;
        sink_.append(directory);
        sink_.append(end_records(entries.size(), directory.size(), offset));
    }

  private:
    ZipRecord append_entry(const ArchiveEntry& entry, std::uint64_t begin) {
        const std::uint64_t header = sink_.size();
        ZipRecord record{.name = entry.name,
                         .method = entry.compressed ? ZipMethod::kDeflated : ZipMethod::kStored,
                         .dos_time = dos_time_,
                         .mode = S_IFREG | (entry.executable ? 0755U : 0644U),
                         .offset = header - begin,
                         .wide = needs_wide_record(size_of(entry))};
        sink_.append(local_header(record));
        const std::uint64_t content = sink_.size();
        append_content(entry, record);
        record.compressed_size = sink_.size() - content;
        sink_.overwrite(local_header(record), header);
        return record;
    }

    void append_content(const ArchiveEntry& entry, ZipRecord& record) {
        const Take take = [&](std::span<const std::byte> bytes, bool is_last) {
            record.crc32 = ::libdeflate_crc32(record.crc32, bytes.data(), bytes.size());
            record.size += bytes.size();
            if (entry.compressed) {
                deflater_.compress(bytes, is_last, [&](auto piece) { sink_.append(piece); });
            } else {
                sink_.append(bytes);
            }
        };
        if (const auto* text = std::get_if<std::string>(&entry.content)) {
            take(std::as_bytes(std::span(*text)), true);
        } else {
            read_file_in_pieces(std::get<CopiedFile>(entry.content), buffer_, take);
        }
    }

    static constexpr std::size_t kPieceSize = std::size_t{256} << 10;

    ArchiveSink& sink_;
    std::uint32_t dos_time_;
    Deflater deflater_;
    std::vector<std::byte> buffer_ = std::vector<std::byte>(kPieceSize);
};

}  // namespace

ArchiveLayout layout_for(const std::vector<ArchiveEntry>& entries) {
    constexpr std::size_t kMostEntries = 65'534;
    // Below the 4 GiB from which on offsets stand in zip64 records, with room for the prefix.
    constexpr std::uint64_t kMostBytes = (std::uint64_t{4} << 30) - (std::uint64_t{16} << 20);
    return entries.size() > kMostEntries || most_bytes(entries) > kMostBytes ? ArchiveLayout::kTwo
                                                                             : ArchiveLayout::kOne;
}

std::uint64_t write_archive(const ArchiveContent& content, const std::string& path,
                            const std::function<void(std::uint64_t)>& confirm) {
    auto entries = in_name_order(content);
    AtomicFile file(path);
    file.expect_size(content.prefix.size() + most_bytes(content.entries));
    ArchiveSink sink(file);
    sink.append(content.prefix);
    Writing writing(sink, dos_time(content.timestamp));
    if (content.layout == ArchiveLayout::kTwo) {
        const auto start = std::ranges::stable_partition(
            entries, [](const ArchiveEntry* entry) { return !entry->starts; });
        writing.append_archive({entries.begin(), start.begin()}, 0);
        writing.append_archive(start, sink.size());
    } else {
        writing.append_archive(entries, 0);
    }
    sink.flush();

    // The mask can only be read by changing it. Should another thread make a file just now, it gets
    // less than its due and not more.
    const mode_t mask = ::umask(0077);
    ::umask(mask);
    std::function<void()> confirm_size;
    if (confirm) confirm_size = [&] { confirm(sink.size()); };
    file.commit(0777U & ~mask, confirm_size);
    return sink.size();
}

}  // namespace pexpack
