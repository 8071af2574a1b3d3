// Which files poetry-core puts into a wheel.
#pragma once

#include "project_folder.hpp"
#include "setting.hpp"
#include "wheel_content.hpp"

namespace pexpack {

// `tool` is `tool.poetry`, `module` the name that the project's module has when none is named.
void add_files_of_poetry(const ProjectFolder& folder, const SettingTable& tool,
                         const std::string& module, WheelContent& content);

}  // namespace pexpack
