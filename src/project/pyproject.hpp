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
    // The `build-system` table (PEP 517, PEP 518).
    bool has_build_system = false;
    std::optional<std::vector<std::string>> build_requires;  // as written
    std::string back_end;
    std::vector<std::string> back_end_path;
};

// Throws Error (kBadInput) with line and column when the file is no valid TOML.
Pyproject read_pyproject(const std::string& path);

// Throws Error (kBadInput) with line and column when the `project` table has a name, version,
// requirement or range of Pythons that is none (PEP 621): no back end makes a good wheel of that.
void check_project_table(const std::string& path);

}  // namespace pexpack
