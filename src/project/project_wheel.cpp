#include "pexpack/project/project_wheel.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cstdlib>
#include <functional>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/process.hpp"
#include "pexpack/support/text.hpp"
#include "project_copy.hpp"

namespace pexpack {

namespace {

constexpr std::uint64_t kProjectFileLimit = std::uint64_t{16} << 20;

bool has_project_table(const std::string& path) {
    const std::string text = read_file(path, kProjectFileLimit);
    try {
        const toml::table table = toml::parse(text, path);
        const bool is_poetry = table.at_path("tool.poetry").is_table();
        return table["project"].is_table() || table["build-system"].is_table() || is_poetry;
    } catch (const toml::parse_error& error) {
        const auto begin = error.source().begin;
        throw Error(ErrorKind::kBadInput,
                    fmt::format("`{}` is not valid TOML: {}", path, error.description()))
            .at({path, static_cast<int>(begin.line), static_cast<int>(begin.column)});
    }
}

bool has_metadata_section(const std::string& path) {
    const std::string text = read_file(path, kProjectFileLimit);
    for (const std::string_view line : split(text, '\n')) {
        if (trim_blanks(line).starts_with("[metadata]")) return true;
    }
    return false;
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

ProcessResult run_pip(const ProjectBuild& build, const std::string& sources,
                      const std::string& output_folder, bool isolated) {
    std::vector<std::string> command{
        build.python, "-m", "pip",        "--disable-pip-version-check", "wheel", "--no-deps",
        "--no-input", "-w", output_folder};
    if (build.no_index) command.emplace_back("--no-index");
    for (const std::string& location : build.find_links) {
        command.insert(command.end(), {"-f", absolute_path(location)});
    }
    if (!isolated) command.emplace_back("--no-build-isolation");
    command.push_back(sources);
    ProcessOptions options;
    // The same sources give the same wheel, also with back ends that write the time of the build.
    if (std::getenv("SOURCE_DATE_EPOCH") == nullptr)
        options.environment.emplace_back("SOURCE_DATE_EPOCH", "315532800");
    // The copy shares its `.git` with the original, where nothing must be written.
    options.environment.emplace_back("GIT_OPTIONAL_LOCKS", "0");
    // What pip leaves behind when it is ended goes with our own temporary folder.
    const std::string temporary = join_path(output_folder, "tmp");
    make_directories(temporary);
    options.environment.emplace_back("TMPDIR", temporary);
    const UsualUmask umask;
    return run_process(command, options);
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

Attempt try_build(const ProjectBuild& build, const std::string& sources,
                  const std::string& output_folder, bool isolated) {
    const ProcessResult result = run_pip(build, sources, output_folder, isolated);
    const std::string wheel = only_wheel_in(output_folder);
    if (result.exit_code == 0 && !wheel.empty()) return {.wheel = wheel, .said = {}};
    return {.wheel = {}, .said = said(result.standard_error)};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

}  // namespace

bool is_project(const std::string& folder) {
    const std::string pyproject = join_path(folder, "pyproject.toml");
    const std::string setup_cfg = join_path(folder, "setup.cfg");
    if (is_regular_file(join_path(folder, "setup.py"))) return true;
    if (is_regular_file(pyproject) && has_project_table(pyproject)) return true;
    return is_regular_file(setup_cfg) && has_metadata_section(setup_cfg);
}

std::string build_project_wheel(const ProjectBuild& build, const std::string& output_folder) {
    const std::string original = absolute_path(build.folder);
    const std::string copy = join_path(join_path(output_folder, "sources"), base_name(original));
    // The output lies in the project when the folder for temporary files does.
    std::vector<std::string> excluded{output_folder};
    std::ranges::transform(build.find_links, std::back_inserter(excluded), absolute_path);
    copy_project(original, copy, excluded);
    link_neighbours(original, copy);
    const Attempt isolated = try_build(build, copy, output_folder, true);
    if (!isolated.wheel.empty()) return isolated.wheel;
    const Attempt direct = try_build(build, copy, output_folder, false);
    if (!direct.wheel.empty()) return direct.wheel;
    Error failure(ErrorKind::kBadInput,
                  fmt::format("the project `{}` cannot be built into a wheel", build.folder));
    failure
        .because(fmt::format("in an isolated environment, pip of `{}` said:\n{}", build.python,
                             replaced(isolated.said, copy, original)))
        .because(fmt::format("with what that Python has installed, it said:\n{}",
                             replaced(direct.said, copy, original)));
    if (lies_in_larger_checkout(original)) {
        Attempt in_place;
        for (const bool is_isolated : {true, false}) {
            in_place = try_build(build, original, output_folder, is_isolated);
            if (!in_place.wheel.empty()) return in_place.wheel;
        }
        failure.because(fmt::format("where it lies, it said:\n{}", in_place.said));
    }
    throw std::move(failure).hint(
        "put the wheels of its build requirements (often setuptools and wheel) into the "
        "wheelhouse, or build "
        "the wheel yourself and name it instead of the folder");
}

}  // namespace pexpack
