// What a project says about how it is built (PEP 517, PEP 518).
#pragma once

#include <string>
#include <vector>

#include "pexpack/spec/requirement.hpp"
#include "pexpack/support/error.hpp"

namespace pexpack {

struct BuildSystem {
    std::vector<Requirement> requirements;
    std::string back_end;                    // "hatchling.build"
    std::vector<std::string> back_end_path;  // absolute folders, where it is one of its own
    // The project says so itself. Otherwise it is setuptools with a setup.py or setup.cfg.
    bool is_said = false;
    SourceLocation where;  // the file that says so, or would
    // Static name and version of the `project` table (PEP 621), as written; "" for none.
    std::string name;
    std::string version;
};

inline constexpr const char* kLegacyBackEnd = "setuptools.build_meta:__legacy__";

// Throws Error (kBadInput) when pyproject.toml is no valid TOML, when `build-system` has no
// `requires` or one that is no requirement, or when `backend-path` leads out of the folder.
BuildSystem read_build_system(const std::string& folder);

}  // namespace pexpack
