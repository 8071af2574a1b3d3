#include "pexpack/support/temporary_folder.hpp"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"

namespace pexpack {

TemporaryFolder::TemporaryFolder() {
    const char* base = std::getenv("TMPDIR");
    path_ = join_path(base == nullptr || *base == '\0' ? "/tmp" : base, "pexpack-XXXXXX");
    if (::mkdtemp(path_.data()) == nullptr) {
        throw system_error("make a temporary folder", path_)
            .hint("set TMPDIR to a folder that you may write to");
    }
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

TemporaryFolder& TemporaryFolder::operator=(TemporaryFolder&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace pexpack
