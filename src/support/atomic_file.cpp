#include "pexpack/support/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "held_signals.hpp"
#include "pexpack/support/check.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/interruption.hpp"
#include "unfinished_file.hpp"
#include "write_failure.hpp"

namespace pexpack {

namespace {

// The one exception to "no global state": a signal handler can reach nothing else. Both point into
// the AtomicFile that is open and are null otherwise.
std::atomic<const char*> unfinished_path = nullptr;
std::atomic<const char*> place_of_old = nullptr;  // where the file at unfinished_path belongs

std::string folder_of_final(const std::string& path) {
    return std::string(directory_of(path));
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
    remove_left_behind(final_);
    const HeldSignals together;
    UnfinishedFile made = make_unfinished_file(final_);
    if (!made.fd.is_open()) {
        Error error = failure();
        if (error.hint_text().empty()) error.hint("choose a folder that you may write to");
        throw error;
    }
    temporary_ = std::move(made.path);
    fd_ = std::move(made.fd);
    unfinished_path = temporary_.c_str();
}

Error AtomicFile::failure() const {
    return write_failure({.path = path_,
                          .folder = folder_of_final(final_),
                          .fd = fd_.get(),
                          .needed = expected_size_});
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

void AtomicFile::expect_size(std::uint64_t bytes) {
    expected_size_ = bytes;
    // Without it a tenth more time passes until all is on the disk. Where there is no room, writing
    // says so; where the file system cannot do it, nothing is lost.
    ::fallocate(fd_.get(), FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(bytes));
}

void AtomicFile::write_at(std::span<const std::byte> bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        stop_if_interrupted();
        const ssize_t count =
            ::pwrite(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0) {
            if (errno == EINTR) continue;
            throw failure();
        }
        bytes = bytes.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    send_to_disk(offset);
}

// The disk begins now, so that the flush at the end finds less to wait for. In large pieces: with
// 256 KiB at a time the writing itself takes a quarter longer.
void AtomicFile::send_to_disk(std::uint64_t end) {
    constexpr std::uint64_t kPiece = std::uint64_t{8} << 20;
    if (end < sent_ + kPiece) return;
    ::sync_file_range(fd_.get(), static_cast<off_t>(sent_), static_cast<off_t>(end - sent_),
                      SYNC_FILE_RANGE_WRITE);
    sent_ = end;
}

void AtomicFile::give_back_room() const {
    struct stat status {};
    if (expected_size_ == 0 || ::fstat(fd_.get(), &status) != 0) return;
    [[maybe_unused]] const int cut = ::ftruncate(fd_.get(), status.st_size);
}

void AtomicFile::set_mode(unsigned mode) const {
    PEXPACK_CHECK(fd_.is_open());
    if (::fchmod(fd_.get(), mode) != 0) throw system_error("set the mode of", path_);
}

void AtomicFile::commit_unflushed(unsigned mode) {
    set_mode(mode);
    give_back_room();
    take_place({});
}

void AtomicFile::commit(unsigned mode, const std::function<void()>& confirm) {
    set_mode(mode);
    give_back_room();
    while (::fsync(fd_.get()) != 0) {
        if (errno != EINTR) throw failure();
        stop_if_interrupted();
    }
    take_place(confirm);
    // Makes the new name survive a power loss; a file system that cannot do that is no reason to
    // fail.
    const FileDescriptor folder(
        ::open(folder_of_final(final_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.is_open()) ::fsync(folder.get());
}

void AtomicFile::take_place(const std::function<void()>& confirm) {
    stop_if_interrupted();
    const FileDescriptor old = confirm ? hold(final_) : FileDescriptor();
    const Placed placed = confirm ? place_revocably() : Placed::kNot;
    if (confirm) {
        try {
            confirm();
        } catch (...) {
            revoke(placed);
            throw;
        }
    }
    if (placed == Placed::kNot && ::rename(temporary_.c_str(), final_.c_str()) != 0)
        throw system_error("write", path_);
    const HeldSignals together;
    place_of_old = nullptr;
    unfinished_path = nullptr;
    if (placed == Placed::kExchanged) ::unlink(temporary_.c_str());
    fd_ = FileDescriptor();
}

bool AtomicFile::exchange_names() const {
    return ::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, final_.c_str(), RENAME_EXCHANGE) ==
           0;
}

// Whether our file, and not that of another command, is the one at `path`.
bool AtomicFile::is_ours(const std::string& path) const {
    struct stat ours {};
    struct stat there {};
    return ::fstat(fd_.get(), &ours) == 0 && ::lstat(path.c_str(), &there) == 0 &&
           ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

// The two files change names, so that there is a way back. A file system that cannot do that has
// the new one confirmed first.
AtomicFile::Placed AtomicFile::place_revocably() {
    const HeldSignals together;
    for (;;) {
        if (exchange_names()) {
            place_of_old = final_.c_str();
            return Placed::kExchanged;
        }
        if (errno == ENOENT && ::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, final_.c_str(),
                                           RENAME_NOREPLACE) == 0) {
            unfinished_path = final_.c_str();
            return Placed::kNew;
        }
        if (errno == EINVAL || errno == ENOSYS) return Placed::kNot;
        if (errno != EEXIST) throw system_error("write", path_);
    }
}

// What another command has put in the place by then stays there.
void AtomicFile::revoke(Placed placed) {
    const HeldSignals together;
    if (placed == Placed::kNew && is_ours(final_)) ::unlink(final_.c_str());
    if (placed == Placed::kExchanged && is_ours(final_)) {
        if (!exchange_names()) {
            ::rename(temporary_.c_str(), final_.c_str());
        } else if (!is_ours(temporary_)) {  // it came between the look and the exchange
            exchange_names();
        }
    }
    place_of_old = nullptr;
    unfinished_path = temporary_.c_str();
}

void remove_unfinished_file() noexcept {
    const char* path = unfinished_path;
    const char* place = place_of_old;
    if (path == nullptr) return;
    if (place == nullptr) {
        ::unlink(path);
    } else {
        ::rename(path, place);
    }
}

}  // namespace pexpack
