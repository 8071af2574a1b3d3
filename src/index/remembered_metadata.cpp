#include "pexpack/index/remembered_metadata.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "metadata_records.hpp"
#include "pexpack/support/atomic_file.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/own_file.hpp"

namespace pexpack {

namespace {

constexpr const char* kFileName = "metadata-1";
// The coarsest clock of a file system in use is that of FAT.
constexpr std::chrono::nanoseconds kCoarsestClock = std::chrono::seconds(2);

// Less when the file ends before.
std::string read_at(const FileDescriptor& fd, std::uint64_t offset, std::size_t length) {
    std::string bytes(length, '\0');
    const ssize_t count = ::pread(fd.get(), bytes.data(), length, static_cast<off_t>(offset));
    bytes.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return bytes;
}

std::uint64_t size_of(const FileDescriptor& fd) {
    const off_t end = ::lseek(fd.get(), 0, SEEK_END);
    return end < 0 ? 0 : static_cast<std::uint64_t>(end);
}

std::vector<RecordPlace> read_table(const FileDescriptor& fd) {
    const std::string prefix = read_at(fd, 0, kPrefixLength);
    const auto length = table_length(prefix, size_of(fd));
    if (!length) return {};
    return parse_table(prefix, read_at(fd, kPrefixLength, *length));
}

}  // namespace

struct RememberedMetadata::Contents {
    std::string path;   // "" when nothing is to be written
    FileDescriptor fd;  // stays open: another command may put a new file in its place
    std::vector<RecordPlace> places;
    std::vector<bool> is_used;                                 // by place
    std::vector<std::pair<std::uint32_t, std::string>> added;  // by key
    std::chrono::nanoseconds now{};

    // All of it, what is new and what was used now first.
    std::string new_file() const;
};

RememberedMetadata::RememberedMetadata(const std::optional<std::string>& folder,
                                       std::chrono::system_clock::time_point now)
    : contents_(std::make_unique<Contents>()) {
    if (!folder) return;
    contents_->now = now.time_since_epoch();
    contents_->path = join_path(*folder, kFileName);
    contents_->fd = open_ours(contents_->path, O_RDONLY);
    if (!contents_->fd.is_open()) return;
    contents_->places = read_table(contents_->fd);
    contents_->is_used.resize(contents_->places.size());
}

RememberedMetadata::~RememberedMetadata() = default;

std::optional<std::string> RememberedMetadata::text(const std::string& path,
                                                    const FileState& state) {
    const auto& places = contents_->places;
    const auto same_key = std::ranges::equal_range(places, record_key(path), {}, &RecordPlace::key);
    for (const RecordPlace& place : same_key) {
        if (place.length > kLargestMetadataFile) continue;
        const std::string record = read_at(contents_->fd, place.offset, place.length);
        const auto text = text_of_record(record, path, state);
        if (!text) continue;
        contents_->is_used[static_cast<std::size_t>(&place - places.data())] = true;
        return std::string(*text);
    }
    return std::nullopt;
}

void RememberedMetadata::add(const std::string& path, const FileState& state,
                             std::string_view text) {
    if (std::chrono::nanoseconds(state.changed_ns) >= contents_->now - kCoarsestClock) return;
    if (auto record = record_bytes(path, state, text)) {
        contents_->added.emplace_back(record_key(path), std::move(*record));
    }
}

std::string RememberedMetadata::Contents::new_file() const {
    const std::string old =
        fd.is_open() ? read_at(fd, 0, std::min<std::uint64_t>(size_of(fd), kLargestMetadataFile))
                     : std::string();
    std::vector<std::size_t> order(places.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {},
                      [&](std::size_t i) { return std::pair(!is_used[i], places[i].offset); });
    std::vector<std::pair<std::uint32_t, std::string_view>> records(added.begin(), added.end());
    for (const std::size_t i : order) {
        const RecordPlace& place = places[i];
        if (place.offset > old.size()) continue;
        records.emplace_back(place.key, std::string_view(old).substr(place.offset, place.length));
    }
    return metadata_file(records);
}

void RememberedMetadata::write() {
    if (contents_->path.empty() || contents_->added.empty()) return;
    try {
        // What is in its place and not ours is not for us to replace.
        if (!contents_->fd.is_open() && exists(contents_->path)) return;
        const std::string bytes = contents_->new_file();
        AtomicFile file(contents_->path);
        file.write_at(std::as_bytes(std::span(bytes)), 0);
        file.commit_unflushed(0600);
    } catch (const Error&) {
        return;
    }
    contents_->added.clear();
}

}  // namespace pexpack
