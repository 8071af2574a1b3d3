#include "pexpack/archive/checked_wheels.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/own_file.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// Counted up when check_wheel() becomes stricter: what passed before has to pass again.
constexpr const char* kFileName = "checked-wheels-3";
constexpr std::size_t kDigestLength = 64;
// About 16,000 wheels. Then it starts anew.
constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 20;

}  // namespace

CheckedWheels::CheckedWheels(const std::optional<std::string>& folder) {
    if (!folder) return;
    folder_ = *folder;
    path_ = join_path(folder_, kFileName);
    const std::string text = read_ours(path_, kLargestFile);
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
