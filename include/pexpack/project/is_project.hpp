// Telling a project (pyproject.toml, setup.py, setup.cfg) from other folders.
#pragma once

#include <string>

namespace pexpack {

// Whether the folder is a project that can be built, rather than a plain tree of sources: it has a
// setup.py, a setup.cfg with a `[metadata]` section, or a pyproject.toml with a `project`,
// `build-system` (PEP 518, PEP 621) or `tool.poetry` table. A pyproject.toml that only configures
// tools makes no project. Throws Error (kBadInput) when pyproject.toml is no valid TOML.
bool is_project(const std::string& folder);

}  // namespace pexpack
