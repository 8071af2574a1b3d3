// Files and folders as values: descriptors that close themselves, whole-file reads with a limit,
// listings in a fixed order. Every failure is an Error that names the path: kBadInput when it is
// not there, of the wrong type, too large or too short, kSystem otherwise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pexpack {

// Owns a file descriptor.
class FileDescriptor {
  public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : fd_(fd) {}
    FileDescriptor(FileDescriptor&& other) noexcept;
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor();

    int get() const { return fd_; }
    bool is_open() const { return fd_ >= 0; }

  private:
    int fd_ = -1;
};

// What tells one state of a file from another without reading it.
struct FileStamp {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    std::int64_t modified_ns = 0;  // since 1970, UTC, modulo 2^64

    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// The same for as long as a disk remembers: the system sets the time of the last change, so that a
// file that was written to and given its old time back has another state.
struct FileState {
    FileStamp stamp;
    std::int64_t changed_ns = 0;  // since 1970, UTC, modulo 2^64

    friend bool operator==(const FileState&, const FileState&) = default;
};

// Of the file that `path` leads to; nothing unless that is a regular file that can be examined.
std::optional<FileState> file_state(const std::string& path);

// A regular file open for reading at any offset.
class ReadableFile {
  public:
    // Throws when it cannot be opened (kBadInput when it is not there) or is not a regular file (a
    // FIFO is never waited for).
    static ReadableFile open(const std::string& path);

    const std::string& path() const { return path_; }
    std::uint64_t size() const { return stamp_.size; }
    const FileStamp& stamp() const { return stamp_; }
    // The stamp as it is now: differs from stamp() when the file was written to since.
    FileStamp current_stamp() const;

    // Fills the buffer from `offset`; throws when the file ends before it is full.
    void read_exactly(std::span<std::byte> buffer, std::uint64_t offset) const;
    // Up to buffer.size() bytes; 0 at the end of the file.
    std::size_t read_some(std::span<std::byte> buffer, std::uint64_t offset) const;

  private:
    ReadableFile(std::string path, FileDescriptor fd, FileStamp stamp);
    std::string path_;
    FileDescriptor fd_;
    FileStamp stamp_;
};

enum class FileType { kRegular, kDirectory, kSymlink, kOther };

struct DirectoryEntry {
    std::string name;
    FileType type = FileType::kOther;  // of the entry itself: links are not followed
};

// The entries of a folder except `.` and `..`, sorted by their bytes.
std::vector<DirectoryEntry> list_directory(const std::string& path);

// The whole file. Throws when it is larger than `limit` bytes.
std::string read_file(const std::string& path, std::uint64_t limit);

// The same for a pipe, a terminal or another thing that can be read only once; waits for its end.
std::string read_stream(const std::string& path, std::uint64_t limit);

// All three throw Error (kSystem) when the folders above may not be searched, so nobody can say.
bool exists(const std::string& path);
bool is_directory(const std::string& path);     // links are followed
bool is_regular_file(const std::string& path);  // links are followed
// Whether both paths lead to one file or folder; what does not exist is not the same.
bool is_same_file(const std::string& a, const std::string& b);

// Makes the folder and those above it; fine when it is there already.
void make_directories(const std::string& path);

// "a" and "b" -> "a/b"; an absolute second part wins; an empty first part is left out.
std::string join_path(std::string_view folder, std::string_view name);
std::string_view base_name(std::string_view path);
std::string_view directory_of(std::string_view path);  // "." when the path names no folder

// Absolute and without `.`, `..` and repeated slashes, by text alone: links are not followed.
std::string absolute_path(const std::string& path);
// The same with links followed where the path exists.
std::string real_path(const std::string& path);

}  // namespace pexpack
