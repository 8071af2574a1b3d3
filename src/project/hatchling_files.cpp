#include "hatchling_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "handed_over.hpp"
#include "pexpack/support/text.hpp"
#include "python_glob.hpp"

namespace pexpack {

namespace {

constexpr std::array<std::string_view, 11> kNeverFolders = {
    "__pycache__", ".venv", ".git",        ".hg",           ".hatch",     ".tox",
    ".nox",        ".pixi", ".ruff_cache", ".pytest_cache", ".mypy_cache"};
constexpr std::array<std::string_view, 2> kNeverFiles = {".DS_Store", ".git"};

bool is_never_folder(std::string_view name) {
    return std::ranges::find(kNeverFolders, base_name(name)) != kNeverFolders.end();
}

bool is_never_file(std::string_view name) {
    return std::ranges::find(kNeverFiles, base_name(name)) != kNeverFiles.end();
}

// The project's own folder is none of the places that can be named.
std::string place_in(std::string_view path) {
    const std::size_t end = path.find_last_not_of('/');
    std::string name = normal_name(path.substr(0, end == std::string_view::npos ? 0 : end + 1));
    if (name.empty()) hand_over(fmt::format("the path `{}` is not understood", path));
    return name;
}

// The nearest file of that name in the folder or above it, below the folder that has `boundary`.
std::string located(std::string folder, std::string_view name, std::string_view boundary) {
    while (true) {
        std::string path = join_path(folder, name);
        if (is_regular_file(path)) return path;
        if (exists(join_path(folder, boundary)) || folder == "/") return {};
        folder = std::string(directory_of(folder));
    }
}

std::vector<std::string> lines_of(const std::string& path) {
    constexpr std::uint64_t kLargest = std::uint64_t{1} << 20;
    std::vector<std::string> lines;
    const std::string text = read_file(path, kLargest);
    for (const std::string_view line : split(text, '\n')) lines.emplace_back(line);
    return lines;
}

}  // namespace

HatchlingFiles::HatchlingFiles(const ProjectFolder& folder, const SettingTable& build,
                               const std::vector<std::string>& names)
    : folder_(folder), build_(build), target_(build.table("targets").table("wheel")) {
    forced_ = inclusions("force-include");
    for (const std::string& path : texts("packages")) packages_.push_back(place_in(path));
    for (const std::string& path : texts("only-include")) only_include_.push_back(place_in(path));
    include_lines_ = texts("include");
    if (packages_.empty() && only_include_.empty() && include_lines_.empty()) choose(names);
    std::ranges::sort(packages_);
    read_sources();
    read_excluded();
    for (const std::string& package : packages_) include_lines_.push_back("/" + package + "/");
    included_ = GitPatterns(include_lines_);
    artifacts_ = GitPatterns(texts("artifacts"));
    if (only_include_.empty()) only_include_ = packages_;
    for (const auto& [source, target] : forced_) reserved_.push_back(in_wheel(source));
}

const SettingTable& HatchlingFiles::holder(std::string_view key) const {
    return target_.has(key) ? target_ : build_;
}

std::vector<std::string> HatchlingFiles::texts(std::string_view key) const {
    return holder(key).texts(key);
}

bool HatchlingFiles::flag(std::string_view key) const {
    return holder(key).flag(key).value_or(false);
}

// Without any setting the package is found by the project's name.
void HatchlingFiles::choose(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        if (choose_by_name(name)) return;
    }
    if (!forced_.empty() || target_.flag("bypass-selection").value_or(false)) {
        excludes_all_ = true;
        return;
    }
    hand_over("hatchling finds no package that is named as the project");
}

bool HatchlingFiles::choose_by_name(const std::string& name) {
    if (folder_.is_file(name + "/__init__.py")) {
        packages_ = {name};
    } else if (folder_.is_file("src/" + name + "/__init__.py")) {
        packages_ = {"src/" + name};
    } else if (folder_.is_file(name + ".py")) {
        only_include_ = {name + ".py"};
    } else {
        const auto found = glob_names(folder_, "", "*/" + name + "/__init__.py", {});
        if (found.size() != 1) return false;
        packages_ = {found.front().substr(0, found.front().find('/'))};
    }
    return true;
}

void HatchlingFiles::read_excluded() {
    std::vector<std::string> lines = {"*.py[cdo]", "/dist"};
    if (!flag("ignore-vcs")) {
        if (!located(folder_.path(), ".hgignore", ".hg").empty()) hand_over("there is a .hgignore");
        const std::string file = located(folder_.path(), ".gitignore", ".git");
        const auto ignored = file.empty() ? std::vector<std::string>() : lines_of(file);
        // What would leave out the project as a whole is not meant for it.
        if (!GitPatterns(ignored).match(std::string_view(folder_.path()).substr(1)))
            lines.insert(lines.end(), ignored.begin(), ignored.end());
    }
    const auto more = texts("exclude");
    lines.insert(lines.end(), more.begin(), more.end());
    excluded_ = GitPatterns(lines);
}

