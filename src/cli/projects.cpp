#include "projects.hpp"

#include <fmt/format.h>

#include "pexpack/project/native_wheel.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// The path of the wheel, in `output`.
std::string built_wheel(const ProjectInput& project, WheelBuilders& builders,
                        const std::string& output, Messages& messages) {
    NativeWheel native = native_wheel(project.folder, output);
    if (native.path) {
        messages.info(fmt::format("packed the project `{}`", project.folder));
        return std::move(*native.path);
    }
    messages.info(fmt::format("the project `{}` takes a Python: {}", project.folder,
                              printable(native.why_not)));
    return builders.for_this_machine().wheel_of_project(project.folder, output);
}

}  // namespace

void build_projects(WheelBuilders& builders, const TemporaryFolder& folder, Inputs& inputs,
                    Messages& messages) {
    for (std::size_t i = 0; i < inputs.projects.size(); ++i) {
        const ProjectInput& project = inputs.projects[i];
        const std::string output = join_path(folder.path(), std::to_string(i));
        make_directories(output);
        const std::string path = built_wheel(project, builders, output, messages);
        auto filename = WheelFilename::parse(base_name(path)).value();
        if (project.name && *project.name != filename.name) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("`{}` is a project of `{}`, not of `{}`", project.folder,
                                    filename.name.to_string(), project.name->to_string()))
                .at(project.where);
        }
        inputs.request.requirements.push_back(
            requirement_for(filename.name, project.extras, project.marker, project.where));
        inputs.direct_files.push_back(
            {{.filename = std::move(filename), .path = path}, project.marker, project.where});
    }
}

}  // namespace pexpack
