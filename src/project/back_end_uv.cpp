// uv_build 0.8 and later.
#include <fmt/format.h>

#include <algorithm>

#include "back_end_release.hpp"
#include "back_ends.hpp"
#include "git_patterns.hpp"
#include "handed_over.hpp"
#include "pexpack/spec/requirement.hpp"
#include "pexpack/support/text.hpp"
#include "project_table.hpp"
#include "python_glob.hpp"
#include "uv_marker.hpp"

namespace pexpack {

namespace {

const ProjectRules kRules = {.requirements = {.extra = RequirementStyle::Extra::kBehindFlat,
                                              .normal_name = true,
                                              .normal_extras = true},
                             .sorts_requires_python = false,
                             .dynamic = {}};

bool has_init(const ProjectFolder& folder, const std::string& path) {
    return folder.is_file(path + "/__init__.py") || folder.is_file(path + "/__init__.pyi");
}

// The folders of the modules, below module-root. The last part of a dotted name is the package, or
// with `namespace` a folder of packages; those in front of it are namespaces.
std::vector<std::string> module_folders(const ProjectFolder& folder, const SettingTable& settings,
                                        const std::string& root, const std::string& project_name) {
    std::string usual = normalized_name(project_name);
    std::ranges::replace(usual, '-', '_');
    const bool is_namespace = settings.flag("namespace").value_or(false);
    std::vector<std::string> folders;
    for (const std::string& name :
         settings.one_or_more("module-name").value_or(std::vector<std::string>{usual})) {
        hand_over_unless(!name.empty() && name.find_first_of("/\\;") == std::string::npos &&
                             !name.ends_with("-stubs"),
                         "a module's name is not understood");
        std::string path = root;
        const auto parts = split(name, '.');
        for (std::size_t i = 0; i < parts.size(); ++i) {
            path = join_path(path, parts[i]);
            if (!folder.is_folder(path)) hand_over(fmt::format("there is no module `{}`", name));
            const bool is_package = i + 1 == parts.size() && !is_namespace;
            const bool fits =
                is_package ? folder.is_file(path + "/__init__.py") : !has_init(folder, path);
            if (!fits) hand_over(fmt::format("`{}` is not as uv_build wants it", path));
        }
        folders.push_back(path);
    }
    return folders;
}

// A pattern without a slash in front means files and folders at any depth. One with it uv_build
// compares with the paths of files alone: a folder that it means is left to uv_build.
class Excludes {
  public:
    explicit Excludes(const std::vector<std::string>& patterns) {
        std::vector<std::string> anywhere;
        for (const std::string& pattern : patterns) {
            if (!pattern.starts_with('/')) {
                anywhere.push_back("**/" + pattern);
            } else if (auto anchored = PathPattern::parse(pattern)) {
                anchored_.push_back(std::move(*anchored));
            }
        }
        anywhere_ = GitPatterns(anywhere);
    }

    bool match_folder(std::string_view folder) const { return anywhere_.match_folder(folder); }

    bool match(std::string_view file) const {
        if (anywhere_.match(file) || is_anchored(file, false)) return true;
        for (auto slash = file.rfind('/'); slash != std::string_view::npos && slash > 0;
             slash = file.rfind('/', slash - 1)) {
            const std::string_view folder = file.substr(0, slash);
            if (is_anchored(folder, true))
                hand_over(fmt::format("`{}` is a folder that is excluded by its path", folder));
        }
        return false;
    }

  private:
    bool is_anchored(std::string_view name, bool is_folder) const {
        return std::ranges::any_of(anchored_, [&](const PathPattern& pattern) {
            return pattern.matches(name, is_folder);
        });
    }

    GitPatterns anywhere_;
    std::vector<PathPattern> anchored_;
};

Excludes excludes_of(const SettingTable& settings) {
    std::vector<std::string> excludes;
    if (settings.flag("default-excludes").value_or(true))
        excludes = {"__pycache__", "*.pyc", "*.pyo"};
    for (const char* key : {"wheel-exclude", "source-exclude"}) {
        for (const std::string& each : settings.texts(key)) excludes.push_back(each);
    }
    for (const std::string& each : excludes) {
        static constexpr std::string_view kPlain = "_-./*";
        const bool is_plain = std::ranges::all_of(each, [](char c) {
            return is_ascii_alnum(c) || kPlain.find(c) != std::string_view::npos;
        });
        if (!is_plain || each.ends_with('/'))
            hand_over(fmt::format("the pattern `{}` is not understood", each));
    }
    return Excludes(excludes);
}

std::vector<std::string> license_files(const ProjectFolder& folder, const SettingTable& project) {
    std::vector<std::string> files;
    for (const std::string& pattern : project.texts("license-files")) {
        hand_over_unless(pattern.find("**") == std::string::npos &&
                             pattern.find('[') == std::string::npos &&
                             pattern.find('?') == std::string::npos,
                         "`project.license-files` is not understood");
        const std::size_t before = files.size();
        for (std::string& name : glob_names(folder, "", pattern, {.hidden = true})) {
            if (!folder.is_file(name)) continue;
            folder.text(name);  // uv_build refuses what is not UTF-8
            files.push_back(std::move(name));
        }
        hand_over_unless(files.size() > before, "a pattern of license-files matches nothing");
    }
    return each_once(std::move(files));
}

}  // namespace

WheelContent uv_wheel(const ProjectFolder& folder, const SettingTable& pyproject) {
    release_in_use(pyproject, "uv-build",
                   {"0.13.6", "0.12.24", "0.11.33", "0.10.12", "0.9.30", "0.8.24"});
    const SettingTable project = pyproject.table("project");
    const SettingTable settings = pyproject.table("tool").table("uv").table("build-backend");
    settings.allow_only({"module-root", "module-name", "source-include", "source-exclude",
                         "wheel-exclude", "default-excludes", "namespace"});
    WheelContent content;
    read_project_table(project, folder, kRules, content);
    CoreMetadata& metadata = content.metadata;
    for (std::string& each : metadata.requirements) each = with_marker_of_uv(each);
    put_version_in_normal_form(metadata);
    metadata.license_files = license_files(folder, project);

    const std::string root = normal_name(settings.text("module-root").value_or("src"));
    const Excludes excluded = excludes_of(settings);
    const auto skips = [&](std::string_view name) { return excluded.match_folder(name); };
    for (const std::string& module : module_folders(folder, settings, root, metadata.name)) {
        hand_over_unless(!excluded.match_folder(module), "a module is excluded");
        for (const std::string& file : folder.files_below(module, skips)) {
            if (!excluded.match(file))
                content.files[root.empty() ? file : file.substr(root.size() + 1)] = file;
        }
    }
    return content;
}

}  // namespace pexpack
