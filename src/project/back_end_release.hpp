// Which release of a build back end a project asks for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "setting.hpp"

namespace pexpack {

// The first of `releases` (newest first; those whose rules are known here) that build-system's
// `requires` admits. Hands over when it admits none, or when it names a package that might change
// the outcome: any but `package`, what `harmless` lists, wheel, setuptools, pip and packaging.
std::string release_in_use(const SettingTable& pyproject, std::string_view package,
                           const std::vector<std::string_view>& releases,
                           const std::vector<std::string_view>& harmless = {});

}  // namespace pexpack
