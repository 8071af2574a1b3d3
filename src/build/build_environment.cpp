#include "build_environment.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "build_programs.hpp"
#include "pexpack/archive/wheel_reader.hpp"
#include "pexpack/pex/packed_wheels.hpp"
#include "pexpack/pex/virtual_environment.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/new_file.hpp"

namespace pexpack {

namespace {

// A line that `site` executes. JSON of texts is Python, too.
std::string lending_line(const std::vector<std::string>& folders) {
    return fmt::format("import site; list(map(site.addsitedir, {}))\n",
                       nlohmann::json(folders).dump());
}

// setuptools finds commands as entry points of what is installed.
void add_bdist_wheel(const std::string& site) {
    write_new_file(join_path(site, "pexpack_bdist_wheel.py"), kBdistWheel, 0644);
    const std::string info = join_path(site, "pexpack_bdist_wheel-1.dist-info");
    make_directories(info);
    write_new_file(join_path(info, "METADATA"),
                   "Metadata-Version: 2.1\nName: pexpack-bdist-wheel\nVersion: 1\n", 0644);
    write_new_file(join_path(info, "entry_points.txt"),
                   "[distutils.commands]\nbdist_wheel = pexpack_bdist_wheel:bdist_wheel\n", 0644);
}

}  // namespace

void make_build_environment(const std::string& folder, const BuildSupplies& supplies,
                            const Interpreter& python, CheckedWheels& checked) {
    std::vector<Resolution> resolutions(1);
    resolutions.front().pins = supplies.pins;
    check_wheels(resolutions, {}, checked);
    std::vector<WheelReader> wheels;
    for (const Pin& pin : supplies.pins)
        wheels.emplace_back(pin.candidate.path, pin.candidate.filename);
    make_directories(folder);
    const VirtualEnvironment environment(
        folder, folder,
        {.binary = python.binary, .version = python.target.python_full_version.to_string()});
    environment.install(wheels);
    environment.make_skeleton();
    const std::string site = join_path(folder, environment.site_packages());
    if (!supplies.folders.empty())
        write_new_file(join_path(site, "pexpack-lent.pth"), lending_line(supplies.folders), 0644);
    if (supplies.stands_in_for_wheel) add_bdist_wheel(site);
}

}  // namespace pexpack
