#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "handed_over.hpp"
#include "pexpack/spec/package_name.hpp"
#include "pexpack/support/text.hpp"
#include "python_glob.hpp"
#include "setuptools_manifest.hpp"
#include "setuptools_project.hpp"

namespace pexpack {

namespace {

bool is_module(std::string_view name) {
    if (!name.ends_with(".py")) return false;
    name.remove_suffix(3);
    return !name.empty() && !is_ascii_digit(name.front()) &&
           std::ranges::all_of(name, [](char c) { return is_ascii_alnum(c) || c == '_'; });
}

std::string egg_info_of(const SetuptoolsProject& project) {
    const auto& folders = project.choice.folders;
    const auto general = folders.find("");
    std::string name = project.content.metadata.name;
    std::ranges::replace(name, '-', '_');
    return join_path(general == folders.end() ? "" : general->second, name + ".egg-info");
}

class Files {
  public:
    Files(const ProjectFolder& folder, SetuptoolsProject& project)
        : folder_(folder), project_(project) {
        for (const std::string& package : project.choice.packages.value_or(Names{})) {
            const std::string place = in_wheel(package);
            if (normal_name(place) != place)
                hand_over(fmt::format("`{}` is no name of a package", package));
            const std::string in = folder_of_package(project.choice.folders, package);
            if (in.empty() || !folder.is_folder(in))
                hand_over(fmt::format("the package `{}` has no folder of its own", package));
            folder.refuse_links_to(in);
            if (!packages_.emplace(in, package).second && packages_[in] != package)
                hand_over(fmt::format("`{}` is the folder of two packages", in));
        }
    }

    void add() {
        for (const auto& [in, package] : packages_) add_modules(in, package);
        for (const std::string& module : project_.choice.modules.value_or(Names{}))
            add_module(module);
        std::set<std::string> data;
        for (const auto& [in, package] : packages_) {
            const Names names = listed_data(in, package);
            data.insert(names.begin(), names.end());
            keep_data(in, package, names);
        }
        if (project_.include_package_data) add_manifested(std::move(data));
        add_data_files();
    }

  private:
    using Names = std::vector<std::string>;

    std::string in_wheel(const std::string& package) const {
        std::string path = package;
        std::ranges::replace(path, '.', '/');
        return path;
    }

    void add_modules(const std::string& in, const std::string& package) {
        for (const DirectoryEntry& entry : folder_.entries(in)) {
            if (!entry.name.ends_with(".py") || entry.name.starts_with('.')) continue;
            if (entry.type == FileType::kDirectory) continue;
            project_.content.add(join_path(in_wheel(package), entry.name),
                                 join_path(in, entry.name));
        }
    }

    void add_module(const std::string& module) {
        hand_over_unless(module.find_first_of("./") == std::string::npos,
                         "a module in a package is named alone");
        const auto& folders = project_.choice.folders;
        const auto general = folders.find("");
        const std::string file =
            join_path(general == folders.end() ? "" : general->second, module + ".py");
        if (!folder_.is_file(file)) hand_over(fmt::format("there is no module `{}`", module));
        project_.content.add(module + ".py", file);
    }

    static Names patterns_for(const PackageFiles& patterns, const std::string& package) {
        Names result;
        for (const std::string& key : {std::string(), package}) {
            const auto found = patterns.find(key);
            if (found == patterns.end()) continue;
            result.insert(result.end(), found->second.begin(), found->second.end());
        }
        return result;
    }

    // By package-data, and what types need.
    Names listed_data(const std::string& in, const std::string& package) const {
        Names patterns = {"*.pyi", "py.typed"};
        const Names more = patterns_for(project_.package_data, package);
        patterns.insert(patterns.end(), more.begin(), more.end());
        Names names;
        for (const std::string& pattern : patterns) {
            const std::string normal = normal_name(pattern);
            if (normal.empty() || pattern.find("..") != std::string::npos)
                hand_over(fmt::format("the pattern `{}` is not understood", pattern));
            for (std::string& name : glob_names(folder_, in, normal, {.recursive = true})) {
                if (folder_.is_file(name)) names.push_back(std::move(name));
            }
        }
        return names;
    }

    void keep_data(const std::string& in, const std::string& package, const Names& names) {
        const Names patterns = patterns_for(project_.exclude_package_data, package);
        for (const std::string& name : names) {
            const bool is_excluded = std::ranges::any_of(patterns, [&](const std::string& each) {
                return matches_fnmatch(join_path(in, normal_name(each)), name);
            });
            if (!is_excluded)
                project_.content.add(in_wheel(package) + name.substr(in.size()), name);
        }
    }

    // What MANIFEST.in, and in an sdist the list of its files, takes in of packages.
    void add_manifested(std::set<std::string> taken) {
        std::set<std::string> all;
        Names packages;
        for (const auto& [in, package] : packages_) {
            const bool is_inside = std::ranges::any_of(
                packages, [&](const std::string& other) { return in.starts_with(other + "/"); });
            if (is_inside) continue;
            packages.push_back(in);
            for (std::string& name : folder_.files_below(in)) all.insert(std::move(name));
        }
        for (const std::string& name : project_.referenced) taken.insert(name);
        std::set<std::string> with_list = taken;
        const Names listed = list_of_sources();
        for (const std::string& name : listed) {
            if (all.contains(name)) with_list.insert(name);
        }
        // Whether the list is an sdist's or an earlier build's makes a difference to us.
        const bool is_sdist = folder_.is_file("PKG-INFO");
        const auto result = manifested(all, with_list);
        if (!is_sdist && result != manifested(all, taken))
            hand_over("an earlier build has left a list of files");
        for (const std::string& name : result) add_manifested_file(name);
    }

