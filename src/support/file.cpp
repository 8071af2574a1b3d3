#include "pexpack/support/file.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <utility>

#include "pexpack/support/error.hpp"
#include "pexpack/support/interruption.hpp"

namespace pexpack {

namespace {

// Computed unsigned, as the time may be one that nanoseconds in 64 bits do not reach (after 2262).
std::int64_t nanoseconds(const timespec& time) {
    constexpr std::uint64_t kNanosecondsPerSecond = 1'000'000'000;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(time.tv_sec) *
                                         kNanosecondsPerSecond +
                                     static_cast<std::uint64_t>(time.tv_nsec));
}

FileStamp stamp_of(const struct stat& status) {
    return {.device = status.st_dev,
            .inode = status.st_ino,
            .size = static_cast<std::uint64_t>(status.st_size),
            .modified_ns = nanoseconds(status.st_mtim)};
}

// A pipe waits for its writer, and some file systems for their server.
FileDescriptor open_uninterrupted(const std::string& path, int flags) {
    for (;;) {
        stop_if_interrupted();
        FileDescriptor fd(::open(path.c_str(), flags));
        if (fd.is_open() || errno != EINTR) return fd;
    }
}

FileType type_of(const struct stat& status) {
    if (S_ISREG(status.st_mode)) return FileType::kRegular;
    if (S_ISDIR(status.st_mode)) return FileType::kDirectory;
    if (S_ISLNK(status.st_mode)) return FileType::kSymlink;
    return FileType::kOther;
}

FileType type_of(const std::string& folder, const dirent& entry) {
    switch (entry.d_type) {
        case DT_REG:
            return FileType::kRegular;
        case DT_DIR:
            return FileType::kDirectory;
        case DT_LNK:
            return FileType::kSymlink;
        case DT_UNKNOWN:
            break;  // some file systems leave it to lstat
        default:
            return FileType::kOther;
    }
    struct stat status {};
    const std::string path = join_path(folder, entry.d_name);
    return ::lstat(path.c_str(), &status) == 0 ? type_of(status) : FileType::kOther;
}

}  // namespace

std::optional<FileState> file_state(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return FileState{.stamp = stamp_of(status), .changed_ns = nanoseconds(status.st_ctim)};
}

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

FileDescriptor::~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
}

ReadableFile::ReadableFile(std::string path, FileDescriptor fd, FileStamp stamp)
    : path_(std::move(path)), fd_(std::move(fd)), stamp_(stamp) {}

ReadableFile ReadableFile::open(const std::string& path) {
    FileDescriptor fd = open_uninterrupted(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (!fd.is_open() && (errno == ENOENT || errno == ENOTDIR)) {
        throw Error(ErrorKind::kBadInput, fmt::format("`{}` does not exist", path));
    }
    if (!fd.is_open()) throw system_error("open", path);
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) throw system_error("examine", path);
    if (!S_ISREG(status.st_mode)) {
        throw Error(ErrorKind::kBadInput, fmt::format("`{}` is not a regular file", path));
    }
    return {path, std::move(fd), stamp_of(status)};
}

FileStamp ReadableFile::current_stamp() const {
    struct stat status {};
    if (::fstat(fd_.get(), &status) != 0) throw system_error("examine", path_);
    return stamp_of(status);
}

std::size_t ReadableFile::read_some(std::span<std::byte> buffer, std::uint64_t offset) const {
    for (;;) {
        stop_if_interrupted();
        const ssize_t count =
            ::pread(fd_.get(), buffer.data(), buffer.size(), static_cast<off_t>(offset));
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno != EINTR) throw system_error("read", path_);
    }
}

void ReadableFile::read_exactly(std::span<std::byte> buffer, std::uint64_t offset) const {
    while (!buffer.empty()) {
        const std::size_t count = read_some(buffer, offset);
        if (count == 0) {
            throw Error(
                ErrorKind::kBadInput,
                fmt::format("`{}` ends at byte {}, where more was expected", path_, offset));
        }
        buffer = buffer.subspan(count);
        offset += count;
    }
}

