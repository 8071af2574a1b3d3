#include "pexpack/support/own_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace pexpack {

namespace {

bool is_ours_alone(const struct stat& status) {
    const bool others_write = (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
    return S_ISREG(status.st_mode) && status.st_uid == ::geteuid() && !others_write;
}

}  // namespace

FileDescriptor open_ours(const std::string& path, int flags) {
    FileDescriptor fd(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
    struct stat status {};
    if (!fd.is_open() || ::fstat(fd.get(), &status) != 0 || !is_ours_alone(status)) return {};
    return fd;
}

std::string read_ours(const std::string& path, std::uint64_t limit) {
    const FileDescriptor fd = open_ours(path, O_RDONLY);
    struct stat status {};
    if (!fd.is_open() || ::fstat(fd.get(), &status) != 0) return {};
    std::string text(std::min(static_cast<std::uint64_t>(status.st_size), limit), '\0');
    const ssize_t count = ::pread(fd.get(), text.data(), text.size(), 0);
    text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return text;
}

}  // namespace pexpack
