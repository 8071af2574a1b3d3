#include "pexpack/build/wheel_builder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "back_end_call.hpp"
#include "build_environment.hpp"
#include "build_supplies.hpp"
#include "built_wheels.hpp"
#include "pexpack/archive/sdist_archive.hpp"
#include "pexpack/archive/wheel_check.hpp"
#include "pexpack/archive/wheel_modes.hpp"
#include "pexpack/build/target_sdists.hpp"
#include "pexpack/project/is_project.hpp"
#include "pexpack/project/native_wheel.hpp"
#include "pexpack/support/check.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

Error cannot_build(const std::string& what) {
    return {ErrorKind::kBadInput, fmt::format("{} cannot be built into a wheel", what)};
}

// A back end older than the `project` table ignores it and succeeds.
void check_against(const BuildSystem& system, const std::string& wheel, const std::string& what) {
    const auto filename = WheelFilename::parse(base_name(wheel));
    if (!filename) {
        throw Error(ErrorKind::kBadInput,
                    fmt::format("{} was built into `{}`, which is no valid name of a wheel", what,
                                printable(base_name(wheel))));
    }
    const auto version = Version::parse(system.version);
    const bool has_other_name =
        !system.name.empty() && PackageName::normalized(system.name) != filename->name;
    const bool has_other_version = version && *version != filename->version;
    if (!has_other_name && !has_other_version) return;
    throw Error(ErrorKind::kBadInput,
                fmt::format("{} was built into `{}`, but its pyproject.toml says {} {}", what,
                            base_name(wheel), printable(system.name), printable(system.version)))
        .hint(
            "the back end may be too old to know the `project` table: setuptools does since 61; "
            "ask for such a one under `build-system`");
}

// The wheel lies where nobody finds it later, so what it was built of is named.
void check_soundness(const std::string& wheel, const std::string& what, CheckedWheels& checked) {
    try {
        make_modes_usual(wheel);
        const auto filename = WheelFilename::parse(base_name(wheel)).value();
        check_wheel(WheelReader(wheel, filename));
        checked.add({sha256_of_file(wheel).hex});
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::kBadInput) throw;
        throw Error(ErrorKind::kBadInput, fmt::format("{} was built into `{}`, which is unsound",
                                                      what, printable(base_name(wheel))))
            .because(error.message());
    }
}

// As BuildSystem's own, for what the back end asks for itself.
std::vector<Requirement> with_wanted(std::vector<Requirement> requirements,
                                     const std::vector<std::string>& wanted,
                                     const std::string& what) {
    for (const std::string& text : wanted) {
        auto requirement = Requirement::parse(text);
        if (!requirement) {
            throw cannot_build(what).because(
                fmt::format("its back end asks for `{}`, which is no requirement: {}",
                            printable(text), requirement.error().message));
        }
        requirements.push_back(std::move(requirement).value());
    }
    return requirements;
}

// The last of a list as long as it lives.
class InProgress {
  public:
    InProgress(std::vector<std::string>& list, const std::string& path) : list_(list) {
        list_.push_back(path);
    }
    InProgress(const InProgress&) = delete;
    InProgress& operator=(const InProgress&) = delete;
    ~InProgress() { list_.pop_back(); }

  private:
    std::vector<std::string>& list_;
};

}  // namespace

Error WheelBuilder::failed(const BuildSystem& system, const BackEndAnswer& answer,
                           const Source& source) const {
    return cannot_build(source.what)
        .because(fmt::format("its back end `{}` said, under `{}`:\n{}", system.back_end,
                             python_->path, answer.said))
        .hint(source.way_out);
}

WheelBuilder::WheelBuilder(std::optional<Interpreter> python, BuildSettings settings)
    : python_(std::move(python)), settings_(std::move(settings)), checked_(settings_.cache) {}

std::string WheelBuilder::maker() const {
    return python_ ? fmt::format("`{}` built", python_->path) : "what was packed is";
}

const Interpreter& WheelBuilder::python_for(const Source& source) const {
    if (python_) return *python_;
    throw Error(
        ErrorKind::kSystem,
        fmt::format("building {} takes a Python, and there is no python3 on PATH", source.what))
        .hint(fmt::format("install one, or {}", source.way_out));
}

std::string WheelBuilder::new_folder() {
    return join_path(real_path(work_.path()), std::to_string(folders_++));
}

// Says each thing once: a back end may be called again with more supplies.
void WheelBuilder::announce(const BuildSupplies& supplies, std::vector<std::string>& said) const {
    std::vector<std::string> lines;
    if (!supplies.lent.empty()) {
        lines.push_back(
            fmt::format("  with what that Python has installed: {}", join(supplies.lent, ", ")));
    }
    if (supplies.stands_in_for_wheel)
        lines.emplace_back("  without the package wheel, which pexpack stands in for");
    for (std::string& line : lines) {
        if (std::ranges::find(said, line) != said.end()) continue;
        settings_.announce(line);
        said.push_back(std::move(line));
    }
}

