#include "pexpack/project/source_tree.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <unordered_set>

#include "ignored_by_git.hpp"
#include "left_out.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/support/thread_pool.hpp"

namespace pexpack {

namespace {

// The archive's own: the runtime answers to these.
constexpr std::array<std::string_view, 2> kRuntimeNames = {"__main__.py", "PEX-INFO"};
// Links that multiply each other can make endlessly many names of few files.
constexpr std::size_t kMostEntries = 1'000'000;

void refuse_odd_name(const std::string& path, std::string_view name) {
    const bool has_control = std::ranges::any_of(name, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\';
    });
    if (is_utf8(name) && !has_control) return;
    throw Error(ErrorKind::kBadInput,
                fmt::format("`{}` has a name that cannot go into the archive", path))
        .hint("rename the file; names must be UTF-8 without control characters and backslashes");
}

bool is_executable(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && (status.st_mode & S_IXUSR) != 0;
}

class Walk {
  public:
    Walk(const std::string& root, const std::vector<std::string>& excluded,
         const SourceChoice& choice)
        : root_(root), real_root_(real_path(root)), choice_(choice), ignored_(real_root_) {
        tree_.pattern_matched.resize(choice.excluded.size());
        for (const std::string& path : excluded) {
            excluded_.insert(with_real_folder(path));
            excluded_.insert(real_path(path));
        }
    }

    SourceTree run() && {
        folders_.push_back({.name = {}, .real = real_root_, .parent = kNoParent});
        for (std::size_t at = 0; at < folders_.size(); ++at) {
            const std::string name = folders_[at].name;
            ignored_.read(folders_[at].real);
            for (const DirectoryEntry& entry : list_directory(join_path(root_, name)))
                visit(at, name, entry);
        }
        for_each_index(tree_.files.size(), [&](std::size_t i) {
            SourceFile& file = tree_.files[i];
            file = source_file(file.path, join_path(choice_.place, file.name));
        });
        std::ranges::sort(tree_.files, {}, &SourceFile::name);
        std::ranges::sort(tree_.left_out);
        std::ranges::sort(tree_.notes);
        return std::move(tree_);
    }

  private:
    static constexpr std::size_t kNoParent = static_cast<std::size_t>(-1);

    struct Folder {
        std::string name;    // below the root
        std::string real;    // with links followed
        std::size_t parent;  // in folders_
    };

    void visit(std::size_t parent, const std::string& folder, const DirectoryEntry& entry) {
        refuse_endless();
        const std::string name = join_path(folder, entry.name);
        const std::string path = join_path(root_, name);
        if (excluded_.contains(join_path(folders_[parent].real, entry.name))) return;
        if (!exists(path)) {
            // What is no link was removed after it was listed, by another build for example.
            if (entry.type == FileType::kSymlink) note(path, "it is a link that leads nowhere");
        } else if (is_directory(path)) {
            visit_folder(parent, name, path, entry);
        } else if (!is_regular_file(path)) {
            note(path, "it is not a regular file");
        } else {
            visit_file(parent, name, path, entry);
        }
    }

    void visit_folder(std::size_t parent, const std::string& name, const std::string& path,
                      const DirectoryEntry& entry) {
        const bool at_top = folders_[parent].name.empty() && choice_.place.empty();
        if (is_left_out(leaving_of_folder(path, entry.name, at_top), name)) return;
        if (is_unwanted(parent, name, entry, true)) return;
        refuse_odd_name(path, entry.name);
        const bool is_link = entry.type == FileType::kSymlink;
        std::string real = is_link ? real_path(path) : join_path(folders_[parent].real, entry.name);
        if (is_link) {
            if (excluded_.contains(real)) return;
            refuse_outside(path, real);
            if (is_above(parent, real)) {
                note(path, "it is a link that leads in a circle");
                return;
            }
        }
        folders_.push_back({.name = name, .real = std::move(real), .parent = parent});
    }

