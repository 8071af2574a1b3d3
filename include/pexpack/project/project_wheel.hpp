// A project (pyproject.toml, setup.py, setup.cfg) turned into a wheel.
#pragma once

#include <string>
#include <vector>

#include "pexpack/spec/marker.hpp"

namespace pexpack {

// Whether the folder is a project that can be built, rather than a plain tree of sources: it has a
// setup.py, a setup.cfg with a `[metadata]` section, or a pyproject.toml with a `project`,
// `build-system` (PEP 518, PEP 621) or `tool.poetry` table. A pyproject.toml that only configures
// tools makes no project. Throws Error (kBadInput) when pyproject.toml is no valid TOML.
bool is_project(const std::string& folder);

struct ProjectBuild {
    std::string folder;
    std::string python;                   // that runs pip; needs the pip module
    MarkerEnvironment markers;            // of that Python
    std::vector<std::string> find_links;  // folders where build requirements may come from
    bool no_index = false;                // nothing from the network
};

struct BuiltProject {
    std::string wheel;        // its path
    bool is_isolated = true;  // otherwise built with what `python` has installed
};

// Builds the project where it lies, as pip does, so that it finds what lies around it, but for what
// setuptools leaves behind: that goes elsewhere. First in an isolated environment; when that does
// not succeed and `python` has the build requirements installed, with those. The wheel goes into
// `output_folder`. Throws Error (kBadInput) with the end of what the build said, also when the
// wheel is not what pyproject.toml says.
BuiltProject build_project_wheel(const ProjectBuild& build, const std::string& output_folder);

}  // namespace pexpack
