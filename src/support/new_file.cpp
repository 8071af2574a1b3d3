#include "pexpack/support/new_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "pexpack/support/error.hpp"
#include "pexpack/support/interruption.hpp"
#include "write_failure.hpp"

namespace pexpack {

NewFile::NewFile(const std::string& path, unsigned mode) : path_(path) {
    constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    fd_ = FileDescriptor(::open(path.c_str(), kFlags, mode));
    if (!fd_.is_open() && errno == EEXIST && ::unlink(path.c_str()) == 0)
        fd_ = FileDescriptor(::open(path.c_str(), kFlags, mode));
    if (!fd_.is_open()) throw system_error("make", path);
}

void NewFile::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        stop_if_interrupted();
        const ssize_t count = ::write(fd_.get(), bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            throw write_failure(
                {.path = path_, .folder = std::string(directory_of(path_)), .fd = fd_.get()});
        }
        if (count > 0) bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
}

void write_new_file(const std::string& path, std::string_view text, unsigned mode) {
    NewFile(path, mode).write(std::as_bytes(std::span(text)));
}

}  // namespace pexpack