    void visit_file(std::size_t parent, const std::string& name, const std::string& path,
                    const DirectoryEntry& entry) {
        const bool at_top = folders_[parent].name.empty() && choice_.place.empty();
        if (is_left_out(leaving_of_file(path, entry.name, at_top), name)) return;
        if (is_unwanted(parent, name, entry, false)) return;
        if (at_top && std::ranges::find(kRuntimeNames, entry.name) != kRuntimeNames.end()) {
            note(path, "a pex has its own file of that name; name what to run with `-m MODULE`");
            return;
        }
        refuse_odd_name(path, entry.name);
        if (entry.type == FileType::kSymlink) refuse_outside(path, real_path(path));
        tree_.files.push_back(
            {.name = name, .path = path, .stamp = {}, .sha256 = {}, .executable = false});
    }

    // What the user has told us, or git, to leave out.
    bool is_unwanted(std::size_t parent, const std::string& name, const DirectoryEntry& entry,
                     bool is_folder) {
        const std::string archived = join_path(choice_.place, name);
        bool is_excluded = false;
        for (std::size_t i = 0; i < choice_.excluded.size(); ++i) {
            if (!choice_.excluded[i].matches(archived, is_folder)) continue;
            is_excluded = true;
            tree_.pattern_matched[i] = true;
        }
        if (is_excluded) return true;
        const bool is_ignored =
            ignored_.contains(join_path(folders_[parent].real, entry.name), is_folder);
        return is_left_out(is_ignored ? Leaving::kMentioned : Leaving::kTaken, name);
    }

    bool is_left_out(Leaving leaving, const std::string& name) {
        if (leaving == Leaving::kMentioned) tree_.left_out.push_back(name);
        return leaving != Leaving::kTaken;
    }

    void note(const std::string& path, std::string_view why) {
        tree_.notes.push_back(fmt::format("`{}` was left out: {}", path, why));
    }

    // What lies elsewhere on the machine may be anything, a key for example.
    void refuse_outside(const std::string& path, const std::string& real) const {
        const std::string inside = real_root_ == "/" ? real_root_ : real_root_ + "/";
        if (real == real_root_ || real.starts_with(inside)) return;
        throw Error(ErrorKind::kBadInput,
                    fmt::format("the link `{}` leads out of `{}`, to `{}`", path, root_, real))
            .hint(
                "replace it by a copy, or remove it and name the folder with the code by `-D DIR`");
    }

    bool is_above(std::size_t folder, const std::string& real) const {
        for (std::size_t at = folder; at != kNoParent; at = folders_[at].parent) {
            if (folders_[at].real == real) return true;
        }
        return false;
    }

    void refuse_endless() {
        if (++entry_count_ <= kMostEntries) return;
        throw Error(ErrorKind::kBadInput,
                    fmt::format("`{}` has more than {} files", root_, kMostEntries))
            .hint("name a smaller folder");
    }

    // Links in front of the last part are followed, so that one file is one text here. The last is
    // excluded as well as what it leads to.
    static std::string with_real_folder(const std::string& path) {
        const std::string absolute = absolute_path(path);
        return join_path(real_path(std::string(directory_of(absolute))), base_name(absolute));
    }

    std::string root_;
    std::string real_root_;
    SourceChoice choice_;
    IgnoredByGit ignored_;
    std::unordered_set<std::string> excluded_;
    std::vector<Folder> folders_;  // found so far; listed in this order
    std::size_t entry_count_ = 0;
    SourceTree tree_;
};

}  // namespace

SourceTree collect_sources(const std::string& folder, const std::vector<std::string>& excluded,
                           const SourceChoice& choice) {
    return Walk(folder, excluded, choice).run();
}

SourceFile source_file(const std::string& path, std::string name) {
    FileHash hash = sha256_of_file(path);
    return {.name = std::move(name),
            .path = path,
            .stamp = hash.stamp,
            .sha256 = std::move(hash.hex),
            .executable = is_executable(path)};
}

}  // namespace pexpack
