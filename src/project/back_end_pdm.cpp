// pdm-backend 2.4 and later.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "back_end_release.hpp"
#include "back_ends.hpp"
#include "handed_over.hpp"
#include "pexpack/spec/specifier.hpp"
#include "project_table.hpp"
#include "python_glob.hpp"
#include "version_in_file.hpp"

namespace pexpack {

namespace {

const ProjectRules kRules = {.requirements = {.extra = RequirementStyle::Extra::kBehindFlat}};

// By the file's or folder's name: the pattern that means it.
using Found = std::map<std::string, std::string>;

bool is_in(std::string_view name, std::string_view folder) {
    return name == folder ||
           (name.starts_with(folder) && name.substr(folder.size()).starts_with('/'));
}

class Files {
  public:
    Files(const ProjectFolder& folder, const SettingTable& build) : folder_(folder) {
        includes_ = build.texts("includes");
        excludes_ = build.texts("excludes");
        sources_ = build.texts("source-includes");
        package_dir_ = build.text("package-dir").value_or(usual_package_dir());
        if (!package_dir_.empty() && package_dir_ != normal_name(package_dir_))
            hand_over("`tool.pdm.build.package-dir` is not understood");
    }

    void add_to(WheelContent& content) const {
        if (includes_.empty()) refuse_odd_tops();
        auto includes = found(includes_.empty() ? top_packages() : includes_);
        const std::vector<std::string> sources =
            sources_.empty() ? std::vector<std::string>{"tests"} : sources_;
        includes.merge(found(sources));
        auto excludes = found(excludes_);
        excludes.merge(found(sources));
        excludes.emplace(".pdm-build", ".pdm-build");
        for (const auto& [name, pattern] : includes) {
            const auto excluded = excludes.find(name);
            if (excluded != excludes.end()) {
                if (weight(pattern) <= weight(excluded->second)) continue;
                excludes.erase(excluded);
            }
            if (folder_.is_file(name)) content.files[in_wheel(name)] = name;
        }
        for (const auto& [name, pattern] : includes) {
            if (folder_.is_folder(name)) add_folder(name, excludes, content);
        }
    }

  private:
    // "src" when it is there, or when something in it is asked for.
    std::string usual_package_dir() const {
        if (includes_.empty()) return folder_.is_folder("src") ? "src" : "";
        const bool in_src = std::ranges::any_of(
            includes_, [](const std::string& each) { return is_in(each, "src"); });
        const bool without = std::ranges::any_of(
            excludes_, [](const std::string& each) { return each == "src" || each == "src/"; });
        return in_src && !without ? "src" : "";
    }

    std::vector<std::string> top_packages() const {
        std::vector<std::string> packages;
        for (const DirectoryEntry& entry : folder_.entries(package_dir_)) {
            const std::string name = join_path(package_dir_, entry.name);
            const bool is_never = entry.name == "__pycache__" || entry.name == "__pypackages__";
            if (is_never || !folder_.is_folder(name)) continue;
            const bool is_stubs =
                entry.name.ends_with("-stubs") && folder_.is_file(name + "/__init__.pyi");
            if (is_stubs || folder_.is_file(name + "/__init__.py")) packages.push_back(name);
        }
        if (packages.empty()) packages.push_back(join_path(package_dir_, "*.py"));
        return packages;
    }

    // A name with wildcard characters would be read as a pattern.
    void refuse_odd_tops() const {
        for (const DirectoryEntry& entry : folder_.entries(package_dir_)) {
            if (has_wildcard(entry.name)) hand_over(fmt::format("`{}` is odd", entry.name));
        }
    }

    Found found(const std::vector<std::string>& patterns) const {
        Found result;
        for (const std::string& pattern : patterns) {
            std::string_view plain = pattern;
            while (plain.starts_with("./")) plain.remove_prefix(2);
            const bool is_folder = plain.ends_with('/');
            while (plain.ends_with('/')) plain.remove_suffix(1);
            for (const std::string& name :
                 glob_names(folder_, "", plain, {.recursive = true, .hidden = false})) {
                if (is_folder && !folder_.is_folder(name)) continue;
                hand_over_unless(!name.empty(), "the whole folder is asked for");
                const auto [entry, is_new] = result.emplace(name, plain);
                // Which of two patterns counts depends on the order of a set.
                if (!is_new && weight(entry->second) != weight(std::string(plain)))
                    hand_over(fmt::format("two patterns mean `{}`", name));
            }
        }
        return result;
    }

