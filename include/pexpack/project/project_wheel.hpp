// A project (pyproject.toml, setup.py, setup.cfg) turned into a wheel.
#pragma once

#include <string>
#include <vector>

namespace pexpack {

// Whether the folder is a project that can be built, rather than a plain tree of sources: it has a
// setup.py, a setup.cfg with a `[metadata]` section, or a pyproject.toml with a `project`,
// `build-system` (PEP 518, PEP 621) or `tool.poetry` table. A pyproject.toml that only configures
// tools makes no project. Throws Error (kBadInput) when pyproject.toml is no valid TOML.
bool is_project(const std::string& folder);

struct ProjectBuild {
    std::string folder;
    std::string python;                   // that runs pip; needs the pip module
    std::vector<std::string> find_links;  // folders where build requirements may come from
    bool no_index = false;                // nothing from the network
};

// Builds a copy of the folder into `output_folder`, first in an isolated environment, then, when
// its requirements are not to be had, with what `python` has installed. A project inside a larger
// checkout, whose copy cannot be built, is built where it is. Returns the path of the wheel. Throws
// Error (kBadInput) with the end of what the build said.
std::string build_project_wheel(const ProjectBuild& build, const std::string& output_folder);

}  // namespace pexpack
