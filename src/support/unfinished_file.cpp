#include "unfinished_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::string_view kPlaceholder = "XXXXXX";
constexpr std::string_view kEnd = ".tmp";

std::string start_of_name(const std::string& final) {
    // A part of the name will do: with what is added it must not be longer than a name may be.
    constexpr std::size_t kMostOfName = 200;
    return fmt::format(".{}.pexpack-", base_name(final).substr(0, kMostOfName));
}

bool is_unfinished(std::string_view name, std::string_view start) {
    if (name.size() != start.size() + kPlaceholder.size() + kEnd.size()) return false;
    const std::string_view random = name.substr(start.size(), kPlaceholder.size());
    return name.starts_with(start) && name.ends_with(kEnd) &&
           std::ranges::all_of(random, is_ascii_alnum);
}

void wait_for_shared_lock(int fd) {
    // Somebody who looks whether it was left behind is done in a moment.
    while (::flock(fd, LOCK_SH) != 0 && errno == EINTR) continue;
}

bool has_name(int fd) {
    struct stat status {};
    return ::fstat(fd, &status) != 0 || status.st_nlink > 0;
}

void remove_if_left_behind(const std::string& path) {
    const FileDescriptor fd(::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status {};
    const bool is_ours =
        fd.is_open() && ::fstat(fd.get(), &status) == 0 && status.st_uid == ::geteuid();
    if (is_ours && ::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) ::unlink(path.c_str());
}

}  // namespace

UnfinishedFile make_unfinished_file(const std::string& final) {
    for (;;) {
        UnfinishedFile made{.path = fmt::format("{}/{}{}{}", directory_of(final),
                                                start_of_name(final), kPlaceholder, kEnd),
                            .fd = {}};
        const int end_length = static_cast<int>(kEnd.size());
        made.fd = FileDescriptor(::mkostemps(made.path.data(), end_length, O_CLOEXEC));
        if (!made.fd.is_open()) return made;
        wait_for_shared_lock(made.fd.get());
        // Before it was locked it may have been taken for one that was left behind.
        if (has_name(made.fd.get())) return made;
    }
}

void remove_left_behind(const std::string& final) {
    const std::string folder(directory_of(final));
    const std::string start = start_of_name(final);
    try {
        for (const DirectoryEntry& entry : list_directory(folder)) {
            if (entry.type == FileType::kRegular && is_unfinished(entry.name, start))
                remove_if_left_behind(join_path(folder, entry.name));
        }
    } catch (const Error&) {
        return;  // a folder that may be written to but not read
    }
}

FileDescriptor hold(const std::string& path) {
    FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (fd.is_open()) wait_for_shared_lock(fd.get());
    return fd;
}

}  // namespace pexpack
