#include "project_copy.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "left_out.hpp"
#include "pexpack/support/atomic_file.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/interruption.hpp"

namespace pexpack {

namespace {

constexpr std::array<std::string_view, 5> kVersionControl = {".git", ".hg", ".svn", ".bzr", "CVS"};

bool is_version_control(std::string_view name) {
    return std::ranges::find(kVersionControl, name) != kVersionControl.end();
}

// Setuptools takes over what it finds in its build folder and in an earlier list of sources.
bool is_left_by_setuptools(const std::string& name) {
    for (const std::string_view start : {"build/lib", "build/bdist.", "build/temp."}) {
        if (name.starts_with(start) && name.find('/', start.size()) == std::string::npos)
            return true;
    }
    return name.ends_with(".egg-info") &&
           (directory_of(name) == "." || directory_of(name) == "src");
}

void check(bool done, const char* action, const std::string& path) {
    if (!done) throw system_error(action, path);
}

void make_link(const std::string& target, const std::string& place) {
    std::error_code failure;
    std::filesystem::create_symlink(target, place, failure);
    errno = failure.value();
    check(!failure, "make the link", place);
}

class Copying {
  public:
    Copying(const std::string& folder, const std::string& copy,
            const std::vector<std::string>& excluded)
        : folder_(absolute_path(folder)), copy_(copy), excluded_(excluded) {}

    void run() {
        open_.emplace_back();
        while (!open_.empty()) {
            const std::string name = std::move(open_.back());
            open_.pop_back();
            make_directories(join_path(copy_, name));
            for (const DirectoryEntry& entry : list_directory(join_path(folder_, name)))
                visit(join_path(name, entry.name), entry);
        }
    }

  private:
    void visit(const std::string& name, const DirectoryEntry& entry) {
        stop_if_interrupted();
        const std::string path = join_path(folder_, name);
        if (is_excluded(path)) return;
        const bool at_top = name == entry.name;
        if (at_top && is_version_control(name)) {
            entry.type == FileType::kRegular ? copy_reference(path, name) : link(path, name);
        } else if (entry.type == FileType::kSymlink) {
            copy_link(path, name);
        } else if (entry.type == FileType::kDirectory) {
            if (!is_never_source(path, entry.name) && !is_left_by_setuptools(name))
                open_.push_back(name);
        } else if (entry.type == FileType::kRegular) {
            copy_file(path, name);
        }  // no build reads sockets and pipes
    }

    bool is_excluded(const std::string& path) const {
        return std::ranges::any_of(
            excluded_, [&](const std::string& other) { return is_same_file(path, other); });
    }

    void link(const std::string& target, const std::string& name) {
        make_link(target, join_path(copy_, name));
    }

    // `.git` of a submodule or a further working tree: "gitdir: " and a path, relative to the
    // folder.
    void copy_reference(const std::string& path, const std::string& name) {
        constexpr std::string_view kKey = "gitdir: ";
        constexpr std::uint64_t kLargest = 65536;
        std::string text = read_file(path, kLargest);
        while (text.ends_with('\n')) text.pop_back();
        if (!text.starts_with(kKey)) return link(path, name);
        const std::string target = join_path(folder_, text.substr(kKey.size()));
        const std::string reference = fmt::format("{}{}\n", kKey, target);
        AtomicFile file(join_path(copy_, name));
        file.write_at(std::as_bytes(std::span(reference)), 0);
        file.commit(0644);
    }

    void copy_link(const std::string& path, const std::string& name) {
        std::error_code failure;
        const auto target = std::filesystem::read_symlink(path, failure);
        errno = failure.value();
        check(!failure, "read the link", path);
        const std::string leads_to = absolute_path(join_path(directory_of(path), target.string()));
        const bool stays = target.is_relative() && leads_to.starts_with(folder_ + "/");
        link(stays ? target.string() : leads_to, name);
    }

    void copy_file(const std::string& path, const std::string& name) {
        const std::string place = join_path(copy_, name);
        std::error_code failure;
        std::filesystem::copy_file(path, place, failure);
        errno = failure.value();
        check(!failure, "copy", path);
        struct stat status {};
        check(::stat(path.c_str(), &status) == 0, "examine", path);
        const mode_t mode = (status.st_mode & S_IXUSR) != 0 ? 0755 : 0644;
        check(::chmod(place.c_str(), mode) == 0, "set the mode of", place);
        // Rules like "newer than what it is made from" must hold as before.
        const std::array<timespec, 2> times{status.st_atim, status.st_mtim};
        check(::utimensat(AT_FDCWD, place.c_str(), times.data(), 0) == 0, "set the time of", place);
    }

    std::string folder_;
    std::string copy_;
    const std::vector<std::string>& excluded_;
    std::vector<std::string> open_;  // folders still to be copied
};

}  // namespace

void copy_project(const std::string& folder, const std::string& copy,
                  const std::vector<std::string>& excluded) {
    Copying(folder, copy, excluded).run();
}

void link_neighbours(const std::string& folder, const std::string& copy) {
    constexpr int kMost = 10'000;
    const std::string above(directory_of(folder));
    const std::string place_above(directory_of(copy));
    std::error_code failure;  // what cannot be listed cannot be meant by its name alone
    auto entry = std::filesystem::directory_iterator(above, failure);
    for (int count = 0; !failure && entry != end(entry) && count < kMost; ++count) {
        const std::string name = entry->path().filename();
        const std::string place = join_path(place_above, name);
        // In a linked checkout every file would look changed.
        if (!is_version_control(name) && place != copy) make_link(join_path(above, name), place);
        entry.increment(failure);
    }
}

bool lies_in_larger_checkout(const std::string& folder) {
    std::string above = real_path(folder);
    const auto belongs = [](const std::string& path) {
        return std::ranges::any_of(
            kVersionControl, [&](std::string_view name) { return exists(join_path(path, name)); });
    };
    if (belongs(above)) return false;
    while (above != "/") {
        above = directory_of(above);
        if (belongs(above)) return true;
    }
    return false;
}

}  // namespace pexpack
