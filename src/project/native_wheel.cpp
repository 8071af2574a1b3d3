#include "pexpack/project/native_wheel.hpp"

#include <fmt/format.h>

#include "back_ends.hpp"
#include "handed_over.hpp"
#include "pexpack/support/text.hpp"
#include "pyproject.hpp"

namespace pexpack {

namespace {

// `pyproject_path` is as errors are to name the file.
WheelContent content_of(const ProjectFolder& folder, const std::string& pyproject_path) {
    Setting::Table settings;
    if (folder.is_file("pyproject.toml")) {
        settings = toml_settings(folder.path_of("pyproject.toml"));
        check_project_table(pyproject_path);
    }
    const SettingTable pyproject(settings, "");
    const SettingTable system = pyproject.table("build-system");
    hand_over_unless(!system.has("backend-path"), "the back end is the project's own");
    const std::string back_end =
        system.text("build-backend").value_or("setuptools.build_meta:__legacy__");
    if (back_end == "flit_core.buildapi") return flit_wheel(folder, pyproject);
    if (back_end == "hatchling.build") return hatchling_wheel(folder, pyproject);
    if (back_end == "pdm.backend") return pdm_wheel(folder, pyproject);
    if (back_end == "poetry.core.masonry.api") return poetry_wheel(folder, pyproject);
    if (back_end == "uv_build") return uv_wheel(folder, pyproject);
    if (back_end == "setuptools.build_meta" || back_end == "setuptools.build_meta:__legacy__")
        return setuptools_wheel(folder, pyproject);
    hand_over(fmt::format("the back end `{}` is not known here", back_end));
}

}  // namespace

NativeWheel native_wheel(const std::string& folder, const std::string& output_folder) {
    try {
        const ProjectFolder project(folder);
        const WheelContent content = content_of(project, join_path(folder, "pyproject.toml"));
        return {.path = write_wheel(content, project, output_folder), .why_not = {}};
    } catch (const HandedOver& reason) {
        return {.path = std::nullopt, .why_not = printable(reason.why)};
    }
}

}  // namespace pexpack
