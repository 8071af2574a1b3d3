#include "pexpack/archive/checked_wheels.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// Counted up when check_wheel() becomes stricter: what passed before has to pass again.
constexpr const char* kFileName = "checked-wheels-1";
constexpr std::size_t kDigestLength = 64;
// About 16,000 wheels. Then it starts anew.
constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 20;

bool is_ours_alone(const struct stat& status) {
    const bool others_write = (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
    return S_ISREG(status.st_mode) && status.st_uid == ::geteuid() && !others_write;
}

// An open file of ours, or none.
FileDescriptor open_ours(const std::string& path, int flags) {
    FileDescriptor fd(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
    struct stat status {};
    if (!fd.is_open() || ::fstat(fd.get(), &status) != 0 || !is_ours_alone(status)) return {};
    return fd;
}

std::string read_all(const FileDescriptor& fd) {
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) return {};
    std::string text(
        std::min<std::uint64_t>(static_cast<std::uint64_t>(status.st_size), kLargestFile), '\0');
    const ssize_t count = ::pread(fd.get(), text.data(), text.size(), 0);
    text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return text;
}

}  // namespace

CheckedWheels::CheckedWheels(const std::optional<std::string>& folder) {
    if (!folder) return;
    folder_ = *folder;
    path_ = join_path(folder_, kFileName);
    const FileDescriptor fd = open_ours(path_, O_RDONLY);
    if (!fd.is_open()) return;
    const std::string text = read_all(fd);
    for (const std::string_view line : split(text, '\n')) {
        if (line.size() == kDigestLength) known_.emplace(line);
    }
}

void CheckedWheels::add(const std::vector<std::string>& sha256s) {
    std::string lines;
    for (const std::string& digest : sha256s) {
        if (known_.insert(digest).second) lines += digest + "\n";
    }
    if (folder_.empty() || lines.empty()) return;
    try {
        make_directories(folder_);
    } catch (const Error&) {
        return;
    }
    const FileDescriptor fd = open_ours(path_, O_WRONLY | O_CREAT | O_APPEND);
    struct stat status {};
    if (!fd.is_open() || ::fstat(fd.get(), &status) != 0) return;
    const bool is_full = static_cast<std::uint64_t>(status.st_size) + lines.size() > kLargestFile;
    if (is_full && ::ftruncate(fd.get(), 0) != 0) return;
    // One write, so that lines of two commands do not mix. A line that is cut short is no digest.
    [[maybe_unused]] const ssize_t written = ::write(fd.get(), lines.data(), lines.size());
}

}  // namespace pexpack
