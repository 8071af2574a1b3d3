#include "pexpack/project/project_wheel.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "build_folder.hpp"
#include "installed.hpp"
#include "pexpack/archive/wheel_modes.hpp"
#include "pexpack/spec/wheel_filename.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/file_url.hpp"
#include "pexpack/support/process.hpp"
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

// Where a build says what went wrong: the lines that name an error, without any its last lines.
std::string said(const std::string& text) {
    constexpr std::size_t kLines = 6;
    // In front of it the build speaks, behind it pip.
    constexpr std::string_view kEnd = "[end of output]";
    std::string_view rest = std::string_view(text).substr(0, text.find(kEnd));
    while (rest.ends_with(' ')) rest.remove_suffix(1);
    while (rest.ends_with('\n')) rest.remove_suffix(1);
    auto lines = split(rest, '\n');
    const auto names_error = [](std::string_view line) {
        if (line.find("error: subprocess-exited-with-error") != std::string_view::npos)
            return false;
        return line.find("rror: ") != std::string_view::npos ||
               line.find("ERROR: ") != std::string_view::npos;
    };
    if (std::ranges::any_of(lines, names_error)) std::erase_if(lines, std::not_fn(names_error));
    if (lines.size() > kLines) lines.erase(lines.begin(), lines.end() - kLines);
    std::vector<std::string> shown;
    for (const std::string_view line : lines) shown.push_back("  " + printable(line));
    return join(shown, "\n");
}

// For the time of a build, so that the modes in the wheel do not depend on the user's.
class UsualUmask {
  public:
    UsualUmask() : before_(::umask(022)) {}
    UsualUmask(const UsualUmask&) = delete;
    UsualUmask& operator=(const UsualUmask&) = delete;
    ~UsualUmask() { ::umask(before_); }

  private:
    mode_t before_;
};

std::vector<std::string> pip_command(const ProjectBuild& build, const std::string& output_folder,
                                     bool isolated) {
    std::vector<std::string> command{
        build.python, "-m", "pip",        "--disable-pip-version-check", "wheel", "--no-deps",
        "--no-input", "-w", output_folder};
    if (build.no_index) command.emplace_back("--no-index");
    for (const std::string& location : build.find_links)
        command.insert(command.end(), {"-f", absolute_path(location)});
    if (!isolated) command.emplace_back("--no-build-isolation");
    // As a path, pip would take `[…]` in it for extras.
    command.push_back(file_url(absolute_path(build.folder)));
    return command;
}

ProcessResult run_pip(const ProjectBuild& build, const std::string& output_folder, bool isolated) {
    constexpr std::size_t kEndOfOutput = std::size_t{1} << 20;
    ProcessOptions options;
    options.output_limit = kEndOfOutput;
    options.only_end = true;
    // The same sources give the same wheel, also with back ends that write the time of the build.
    if (std::getenv("SOURCE_DATE_EPOCH") == nullptr)
        options.environment.emplace_back("SOURCE_DATE_EPOCH", "315532800");
    options.environment.emplace_back("GIT_TERMINAL_PROMPT", "0");
    options.environment.emplace_back("PYTHONDONTWRITEBYTECODE", "1");
    // What pip leaves behind when it is ended goes with our own temporary folder.
    const std::string temporary = join_path(output_folder, "tmp");
    make_directories(temporary);
    options.environment.emplace_back("TMPDIR", temporary);
    const BuildFolder build_folder(
        absolute_path(build.folder),
        join_path(output_folder, isolated ? "isolated" : "not-isolated"));
    options.environment.push_back(build_folder.environment());
    const UsualUmask umask;
    return run_process(pip_command(build, output_folder, isolated), options);
}

std::string only_wheel_in(const std::string& folder) {
    for (const DirectoryEntry& entry : list_directory(folder)) {
        if (entry.name.ends_with(".whl")) return join_path(folder, entry.name);
    }
    return {};
}

// What a try came to: a wheel, or what pip said.
struct Attempt {
    std::string wheel;
    std::string said;
};

Attempt try_build(const ProjectBuild& build, const std::string& output_folder, bool isolated) {
    const ProcessResult result = run_pip(build, output_folder, isolated);
    const std::string wheel = only_wheel_in(output_folder);
    if (result.exit_code == 0 && !wheel.empty()) return {.wheel = wheel, .said = {}};
    return {.wheel = {}, .said = said(result.standard_error)};
}

// Without a `build-system` table the back end is setuptools (PEP 518).
std::vector<std::string> build_requirements(const Pyproject& pyproject) {
    return pyproject.build_requires.value_or(std::vector<std::string>{"setuptools"});
}

// A back end older than the `project` table ignores it and succeeds.
void check_against(const Pyproject& pyproject, const std::string& wheel,
                   const std::string& folder) {
    const auto filename = WheelFilename::parse(base_name(wheel));
    if (!filename) return;
    const auto version = Version::parse(pyproject.version);
    const bool has_other_name =
        !pyproject.name.empty() && PackageName::normalized(pyproject.name) != filename->name;
    const bool has_other_version = version && *version != filename->version;
    if (!has_other_name && !has_other_version) return;
    throw Error(ErrorKind::kBadInput,
                fmt::format("the project `{}` was built into `{}`, but its pyproject.toml says "
                            "{} {}",
                            folder, base_name(wheel), printable(pyproject.name),
                            printable(pyproject.version)))
        .hint(
            "the back end may be too old to know the `project` table: setuptools does since 61; "
            "ask for such a one under `build-system`");
}

}  // namespace

bool is_project(const std::string& folder) {
    const std::string setup_cfg = join_path(folder, "setup.cfg");
    if (is_regular_file(join_path(folder, "setup.py"))) return true;
    if (pyproject_of(folder).is_project) return true;
    return is_regular_file(setup_cfg) && has_metadata_section(setup_cfg);
}

BuiltProject build_project_wheel(const ProjectBuild& build, const std::string& output_folder) {
    const Pyproject pyproject = pyproject_of(build.folder);
    const auto finished = [&](const Attempt& attempt, bool is_isolated) {
        check_against(pyproject, attempt.wheel, build.folder);
        make_modes_usual(attempt.wheel);
        return BuiltProject{.wheel = attempt.wheel, .is_isolated = is_isolated};
    };
    const Attempt isolated = try_build(build, output_folder, true);
    if (!isolated.wheel.empty()) return finished(isolated, true);
    Error failure(ErrorKind::kBadInput,
                  fmt::format("the project `{}` cannot be built into a wheel", build.folder));
    failure.because(fmt::format("in an isolated environment, pip of `{}` said:\n{}", build.python,
                                isolated.said));
    const auto missing =
        missing_requirements(build.python, build.markers, build_requirements(pyproject));
    if (missing.empty()) {
        const Attempt direct = try_build(build, output_folder, false);
        if (!direct.wheel.empty()) return finished(direct, false);
        failure.because(
            fmt::format("with what that Python has installed, it said:\n{}", direct.said));
    } else {
        failure.because(fmt::format("that Python itself does not have what it takes: {}",
                                    printable(join(missing, ", "))));
    }
    throw std::move(failure).hint(
        "put the wheels of its build requirements (often setuptools and wheel) into the "
        "wheelhouse, or build the wheel yourself and name it instead of the folder");
}

}  // namespace pexpack
