#include "pexpack/support/temporary_folder.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"

namespace pexpack {

namespace {

namespace fs = std::filesystem;

// Every folder below, too, so that it can be listed and emptied; links are not followed.
void make_writable(const std::string& folder) {
    std::vector<fs::path> open{folder};
    while (!open.empty()) {
        const fs::path path = std::move(open.back());
        open.pop_back();
        std::error_code failure;
        fs::permissions(path, fs::perms::owner_all, fs::perm_options::add, failure);
        fs::directory_iterator entry(path, failure);
        for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
            std::error_code unknown;
            if (fs::is_directory(entry->symlink_status(unknown))) open.push_back(entry->path());
        }
    }
}

void remove_with_all_in_it(const std::string& folder) {
    std::error_code failure;
    fs::remove_all(folder, failure);
    if (!failure) return;
    // What runs in it may have closed folders to writing, as a build or a module cache does.
    make_writable(folder);
    fs::remove_all(folder, failure);
}

}  // namespace

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
    if (!path_.empty()) remove_with_all_in_it(path_);
}

}  // namespace pexpack
