#include "pexpack/support/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "pexpack/support/check.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/interruption.hpp"

namespace pexpack {

namespace {

// The one exception to "no global state": a signal handler can reach nothing else. It points into
// the AtomicFile that is open and is null otherwise.
std::atomic<const char*> unfinished_path = nullptr;

std::string folder_of_final(const std::string& path) {
    return std::string(directory_of(path));
}

Error write_error(const std::string& path) {
    const int reason = errno;
    Error error = system_error("write", path);
    struct statvfs space {};
    const std::string folder = folder_of_final(path);
    if (reason == ENOSPC && ::statvfs(folder.c_str(), &space) == 0) {
        const auto free_kib = space.f_bavail * space.f_frsize / 1024;
        error.hint(fmt::format("`{}` has {} KiB free; make room there or choose another output",
                               folder, free_kib));
    }
    return error;
}

void refuse_unless_file(const std::string& path) {
    const std::string_view name = base_name(path);
    if (name.empty() || name == "." || name == "..") {
        throw Error(ErrorKind::kUsage, fmt::format("the output `{}` can only be a folder", path))
            .hint("give the name of a file with `-o`");
    }
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode)) return;
    throw Error(ErrorKind::kUsage, fmt::format("the output `{}` is a {}", path,
                                               S_ISDIR(status.st_mode) ? "folder" : "special file"))
        .hint("give the name of a file with `-o`");
}

// Where the links lead that stand at `path`, also when nothing is there yet.
std::string behind_links(const std::string& path) {
    constexpr int kMostLinks = 40;  // as Linux
    std::string place = path;
    for (int i = 0; i < kMostLinks; ++i) {
        std::error_code failure;
        const auto target = std::filesystem::read_symlink(place, failure);
        if (failure) return place;
        place = join_path(directory_of(place), target.string());
    }
    errno = ELOOP;
    throw system_error("write", path);
}

// `place` is where the links of `path` lead.
void refuse_long_name(const std::string& path, const std::string& place) {
    const long longest = ::pathconf(folder_of_final(place).c_str(), _PC_NAME_MAX);
    if (longest < 0 || base_name(place).size() <= static_cast<std::size_t>(longest)) return;
    throw Error(ErrorKind::kSystem, fmt::format("cannot write `{}`: its name is longer than the {} "
                                                "bytes that the file system allows",
                                                path, longest))
        .hint("give it a shorter name with `-o`");
}

// The folders above `path` that do not exist, the innermost first.
std::vector<std::string> missing_folders(const std::string& path) {
    std::vector<std::string> missing;
    std::string folder = absolute_path(folder_of_final(path));
    while (!exists(folder)) {
        missing.push_back(folder);
        folder = folder_of_final(folder);
    }
    return missing;
}

}  // namespace

AtomicFile::AtomicFile(const std::string& path) : path_(path) {
    refuse_unless_file(path);
    final_ = real_path(behind_links(path));
    refuse_unless_file(final_);
    new_folders_ = missing_folders(final_);
    try {
        open();
    } catch (...) {
        remove_new_folders();
        throw;
    }
}

void AtomicFile::open() {
    make_directories(folder_of_final(final_));
    refuse_long_name(path_, final_);
    // A part of the name will do: with what is added it must not be longer than a name may be.
    constexpr std::size_t kMostOfName = 200;
    temporary_ = fmt::format("{}/.{}.pexpack-XXXXXX.tmp", folder_of_final(final_),
                             base_name(final_).substr(0, kMostOfName));
    constexpr int kSuffixLength = 4;  // ".tmp"
    fd_ = FileDescriptor(::mkostemps(temporary_.data(), kSuffixLength, O_CLOEXEC));
    if (!fd_.is_open()) {
        throw system_error("write", path_).hint("choose a folder that you may write to");
    }
    unfinished_path = temporary_.c_str();
}

void AtomicFile::remove_new_folders() const {
    for (const std::string& folder : new_folders_) ::rmdir(folder.c_str());
}

AtomicFile::~AtomicFile() {
    if (!fd_.is_open()) return;
    ::unlink(temporary_.c_str());
    unfinished_path = nullptr;
    remove_new_folders();
}

void AtomicFile::write_at(std::span<const std::byte> bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        stop_if_interrupted();
        const ssize_t count =
            ::pwrite(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0) {
            if (errno == EINTR) continue;
            throw write_error(path_);
        }
        // The disk begins now, so that the flush at the end finds less to wait for.
        ::sync_file_range(fd_.get(), static_cast<off_t>(offset), count, SYNC_FILE_RANGE_WRITE);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
}

void AtomicFile::set_mode(unsigned mode) const {
    PEXPACK_CHECK(fd_.is_open());
    if (::fchmod(fd_.get(), mode) != 0) throw system_error("set the mode of", path_);
}

void AtomicFile::commit_unflushed(unsigned mode) {
    set_mode(mode);
    stop_if_interrupted();
    take_place({});
    unfinished_path = nullptr;
    fd_ = FileDescriptor();
}

void AtomicFile::commit(unsigned mode, const std::function<void()>& confirm) {
    set_mode(mode);
    if (::fsync(fd_.get()) != 0) throw write_error(path_);
    stop_if_interrupted();
    take_place(confirm);
    unfinished_path = nullptr;
    fd_ = FileDescriptor();
    // Makes the new name survive a power loss; a file system that cannot do that is no reason to
    // fail.
    const FileDescriptor folder(
        ::open(folder_of_final(final_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.is_open()) ::fsync(folder.get());
}

// The two files change names, so that there is a way back. A file system that cannot do that has
// the new one confirmed first.
void AtomicFile::take_place(const std::function<void()>& confirm) {
    const char* ours = temporary_.c_str();
    const char* place = final_.c_str();
    const auto exchange = [&] {
        return ::renameat2(AT_FDCWD, ours, AT_FDCWD, place, RENAME_EXCHANGE) == 0;
    };
    const bool exchanged = exchange();
    const bool is_new = !exchanged && errno == ENOENT;
    const bool cannot_exchange = !exchanged && (errno == EINVAL || errno == ENOSYS);
    if (!exchanged && !is_new && !cannot_exchange) throw system_error("write", path_);
    if (cannot_exchange && confirm) confirm();
    if (!exchanged && ::rename(ours, place) != 0) throw system_error("write", path_);
    if (cannot_exchange) return;
    try {
        if (confirm) confirm();
    } catch (...) {
        is_new ? ::unlink(place) : static_cast<int>(exchange());
        throw;
    }
    if (exchanged) ::unlink(ours);
}

void remove_unfinished_file() noexcept {
    const char* path = unfinished_path;
    if (path != nullptr) ::unlink(path);
}

}  // namespace pexpack