    std::set<std::string> manifested(const std::set<std::string>& all,
                                     std::set<std::string> taken) const {
        if (folder_.is_file("MANIFEST.in")) apply_manifest(folder_.text("MANIFEST.in"), all, taken);
        taken.insert(project_.content.metadata.license_files.begin(),
                     project_.content.metadata.license_files.end());
        taken.insert(project_.referenced.begin(), project_.referenced.end());
        std::erase_if(taken, [](const std::string& name) { return is_pruned(name); });
        std::erase_if(taken, [&](const std::string& name) {
            const auto in = package_folder_of(name);
            return !in || (directory_of(name) == *in && is_module(base_name(name)));
        });
        return taken;
    }

    static bool is_pruned(std::string_view name) {
        constexpr std::string_view kTops[] = {"build", ".tox", ".nox", ".venv"};
        constexpr std::string_view kVersionControl[] = {"RCS",  "CVS",  ".svn",  ".hg",
                                                        ".git", ".bzr", "_darcs"};
        const auto parts = split(name, '/');
        if (std::ranges::find(kTops, parts.front()) != std::end(kTops)) return true;
        return std::any_of(parts.begin(), parts.end() - 1, [&](std::string_view part) {
            return std::ranges::find(kVersionControl, part) != std::end(kVersionControl);
        });
    }

    // The nearest folder above that is a package's.
    std::optional<std::string> package_folder_of(std::string_view name) const {
        while (name.find('/') != std::string_view::npos) {
            name = name.substr(0, name.rfind('/'));
            if (packages_.contains(std::string(name))) return std::string(name);
        }
        return std::nullopt;
    }

    void add_manifested_file(const std::string& name) {
        const std::string in = *package_folder_of(name);
        if (folder_.is_file(name)) keep_data(in, packages_[in], {name});
    }

    Names list_of_sources() const {
        const std::string file = egg_info_of(project_) + "/SOURCES.txt";
        Names names;
        if (!folder_.is_file(file)) return names;
        const std::string text = folder_.text(file);
        for (const std::string_view line : split(text, '\n')) {
            const std::string_view name = trim_blanks(line);
            if (!name.empty() && !name.starts_with('#')) names.emplace_back(name);
        }
        return names;
    }

    void add_data_files() {
        for (const auto& [target, files] : project_.data_files) {
            for (const std::string& file : files) {
                const std::string name = normal_name(file);
                if (!folder_.is_file(name)) hand_over(fmt::format("there is no `{}`", file));
                const std::string to = "data/" + join_path(normal_name(target), base_name(name));
                if (!project_.content.data.emplace(to, name).second)
                    hand_over(fmt::format("two files are to be `{}`", to));
            }
        }
    }

    const ProjectFolder& folder_;
    SetuptoolsProject& project_;
    std::map<std::string, std::string> packages_;  // by their folder
};

void add_licenses(const ProjectFolder& folder, SetuptoolsProject& project) {
    const std::vector<std::string> usual = {"LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*"};
    auto& files = project.content.metadata.license_files;
    for (const std::string& pattern : project.license_patterns.value_or(usual)) {
        for (const std::string& name :
             glob_names(folder, "", normal_name(pattern), {.recursive = true})) {
            const bool is_known = std::ranges::find(files, name) != files.end();
            if (!is_known && !name.ends_with('~') && folder.is_file(name)) files.push_back(name);
        }
    }
}

void add_top_level(SetuptoolsProject& project) {
    std::set<std::string> names;
    for (const auto* list : {&project.choice.packages, &project.choice.modules}) {
        for (const std::string& name : list->value_or(std::vector<std::string>{}))
            names.insert(name.substr(0, name.find('.')));
    }
    project.content.info["top_level.txt"] = join({names.begin(), names.end()}, "\n") + "\n";
}

// setuptools writes its notes into the folder where an earlier build or an sdist has left some, and
// makes .dist-info of all that is there then. What a plugin has left stays.
void add_left_notes(const ProjectFolder& folder, SetuptoolsProject& project) {
    constexpr std::string_view kWritten[] = {
        "PKG-INFO",      "SOURCES.txt", "requires.txt",           "dependency_links.txt",
        "top_level.txt", "zip-safe",    "eager_resources.txt",    "entry_points.txt",
        "not-zip-safe",  "METADATA",    "namespace_packages.txt", "native_libs.txt"};
    // setuptools_scm takes its own out again.
    constexpr std::string_view kOfScm[] = {"scm_version.json", "scm_file_list.json"};
    const std::string notes = egg_info_of(project);
    if (!folder.is_folder(notes)) return;
    for (const std::string& file : folder.files_below(notes)) {
        const std::string name = file.substr(notes.size() + 1);
        const bool is_left =
            std::ranges::find(kWritten, name) == std::end(kWritten) &&
            !(project.is_of_scm && std::ranges::find(kOfScm, name) != std::end(kOfScm));
        if (is_left) project.content.info_files.emplace(name, file);
    }
}

}  // namespace

void add_files(const ProjectFolder& folder, SetuptoolsProject& project) {
    add_licenses(folder, project);
    Files(folder, project).add();
    add_top_level(project);
    add_left_notes(folder, project);
    if (project.is_zip_safe) project.content.info["zip-safe"] = "\n";
}

}  // namespace pexpack
