#include "pexpack/archive/archive_writer.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <ctime>
#include <memory>

#include "archive_sink.hpp"
#include "copied_file_source.hpp"
#include "pexpack/support/check.hpp"
#include "pexpack/support/error.hpp"

namespace pexpack {

namespace {

struct Discard {
    void operator()(zip_t* archive) const { ::zip_discard(archive); }
};
using ArchivePointer = std::unique_ptr<zip_t, Discard>;

struct DosTime {
    zip_uint16_t time = 0;
    zip_uint16_t date = 0;
};

// Computed here because zip_file_set_mtime goes through local time, and then the bytes depend on
// TZ.
DosTime dos_time(std::int64_t timestamp) {
    constexpr std::int64_t kEarliest = 315'532'800;  // 1980-01-01
    constexpr std::int64_t kLatest = 4'354'819'198;  // 2107-12-31 23:59:58
    const std::time_t seconds = std::clamp(timestamp, kEarliest, kLatest);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    const int date = (utc.tm_year - 80) << 9 | (utc.tm_mon + 1) << 5 | utc.tm_mday;
    const int time = utc.tm_hour << 11 | utc.tm_min << 5 | utc.tm_sec / 2;
    return {static_cast<zip_uint16_t>(time), static_cast<zip_uint16_t>(date)};
}

Error write_failed(const std::string& path, zip_t* archive) {
    return Error(ErrorKind::kSystem, fmt::format("cannot write `{}`: {}", path,
                                                 ::zip_error_strerror(::zip_get_error(archive))));
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

void add_entry(zip_t* archive, const ArchiveEntry& entry, const DosTime& when,
               const std::string& path, std::vector<std::unique_ptr<CopiedFileSource>>& sources) {
    zip_source_t* source = nullptr;
    if (const auto* text = std::get_if<std::string>(&entry.content)) {
        source = ::zip_source_buffer(archive, text->data(), text->size(), 0);
    } else {
        sources.push_back(std::make_unique<CopiedFileSource>(std::get<CopiedFile>(entry.content)));
        source = sources.back()->make_source(archive);
    }
    if (source == nullptr) throw write_failed(path, archive);
    const zip_int64_t index = ::zip_file_add(archive, entry.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        ::zip_source_free(source);
        throw write_failed(path, archive);
    }
    const auto place = static_cast<zip_uint64_t>(index);
    constexpr zip_uint32_t kModeShift = 16;
    const zip_uint32_t mode = S_IFREG | (entry.executable ? 0755U : 0644U);
    const zip_int32_t method = entry.compressed ? ZIP_CM_DEFLATE : ZIP_CM_STORE;
    const bool done = ::zip_set_file_compression(archive, place, method, 0) == 0 &&
                      ::zip_file_set_dostime(archive, place, when.time, when.date, 0) == 0 &&
                      ::zip_file_set_external_attributes(archive, place, 0, ZIP_OPSYS_UNIX,
                                                         mode << kModeShift) == 0;
    if (!done) throw write_failed(path, archive);
}

// zip_close does the work and frees the archive only when it succeeds.
void close_archive(ArchivePointer archive, const ArchiveSink& sink, const std::string& path,
                   const std::vector<std::unique_ptr<CopiedFileSource>>& sources) {
    if (::zip_close(archive.get()) == 0) {
        archive.release();
        return;
    }
    for (const auto& source : sources) {
        if (source->failure()) std::rethrow_exception(source->failure());
    }
    if (sink.failure()) std::rethrow_exception(sink.failure());
    throw write_failed(path, archive.get());
}

// Behind what the sink has already.
void append_archive(const std::vector<const ArchiveEntry*>& entries, const DosTime& when,
                    const std::string& path, ArchiveSink& sink) {
    std::vector<std::unique_ptr<CopiedFileSource>> sources;
    zip_error_t error{};
    ::zip_error_init(&error);
    zip_source_t* destination = sink.make_source(&error);
    PEXPACK_CHECK(destination != nullptr);
    ArchivePointer archive(::zip_open_from_source(destination, ZIP_CREATE | ZIP_TRUNCATE, &error));
    if (archive == nullptr) {
        ::zip_source_free(destination);
        throw Error(ErrorKind::kSystem,
                    fmt::format("cannot write `{}`: {}", path, ::zip_error_strerror(&error)));
    }
    for (const ArchiveEntry* entry : entries) add_entry(archive.get(), *entry, when, path, sources);
    close_archive(std::move(archive), sink, path, sources);
}

std::uint64_t size_of(const ArchiveEntry& entry) {
    if (const auto* text = std::get_if<std::string>(&entry.content)) return text->size();
    return std::get<CopiedFile>(entry.content).stamp.size;
}

}  // namespace

ArchiveLayout layout_for(const std::vector<ArchiveEntry>& entries) {
    constexpr std::size_t kMostEntries = 65'535;
    // Below the 4 GiB from which on offsets stand in zip64 records, with room for the prefix.
    constexpr std::uint64_t kMostBytes = (std::uint64_t{4} << 30) - (std::uint64_t{16} << 20);
    constexpr std::uint64_t kHeaders = 128;  // of an entry, local and central, without its names
    std::uint64_t bytes = 0;
    for (const ArchiveEntry& entry : entries)
        bytes += size_of(entry) + kHeaders + 2 * entry.name.size();
    return entries.size() > kMostEntries || bytes > kMostBytes ? ArchiveLayout::kTwo
                                                               : ArchiveLayout::kOne;
}

std::uint64_t write_archive(const ArchiveContent& content, const std::string& path,
                            const std::function<void(std::uint64_t)>& confirm) {
    auto entries = in_name_order(content);
    AtomicFile file(path);
    ArchiveSink sink(file, content.prefix);
    const DosTime when = dos_time(content.timestamp);
    if (content.layout == ArchiveLayout::kTwo) {
        const auto start = std::ranges::stable_partition(
            entries, [](const ArchiveEntry* entry) { return !entry->starts; });
        append_archive({entries.begin(), start.begin()}, when, path, sink);
        sink.begin_archive();
        entries.erase(entries.begin(), start.begin());
    }
    append_archive(entries, when, path, sink);

    // The mask can only be read by changing it. Should another thread make a file just now, it gets
    // less than its due and not more.
    const mode_t mask = ::umask(0077);
    ::umask(mask);
    file.commit(0777U & ~mask, [&] {
        if (confirm) confirm(sink.size());
    });
    return sink.size();
}

}  // namespace pexpack