    // The more parts a pattern has, and the fewer wildcards, the more it counts.
    static std::pair<long, long> weight(std::string_view pattern) {
        long parts = 1;
        long wildcards = 0;
        std::size_t begin = 0;
        while (true) {
            const std::size_t end = pattern.find('/', begin);
            const std::string_view part = pattern.substr(begin, end - begin);
            if (has_wildcard(part)) wildcards += part == "**" ? 2 : 1;
            if (end == std::string_view::npos) return {parts, -wildcards};
            ++parts;
            begin = end + 1;
        }
    }

    void add_folder(const std::string& name, const Found& excludes, WheelContent& content) const {
        for (const std::string& file : folder_.files_below(name)) {
            const bool is_excluded = std::ranges::any_of(
                excludes, [&](const auto& excluded) { return is_in(file, excluded.first); });
            if (!file.ends_with(".pyc") && !is_excluded) content.files[in_wheel(file)] = file;
        }
    }

    std::string in_wheel(const std::string& name) const {
        const bool is_below = !package_dir_.empty() && name.starts_with(package_dir_ + "/");
        return is_below ? name.substr(package_dir_.size() + 1) : name;
    }

    const ProjectFolder& folder_;
    std::vector<std::string> includes_;
    std::vector<std::string> excludes_;
    std::vector<std::string> sources_;  // in sdists alone
    std::string package_dir_;
};

std::string version_of(const ProjectFolder& folder, const SettingTable& settings) {
    settings.allow_only({"source", "path"});
    hand_over_unless(settings.text("source").value_or("file") == "file",
                     "the version does not come from a file");
    const auto path = settings.text("path");
    hand_over_unless(path.has_value(), "`tool.pdm.version` names no file");
    const auto version = version_by_pdm(folder.text(normal_name(*path)));
    hand_over_unless(version.has_value(), "no version can be read from the file");
    return *version;
}

void add_licenses(const ProjectFolder& folder, const SettingTable& project, WheelContent& content) {
    auto& files = content.metadata.license_files;
    if (project.has("license-files")) {
        const auto patterns = project.texts("license-files");
        for (const std::string& pattern : patterns) {
            hand_over_unless(pattern.find("**") == std::string::npos,
                             "`project.license-files` is not understood");
            hand_over_unless(!license_files_of(folder, {pattern}).empty(),
                             "a pattern of license-files matches nothing");
        }
        files = license_files_of(folder, patterns);
        return;
    }
    // METADATA does not name these.
    std::vector<std::string> unnamed;
    if (auto file = license_file_of(project)) unnamed.push_back(std::move(*file));
    if (unnamed.empty()) unnamed = license_files_of(folder, {"LICEN[CS]E*", "COPYING*", "NOTICE*"});
    for (const std::string& file : unnamed) content.info_files.emplace("licenses/" + file, file);
}

void refuse_variables(const SettingTable& project) {
    const auto check = [](const std::vector<std::string>& texts) {
        for (const std::string& text : texts)
            hand_over_unless(text.find('$') == std::string::npos, "a requirement has variables");
    };
    check(project.texts("dependencies"));
    const SettingTable extras = project.table("optional-dependencies");
    for (const SettingEntry& extra : extras.entries()) check(extras.texts(extra.key));
}

}  // namespace

WheelContent pdm_wheel(const ProjectFolder& folder, const SettingTable& pyproject) {
    const std::string release = release_in_use(
        pyproject, "pdm-backend", {"2.5.0", "2.4.10", "2.4.9", "2.4.8", "2.4.7", "2.4.6", "2.4.5"});
    const SettingTable project = pyproject.table("project");
    const SettingTable tool = pyproject.table("tool").table("pdm");
    const SettingTable build = tool.table("build");
    build.allow_only({"includes", "excludes", "source-includes", "package-dir", "is-purelib",
                      "editable-backend"});
    hand_over_unless(build.flag("is-purelib").value_or(true), "it is no pure-Python project");
    hand_over_unless(!folder.is_file("pdm_build.py"), "there is a pdm_build.py");
    refuse_variables(project);

    WheelContent content;
    read_project_table(project, folder, kRules, content);
    if (is_dynamic(project, "version"))
        content.metadata.version = version_of(folder, tool.table("version"));
    put_version_in_normal_form(content.metadata);
    add_licenses(folder, project, content);
    // pdm-backend writes both groups, with nothing in them, too.
    content.entry_points["console_scripts"];
    content.entry_points["gui_scripts"];
    Files(folder, build).add_to(content);
    const auto python = SpecifierSet::parse(content.metadata.requires_python);
    if (python && python->contains(Version::parse("2.7").value())) content.python_tag = "py2.py3";
    return content;
}

}  // namespace pexpack
