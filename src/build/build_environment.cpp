#include "build_environment.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "pexpack/archive/wheel_reader.hpp"
#include "pexpack/pex/packed_wheels.hpp"
#include "pexpack/pex/virtual_environment.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/new_file.hpp"

namespace pexpack {

namespace {

// A line that `site` executes. JSON of texts is Python, too.
std::string lending_line(const std::vector<std::string>& folders) {
    return fmt::format("import site; [site.addsitedir(folder) for folder in {}]\n",
                       nlohmann::json(folders).dump());
}

}  // namespace

void make_build_environment(const std::string& folder, const BuildSupplies& supplies,
                            const Interpreter& python, CheckedWheels& checked) {
    check_wheels(supplies.pins, {}, checked);
    std::vector<WheelReader> wheels;
    for (const Pin& pin : supplies.pins)
        wheels.emplace_back(pin.candidate.path, pin.candidate.filename);
    make_directories(folder);
    const VirtualEnvironment environment(
        folder, folder,
        {.binary = python.binary, .version = python.target.python_full_version.to_string()});
    environment.install(wheels);
    environment.make_skeleton();
    if (supplies.folders.empty()) return;
    write_new_file(join_path(folder, environment.site_packages() + "/pexpack-lent.pth"),
                   lending_line(supplies.folders), 0644);
}

}  // namespace pexpack