std::vector<DirectoryEntry> list_directory(const std::string& path) {
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
    if (!folder) throw system_error("open the folder", path);
    std::vector<DirectoryEntry> entries;
    for (;;) {
        errno = 0;
        const dirent* entry = ::readdir(folder.get());
        if (entry == nullptr) break;
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") {
            entries.push_back({std::string(name), type_of(path, *entry)});
        }
    }
    if (errno != 0) throw system_error("read the folder", path);
    std::ranges::sort(entries, {}, &DirectoryEntry::name);
    return entries;
}

namespace {

Error too_large(const std::string& path, std::uint64_t limit) {
    return Error(ErrorKind::kBadInput, fmt::format("`{}` is larger than {} bytes", path, limit));
}

}  // namespace

std::string read_file(const std::string& path, std::uint64_t limit) {
    const ReadableFile file = ReadableFile::open(path);
    std::string content;
    // Files under /proc have size 0 and content all the same, so the size is only a first guess.
    constexpr std::size_t kStep = std::size_t{1} << 16;
    content.reserve(std::min<std::uint64_t>(file.size(), limit));
    for (;;) {
        const std::size_t length = content.size();
        content.resize(length + kStep);
        const auto room = std::as_writable_bytes(std::span(content)).subspan(length);
        const std::size_t count = file.read_some(room, length);
        content.resize(length + count);
        if (count == 0) return content;
        if (content.size() > limit) throw too_large(path, limit);
    }
}

std::string read_stream(const std::string& path, std::uint64_t limit) {
    const FileDescriptor fd = open_uninterrupted(path, O_RDONLY | O_CLOEXEC);
    if (!fd.is_open()) throw system_error("open", path);
    std::string content;
    constexpr std::size_t kStep = std::size_t{1} << 16;
    for (;;) {
        stop_if_interrupted();
        const std::size_t length = content.size();
        content.resize(length + kStep);
        const ssize_t count = ::read(fd.get(), content.data() + length, kStep);
        const int reason = errno;
        content.resize(length + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        if (count == 0) return content;
        if (count < 0 && reason != EINTR) {
            errno = reason;
            throw system_error("read", path);
        }
        if (content.size() > limit) throw too_large(path, limit);
    }
}

namespace {

// The mode of what is there, 0 when nothing is. Whether something is there may be hidden from us.
mode_t mode_at(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0) return status.st_mode;
    for (const int absent : {ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG}) {
        if (errno == absent) return 0;
    }
    throw system_error("examine", path);
}

}  // namespace

bool exists(const std::string& path) {
    return mode_at(path) != 0;
}

bool is_directory(const std::string& path) {
    return S_ISDIR(mode_at(path));
}

bool is_regular_file(const std::string& path) {
    return S_ISREG(mode_at(path));
}

bool is_same_file(const std::string& a, const std::string& b) {
    std::error_code failure;
    return std::filesystem::equivalent(a, b, failure);
}

void make_directories(const std::string& path) {
    std::error_code failure;
    std::filesystem::create_directories(path, failure);
    if (failure) {
        errno = failure.value();
        throw system_error("make the folder", path);
    }
}

std::string join_path(std::string_view folder, std::string_view name) {
    if (folder.empty() || name.starts_with('/')) return std::string(name);
    return fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", name);
}

std::string_view base_name(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view directory_of(std::string_view path) {
    const auto slash = path.rfind('/');
    if (slash == std::string_view::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::string absolute_path(const std::string& path) {
    std::error_code failure;
    auto absolute = std::filesystem::absolute(path, failure);
    if (failure) {
        errno = failure.value();
        throw system_error("find the absolute path of", path);
    }
    std::string text = absolute.lexically_normal().string();
    if (text.size() > 1 && text.ends_with('/')) text.pop_back();
    return text;
}

std::string real_path(const std::string& path) {
    std::error_code failure;
    const auto real = std::filesystem::weakly_canonical(path, failure);
    return failure ? absolute_path(path) : real.string();
}

}  // namespace pexpack
