// What the build back ends would put into the wheel of a project. Each function hands over what it
// cannot do as exactly as the back end.
#pragma once

#include "project_folder.hpp"
#include "setting.hpp"
#include "wheel_content.hpp"

namespace pexpack {

// `pyproject` is the content of pyproject.toml, "" of the keys for a whole file.
WheelContent flit_wheel(const ProjectFolder& folder, const SettingTable& pyproject);
WheelContent hatchling_wheel(const ProjectFolder& folder, const SettingTable& pyproject);
WheelContent pdm_wheel(const ProjectFolder& folder, const SettingTable& pyproject);
WheelContent poetry_wheel(const ProjectFolder& folder, const SettingTable& pyproject);
WheelContent setuptools_wheel(const ProjectFolder& folder, const SettingTable& pyproject);
WheelContent uv_wheel(const ProjectFolder& folder, const SettingTable& pyproject);

}  // namespace pexpack
