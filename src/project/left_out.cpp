#include "left_out.hpp"

#include <algorithm>
#include <array>

#include "pexpack/project/pex_file.hpp"
#include "pexpack/support/file.hpp"

namespace pexpack {

namespace {

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
    return std::ranges::find(names, name) != names.end();
}

constexpr std::array<std::string_view, 18> kNeverCode = {
    "__pycache__", ".git",        ".hg",           ".svn",        ".bzr",
    ".tox",        ".nox",        ".venv",         ".eggs",       ".cache",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".ipynb_checkpoints",
    ".idea",       ".vscode",     ".direnv"};
// What fills them was installed or built from something else.
constexpr std::array<std::string_view, 2> kInstalled = {"node_modules", "__pypackages__"};
constexpr std::array<std::string_view, 3> kBuilt = {"build", "dist", "wheelhouse"};

bool is_environment(const std::string& path) {
    return exists(join_path(path, "pyvenv.cfg")) || exists(join_path(path, "conda-meta")) ||
           exists(join_path(path, "bin/activate_this.py"));
}

// Settings of tools for developing. What else is hidden at the top somebody might miss:
// `.streamlit`.
constexpr std::array<std::string_view, 10> kToolSettings = {
    ".coverage",     ".coveragerc",     ".dockerignore",
    ".editorconfig", ".flake8",         ".pre-commit-config.yaml",
    ".pylintrc",     ".python-version", ".readthedocs.yaml",
    ".travis.yml"};

Leaving leaving_of_hidden(std::string_view name) {
    const bool is_of_tool = name.starts_with(".git") || is_one_of(name, kToolSettings);
    return is_of_tool ? Leaving::kSilently : Leaving::kMentioned;
}

// A folder of wheels that nobody has named, and nothing else.
bool is_wheelhouse(const std::string& path) {
    bool has_wheel = false;
    for (const DirectoryEntry& entry : list_directory(path)) {
        const bool is_wheel = entry.name.ends_with(".whl");
        if (!is_wheel && !entry.name.ends_with(".tar.gz") && !entry.name.ends_with(".zip"))
            return false;
        has_wheel = has_wheel || is_wheel;
    }
    return has_wheel;
}

// See AtomicFile: outputs of builds that run now or were killed.
bool is_unfinished_output(std::string_view name) {
    return name.starts_with('.') && name.find(".pexpack-") != std::string_view::npos &&
           name.ends_with(".tmp");
}

bool is_of_cvs(const std::string& path, std::string_view name) {
    return name == "CVS" && exists(join_path(path, "Entries"));
}

}  // namespace

Leaving leaving_of_folder(const std::string& path, std::string_view name, bool at_top) {
    if (is_one_of(name, kNeverCode) || is_of_cvs(path, name)) return Leaving::kSilently;
    if (name.ends_with(".egg-info")) return Leaving::kSilently;
    if (at_top && name.starts_with('.')) return leaving_of_hidden(name);
    if (at_top && is_wheelhouse(path)) return Leaving::kMentioned;
    if (is_one_of(name, kInstalled) || is_environment(path)) return Leaving::kMentioned;
    const bool may_be_output = at_top && is_one_of(name, kBuilt);
    const bool is_package = exists(join_path(path, "__init__.py"));
    return may_be_output && !is_package ? Leaving::kMentioned : Leaving::kTaken;
}

Leaving leaving_of_file(const std::string& path, std::string_view name, bool at_top) {
    if (name.ends_with(".pyc") || name.ends_with(".pyo") || name == ".DS_Store" ||
        name.ends_with('~') || name.ends_with(".swp") || is_unfinished_output(name))
        return Leaving::kSilently;
    if (at_top && name.starts_with('.')) return leaving_of_hidden(name);
    if (name.ends_with(".pex") || (at_top && name.ends_with(".whl"))) return Leaving::kMentioned;
    // An earlier output under another name: packed, it would make the file grow with each build.
    return is_pex(path) ? Leaving::kMentioned : Leaving::kTaken;
}

}  // namespace pexpack
