#include "projects.hpp"

#include <fmt/format.h>

#include "pexpack/project/native_wheel.hpp"
#include "pexpack/project/project_wheel.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/target/interpreter.hpp"

namespace pexpack {

namespace {

// Building runs on this machine, whatever the target is.
std::string building_python(const BuildOptions& options) {
    if (!options.targets.pythons.empty()) return options.targets.pythons.front();
    if (const auto python = find_python_on_path()) return *python;
    throw Error(ErrorKind::kSystem,
                "building the project takes a Python, and there is no python3 on PATH")
        .hint(
            "install one with pip, or build the wheel elsewhere and name it instead of the folder");
}

// The path of the wheel, in `output`.
std::string built_wheel(const BuildOptions& options, const WheelhouseChoice& wheelhouses,
                        const ProjectInput& project, const Inputs& inputs,
                        const std::string& output, Messages& messages) {
    NativeWheel native = native_wheel(project.folder, output);
    if (native.path) {
        messages.info(fmt::format("packed the project `{}`", project.folder));
        return std::move(*native.path);
    }
    messages.detail(fmt::format("it takes a Python: {}", native.why_not));
    messages.info(fmt::format("building the project `{}` with pip", project.folder));
    const std::string python = building_python(options);
    const BuiltProject built =
        build_project_wheel({.folder = project.folder,
                             .python = python,
                             .markers = probe_interpreter(python).target.markers,
                             .find_links = wheelhouses.locations,
                             .no_index = options.no_index || inputs.index.no_index},
                            output);
    if (!built.is_isolated)
        messages.info(fmt::format("it was built with what `{}` has installed", python));
    return built.wheel;
}

}  // namespace

void build_projects(const BuildOptions& options, const WheelhouseChoice& wheelhouses,
                    const TemporaryFolder& folder, Inputs& inputs, Messages& messages) {
    for (std::size_t i = 0; i < inputs.projects.size(); ++i) {
        const ProjectInput& project = inputs.projects[i];
        const std::string output = join_path(folder.path(), std::to_string(i));
        make_directories(output);
        const std::string path =
            built_wheel(options, wheelhouses, project, inputs, output, messages);
        auto filename = WheelFilename::parse(base_name(path));
        if (!filename) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("`{}` was built into `{}`, which is no valid name of a wheel",
                                    project.folder, base_name(path)));
        }
        if (project.name && *project.name != filename->name) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("`{}` is a project of `{}`, not of `{}`", project.folder,
                                    filename->name.to_string(), project.name->to_string()))
                .at(project.where);
        }
        inputs.request.requirements.push_back(
            requirement_for(filename->name, project.extras, project.marker, project.where));
        inputs.direct_wheels.push_back(
            {std::move(filename).value(), path, project.marker, project.where});
    }
}

}  // namespace pexpack
