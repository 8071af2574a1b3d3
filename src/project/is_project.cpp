#include "pexpack/project/is_project.hpp"

#include <algorithm>

#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"
#include "pyproject.hpp"

namespace pexpack {

namespace {

bool has_metadata_section(const std::string& path) {
    constexpr std::uint64_t kLargest = std::uint64_t{16} << 20;
    const std::string text = read_file(path, kLargest);
    return std::ranges::any_of(split(text, '\n'), [](std::string_view line) {
        return trim_blanks(line).starts_with("[metadata]");
    });
}

Pyproject pyproject_of(const std::string& folder) {
    const std::string path = join_path(folder, "pyproject.toml");
    return is_regular_file(path) ? read_pyproject(path) : Pyproject{};
}

}  // namespace

bool is_project(const std::string& folder) {
    const std::string setup_cfg = join_path(folder, "setup.cfg");
    if (is_regular_file(join_path(folder, "setup.py"))) return true;
    if (pyproject_of(folder).is_project) return true;
    return is_regular_file(setup_cfg) && has_metadata_section(setup_cfg);
}

}  // namespace pexpack
