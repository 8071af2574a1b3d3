#include "pexpack/project/source_tree.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>

#include "pexpack/support/error.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/support/thread_pool.hpp"

namespace pexpack {

namespace {

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
    return std::ranges::find(names, name) != names.end();
}

constexpr std::array<std::string_view, 21> kAnywhereFolders = {
    "__pycache__",   "__pypackages__",
    "node_modules",  ".git",
    ".hg",           ".svn",
    ".bzr",          "CVS",
    ".tox",          ".nox",
    ".venv",         ".eggs",
    ".cache",        ".mypy_cache",
    ".pytest_cache", ".ruff_cache",
    ".hypothesis",   ".ipynb_checkpoints",
    ".idea",         ".vscode",
    ".direnv"};
// Names that a package below may well have itself.
constexpr std::array<std::string_view, 5> kTopFolders = {"build", "dist", "wheelhouse", "venv",
                                                         "env"};
// The archive's own (design of the file): the runtime answers to these.
constexpr std::array<std::string_view, 2> kRuntimeNames = {"__main__.py", "PEX-INFO"};

bool is_left_out_folder(const std::string& path, std::string_view name, bool at_top) {
    if (is_one_of(name, kAnywhereFolders)) return true;
    if (name.ends_with(".egg-info")) return true;
    if (at_top && (name.starts_with('.') || is_one_of(name, kTopFolders))) return true;
    return exists(join_path(path, "pyvenv.cfg"));
}

bool is_left_out_file(std::string_view name, bool at_top) {
    if (name.ends_with(".pyc") || name.ends_with(".pyo") || name == ".DS_Store") return true;
    if (name.ends_with('~') || name.ends_with(".swp")) return true;
    return at_top && (name.starts_with('.') || name.ends_with(".whl") || name.ends_with(".pex"));
}

void refuse_odd_name(const std::string& path, std::string_view name) {
    const bool has_control = std::ranges::any_of(name, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\';
    });
    if (is_utf8(name) && !has_control) return;
    throw Error(ErrorKind::kBadInput,
                fmt::format("`{}` has a name that cannot go into the archive", printable(path)))
        .hint("rename the file; names must be UTF-8 without control characters and backslashes");
}

class Walk {
  public:
    Walk(const std::string& root, const std::vector<std::string>& excluded)
        : root_(root), real_root_(real_path(root)) {
        for (const std::string& path : excluded) excluded_.insert(with_real_folder(path));
    }

    SourceTree run() && {
        open_.emplace_back();
        while (!open_.empty()) {
            const std::string folder = std::move(open_.back());
            open_.pop_back();
            for (const DirectoryEntry& entry : list_directory(join_path(root_, folder)))
                visit(folder, entry);
        }
        for_each_index(tree_.files.size(), [&](std::size_t i) {
            SourceFile& file = tree_.files[i];
            FileHash hash = sha256_of_file(file.path);
            file.sha256 = std::move(hash.hex);
            file.stamp = hash.stamp;
        });
        std::ranges::sort(tree_.files, {}, &SourceFile::name);
        return std::move(tree_);
    }

  private:
    void visit(const std::string& folder, const DirectoryEntry& entry) {
        const bool at_top = folder.empty();
        const std::string name = join_path(folder, entry.name);
        const std::string path = join_path(root_, name);
        if (excluded_.contains(join_path(real_root_, name))) return;
        if (entry.type == FileType::kDirectory) {
            if (is_left_out_folder(path, entry.name, at_top)) return;
            refuse_odd_name(path, entry.name);
            open_.push_back(name);
            return;
        }
        if (is_left_out_file(entry.name, at_top)) return;
        if (!is_regular_file(path)) {
            const bool is_link = entry.type == FileType::kSymlink;
            tree_.notes.push_back(
                fmt::format("`{}` was left out: it is {}", printable(path),
                            is_link ? "a link to a folder or to nothing" : "not a regular file"));
            return;
        }
        if (at_top && is_one_of(entry.name, kRuntimeNames)) {
            tree_.notes.push_back(
                fmt::format("`{}` was left out: a pex has its own file of that name; name what "
                            "to run with `-m MODULE`",
                            path));
            return;
        }
        refuse_odd_name(path, entry.name);
        tree_.files.push_back({.name = name,
                               .path = path,
                               .stamp = {},
                               .sha256 = {},
                               .executable = is_executable(path)});
    }

    static bool is_executable(const std::string& path) {
        struct stat status {};
        return ::stat(path.c_str(), &status) == 0 && (status.st_mode & S_IXUSR) != 0;
    }

    // Links in front of the last part are followed, so that one file is one text here; the last is
    // not, as an excluded link is that link.
    static std::string with_real_folder(const std::string& path) {
        const std::string absolute = absolute_path(path);
        return join_path(real_path(std::string(directory_of(absolute))), base_name(absolute));
    }

    std::string root_;
    std::string real_root_;
    std::unordered_set<std::string> excluded_;
    std::vector<std::string> open_;  // folders below the root still to be listed
    SourceTree tree_;
};

}  // namespace

SourceTree collect_sources(const std::string& folder, const std::vector<std::string>& excluded) {
    return Walk(folder, excluded).run();
}

}  // namespace pexpack