BuildSupplies WheelBuilder::supplies_for(const BuildSystem& system, const Source& source) {
    const Interpreter& python = python_for(source);
    TargetSdists sdists(*this, python.target, true);
    Wheelhouse wheelhouse(settings_.find_links, python.target, {}, settings_.remembered);
    wheelhouse.build_sdists_with(sdists);
    auto found = find_supplies(system.requirements, settings_.find_links, wheelhouse, python,
                               system.back_end.starts_with("setuptools.build_meta"));
    if (auto* missing = std::get_if<MissingSupplies>(&found)) {
        Error failure = cannot_build(source.what);
        for (std::string& cause : missing->causes) failure.because(std::move(cause));
        throw std::move(failure).hint(
            fmt::format("`{}` fetches it; or {}", missing->command, source.way_out));
    }
    auto supplies = std::get<BuildSupplies>(std::move(found));
    for (Pin& pin : supplies.pins) {
        if (pin.candidate.is_sdist) pin.candidate = sdists.wheel_of(pin.candidate);
    }
    return supplies;
}

std::string WheelBuilder::build(const Source& source, const std::string& output_folder) {
    const std::string& what = source.what;
    const Interpreter& python = python_for(source);
    settings_.announce(fmt::format("building {} with `{}` (Python {})", what, python.path,
                                   python.target.python_full_version.to_string()));
    BuildSystem system = read_build_system(source.folder);
    std::vector<std::string> announced;
    for (const bool may_ask : {true, false}) {
        const BuildSupplies supplies = supplies_for(system, source);
        announce(supplies, announced);
        const std::string work = new_folder();
        const std::string environment = join_path(work, "environment");
        make_build_environment(environment, supplies, python, checked_);
        const BackEndAnswer answer = call_back_end(system, {.folder = absolute_path(source.folder),
                                                            .environment = environment,
                                                            .work = work,
                                                            .output = output_folder,
                                                            .may_ask = may_ask});
        if (!answer.wheel.empty()) {
            check_against(system, answer.wheel, what);
            check_soundness(answer.wheel, what, checked_);
            return answer.wheel;
        }
        if (answer.wanted.empty()) throw failed(system, answer, source);
        system.requirements = with_wanted(system.requirements, answer.wanted, what);
    }
    PEXPACK_CHECK(false);  // what may not ask has either built a wheel or failed
    return {};
}

std::string WheelBuilder::wheel_of_project(const std::string& folder,
                                           const std::string& output_folder) {
    return build({.folder = folder,
                  .what = fmt::format("the project `{}`", printable(folder)),
                  .way_out = "build the wheel elsewhere and name it instead"},
                 output_folder);
}

std::string WheelBuilder::built_sdist(const SdistFilename& filename, const std::string& path,
                                      const std::string& output_folder) {
    const std::string what = fmt::format("the sdist `{}`", printable(path));
    const std::string way_out = fmt::format(
        "put a wheel of {0} into the wheelhouse, or leave the sdist out: `--only-binary {0}`",
        filename.name.to_string());
    const std::string unpacked = new_folder();
    make_directories(unpacked);
    const std::string folder = unpack_sdist(path, unpacked);
    if (!is_project(folder)) {
        throw cannot_build(what)
            .because("it has neither a pyproject.toml that says how nor a setup.py")
            .hint(way_out);
    }
    const Source source{.folder = folder, .what = what, .way_out = way_out};
    make_directories(output_folder);
    const NativeWheel native = native_wheel(folder, output_folder);
    settings_.announce(native.path
                           ? fmt::format("packed {}", what)
                           : fmt::format("{} takes a Python: {}", what, printable(native.why_not)));
    const std::string wheel = native.path ? *native.path : build(source, output_folder);
    const auto built = WheelFilename::parse(base_name(wheel)).value();
    if (built.name == filename.name && built.version == filename.version) return wheel;
    throw Error(ErrorKind::kBadInput, fmt::format("{} was built into `{}`, a wheel of another {}",
                                                  what, printable(built.text),
                                                  built.name == filename.name ? "version" : "name"))
        .hint(way_out);
}

std::string WheelBuilder::wheel_of_sdist(const SdistFilename& filename, const std::string& path) {
    const auto known = wheels_.find(path);
    if (known != wheels_.end()) return known->second;
    const std::string sha256 = sha256_of_file(path).hex;
    const BuiltWheels kept(settings_.cache);
    if (auto wheel = kept.find(filename, sha256, python_))
        return wheels_.emplace(path, std::move(*wheel)).first->second;
    if (std::ranges::find(in_progress_, path) != in_progress_.end()) {
        throw cannot_build(fmt::format("the sdist `{}`", printable(path)))
            .because(
                fmt::format("building it takes itself: {} <- {}", join(in_progress_, " <- "), path))
            .hint("put a wheel of it into the wheelhouse");
    }
    const InProgress progress(in_progress_, path);
    const std::string wheel = built_sdist(filename, path, new_folder());
    return wheels_.emplace(path, kept.keep(wheel, sha256, python_).value_or(wheel)).first->second;
}

}  // namespace pexpack