void HatchlingFiles::read_sources() {
    const SettingTable& table = holder("sources");
    const Setting* setting = table.find("sources");
    const bool is_table =
        setting != nullptr && std::holds_alternative<Setting::Table>(setting->value);
    if (is_table) {
        for (const auto& [source, target] : table.texts_by_key("sources")) {
            const std::string place = normal_name(target);
            sources_.emplace_back(source.empty() ? source : place_in(source) + "/",
                                  place.empty() ? place : place + "/");
        }
    } else {
        for (const std::string& source : table.texts("sources"))
            sources_.emplace_back(place_in(source) + "/", "");
    }
    const auto is_known = [&](const std::string& place) {
        return std::ranges::find(sources_, place, &std::pair<std::string, std::string>::first) !=
               sources_.end();
    };
    for (const std::string& package : packages_) {
        const std::size_t slash = package.rfind('/');
        if (slash == std::string::npos || is_known(package + "/")) continue;
        const std::string source = package.substr(0, slash + 1);
        if (!is_known(source)) sources_.emplace_back(source, "");
    }
    std::ranges::sort(sources_);
}

HatchlingFiles::Inclusions HatchlingFiles::inclusions(std::string_view key) const {
    Inclusions result;
    for (const auto& [source, target] : holder(key).texts_by_key(key))
        result.emplace_back(place_in(source), place_in(target));
    return result;
}

std::string HatchlingFiles::in_wheel(const std::string& name) const {
    for (const auto& [source, target] : sources_) {
        if (source.empty()) return target + name;
        if (name.starts_with(source)) return target + name.substr(source.size());
    }
    return name;
}

bool HatchlingFiles::is_reserved(const std::string& name) const {
    return std::ranges::find(reserved_, name) != reserved_.end();
}

bool HatchlingFiles::is_taken(const std::string& name, bool is_explicit, bool in_package) const {
    if (artifacts_.match(name)) return true;
    if (flag("only-packages") && !in_package) return false;
    if (excludes_all_ || excluded_.match(name)) return false;
    return is_explicit || included_.empty() || included_.match(name);
}

void HatchlingFiles::add_whole_project(WheelContent& content) const {
    const auto skips = [&](std::string_view name) {
        return is_never_folder(name) || is_reserved(std::string(name)) ||
               (artifacts_.empty() && (excludes_all_ || excluded_.match_folder(name))) ||
               (flag("skip-excluded-dirs") && excluded_.match_folder(name));
    };
    for (const std::string& file : folder_.files_below("", skips)) {
        const std::size_t slash = file.rfind('/');
        const std::string in = slash == std::string::npos ? "" : file.substr(0, slash);
        const bool in_package = folder_.is_file(join_path(in, "__init__.py"));
        if (is_never_file(file) || is_reserved(in_wheel(file))) continue;
        if (is_taken(file, false, in_package)) content.add(in_wheel(file), file);
    }
}

void HatchlingFiles::add_explicit(const Inclusions& inclusions, WheelContent& content,
                                  bool as_data) const {
    const auto add = [&](const std::string& name, const std::string& file) {
        if (is_reserved(name)) return;
        if (!as_data) {
            content.add(name, file);
        } else if (!content.data.emplace("data/" + name, file).second) {
            hand_over(fmt::format("two files are to be `{}`", name));
        }
    };
    for (const auto& [source, target] : inclusions) {
        if (folder_.is_file(source)) add(in_wheel(target), source);
        if (!folder_.is_folder(source)) continue;
        for (const std::string& file : folder_.files_below(source, is_never_folder)) {
            if (is_never_file(file)) continue;
            const std::string name = target + file.substr(source.size());
            const std::string in = file.substr(0, file.rfind('/'));
            const bool in_package = folder_.is_file(in + "/__init__.py");
            if (is_taken(name, true, in_package)) add(in_wheel(name), file);
        }
    }
}

void HatchlingFiles::add_forced(WheelContent& content) const {
    const auto add = [&](const std::string& name, const std::string& file) {
        if (!content.files.emplace(name, file).second)
            hand_over(fmt::format("two files are to be `{}`", name));
    };
    for (const auto& [source, target] : forced_) {
        if (folder_.is_file(source)) {
            add(in_wheel(target), source);
        } else if (folder_.is_folder(source)) {
            for (const std::string& file : folder_.files_below(source, is_never_folder)) {
                const std::string name = in_wheel(target + file.substr(source.size()));
                if (!is_never_file(file) && !is_reserved(name)) add(name, file);
            }
        } else {
            hand_over(fmt::format("there is no `{}`, which is to be included", source));
        }
    }
}

void HatchlingFiles::add_to(WheelContent& content) const {
    if (only_include_.empty()) {
        add_whole_project(content);
    } else {
        Inclusions inclusions;
        for (const std::string& path : only_include_) inclusions.emplace_back(path, path);
        add_explicit(inclusions, content, false);
    }
    add_forced(content);
    add_explicit(inclusions("shared-data"), content, true);
}

}  // namespace pexpack
