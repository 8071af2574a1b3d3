// Wheels of pure-Python projects, made without a Python.
#pragma once

#include <optional>
#include <string>

namespace pexpack {

struct NativeWheel {
    std::optional<std::string> path;  // in the output folder
    std::string why_not;              // when there is none: "`tool.hatch.build.hooks` is not …"
};

// Does for the project what its back end would do: setuptools (pyproject.toml, setup.cfg, a literal
// setup.py), hatchling, flit_core, poetry-core, pdm-backend or uv_build, each as in its releases of
// 2026. Whatever of that cannot be done exactly, or is not known, gives no wheel but the reason.
// Throws Error when a file cannot be read or written, and (kBadInput, with line and column) when
// the `project` table has a name, version, requirement or range of Pythons that is none.
NativeWheel native_wheel(const std::string& folder, const std::string& output_folder);

}  // namespace pexpack
