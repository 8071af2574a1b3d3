// setuptools 77 and later.
#include <algorithm>

#include "back_end_release.hpp"
#include "back_ends.hpp"
#include "handed_over.hpp"
#include "setuptools_project.hpp"

namespace pexpack {

namespace {

SetuptoolsProject project_of(const ProjectFolder& folder, const SettingTable& pyproject,
                             const std::optional<std::string>& scm_version) {
    Setting::Table attributes;
    if (folder.is_file("setup.py")) attributes = attributes_of_script(folder);
    add_setup_cfg(folder, attributes);
    const bool is_in_pyproject =
        pyproject.has("project") || pyproject.table("tool").has("setuptools");
    if (!is_in_pyproject) {
        hand_over_unless(!scm_version, "setuptools_scm gives the version");
        return project_of_attributes(folder, attributes);
    }
    // What is said in both places would have to be brought together.
    hand_over_unless(attributes.empty() && pyproject.has("project"),
                     "the settings stand in pyproject.toml and elsewhere");
    return project_of_pyproject(folder, pyproject, scm_version);
}

}  // namespace

WheelContent setuptools_wheel(const ProjectFolder& folder, const SettingTable& pyproject) {
    const auto scm_version = version_by_scm(folder, pyproject);
    const auto plugins = scm_version ? std::vector<std::string_view>{"setuptools-scm"}
                                     : std::vector<std::string_view>{};
    release_in_use(
        pyproject, "setuptools",
        {"84.2.1", "83.0.0", "82.0.1", "81.0.0", "80.10.2", "80.9.0", "79.0.1", "78.1.1", "77.0.3"},
        plugins);
    const SettingTable commands = pyproject.table("tool").table("distutils");
    commands.allow_only({"bdist_wheel"});
    commands.table("bdist_wheel").allow_only({"universal"});
    SetuptoolsProject project = project_of(folder, pyproject, scm_version);
    if (commands.table("bdist_wheel").flag("universal").value_or(false))
        project.content.python_tag = "py2.py3";
    add_files(folder, project);
    return std::move(project.content);
}

}  // namespace pexpack
