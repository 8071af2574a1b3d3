#include "pexpack/project/build_system.hpp"

#include <fmt/format.h>

#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"
#include "pyproject.hpp"

namespace pexpack {

namespace {

Error bad_build_system(const BuildSystem& system, const std::string& what) {
    return Error(ErrorKind::kBadInput, fmt::format("the table `build-system` {}", what))
        .at(system.where);
}

std::vector<Requirement> parsed(const std::vector<std::string>& texts, const BuildSystem& system) {
    std::vector<Requirement> requirements;
    for (const std::string& text : texts) {
        auto requirement = Requirement::parse(text);
        if (!requirement) {
            throw bad_build_system(
                system, fmt::format("requires `{}`, which is no requirement", printable(text)))
                .because(requirement.error().message);
        }
        requirements.push_back(std::move(requirement).value());
    }
    return requirements;
}

std::string inside(const std::string& path, const std::string& folder, const BuildSystem& system) {
    const std::string top = absolute_path(folder);
    std::string place = absolute_path(join_path(top, path));
    const bool is_inside =
        real_path(place) == real_path(top) || real_path(place).starts_with(real_path(top) + "/");
    if (path.starts_with('/') || !is_inside) {
        throw bad_build_system(
            system,
            fmt::format("names a backend-path outside of the project: `{}`", printable(path)));
    }
    return place;
}

}  // namespace

BuildSystem read_build_system(const std::string& folder) {
    const std::string path = join_path(folder, "pyproject.toml");
    const Pyproject pyproject = is_regular_file(path) ? read_pyproject(path) : Pyproject{};
    BuildSystem system{.requirements = {},
                       .back_end = pyproject.back_end,
                       .back_end_path = {},
                       .is_said = pyproject.has_build_system,
                       .where = {.file = path, .line = 0, .column = 0},
                       .name = pyproject.name,
                       .version = pyproject.version};
    if (system.is_said && !pyproject.build_requires) {
        throw bad_build_system(system, "has no `requires`")
            .hint("name what the build needs: `requires = [\"setuptools\"]`");
    }
    system.requirements =
        parsed(pyproject.build_requires.value_or(std::vector<std::string>{"setuptools"}), system);
    if (system.back_end.empty()) {
        system.back_end = kLegacyBackEnd;
    } else {
        for (const std::string& each : pyproject.back_end_path)
            system.back_end_path.push_back(inside(each, folder, system));
    }
    return system;
}

}  // namespace pexpack
