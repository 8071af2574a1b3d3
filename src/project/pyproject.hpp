// What pyproject.toml says about building the project.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace pexpack {

struct Pyproject {
    bool is_project = false;  // rather than settings of tools
    // The static ones of the `project` table (PEP 621), as written; "" for none.
    std::string name;
    std::string version;
    // build-system.requires (PEP 518) as written; nothing when there is no such table.
    std::optional<std::vector<std::string>> build_requires;
};

// Throws Error (kBadInput) with line and column when the file is no valid TOML.
Pyproject read_pyproject(const std::string& path);

}  // namespace pexpack
