#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>

#include "json_text.hpp"
#include "pexpack/archive/wheel_check.hpp"
#include "pexpack/archive/wheel_places.hpp"
#include "pexpack/bootstrap/header.hpp"
#include "pexpack/cli/pex_commands.hpp"
#include "pexpack/pex/extracted_wheel.hpp"
#include "pexpack/pex/virtual_environment.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/process.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/support/thread_pool.hpp"
#include "pexpack/target/fit.hpp"
#include "pexpack/target/interpreter.hpp"
#include "words.hpp"

namespace pexpack {

namespace {

struct VenvOptions {
    std::string pex;
    std::string folder;
    std::string scope = "all";
    std::string python;
    OutputOptions output;
};

// The one that is named, else the first on PATH of those that the pex was made for.
Interpreter choose_python(const VenvOptions& options, const PexContents& contents) {
    if (!options.python.empty()) return probe_interpreter(options.python);
    for (const std::string& python : contents.pythons) {
        if (const auto found = find_on_path(program_of(python))) return probe_interpreter(*found);
    }
    if (const auto found = find_python_on_path()) return probe_interpreter(*found);
    throw Error(ErrorKind::kSystem, "there is no Python on PATH for the environment")
        .hint("name the one that it is for: `--python /usr/local/bin/python3.11`");
}

// Of a pex of ours for several targets only the wheels for this Python are of interest.
void keep_wheels_for(const Interpreter& python, PexContents& contents) {
    if (contents.targets.empty()) return;
    const TargetRow* row = row_for(contents.targets, machine_of(python.target));
    if (row == nullptr) {
        throw Error(ErrorKind::kBadInput,
                    fmt::format("the pex is not made for `{}` but for {}", printable(python.path),
                                printable(contents.target)))
            .hint("name a Python that it is made for with `--python`");
    }
    std::erase_if(contents.wheels, [&](const PexWheel& wheel) {
        return std::ranges::find(row->wheels, wheel.filename) == row->wheels.end();
    });
}

void refuse_what_does_not_fit(const PexContents& contents, const Interpreter& python) {
    std::vector<std::string> problems;
    for (const PexWheel& wheel : contents.wheels) {
        const auto filename = WheelFilename::parse(wheel.filename);
        if (!filename) {
            problems.push_back(printable(wheel.filename) + " is no valid name of a wheel");
        } else if (const Fit fit = explain_fit(*filename, python.target); !fit.fits) {
            problems.push_back(fmt::format("{} {}", printable(wheel.filename), fit.sentence));
        }
    }
    if (problems.empty()) return;
    throw Error(ErrorKind::kBadInput,
                fmt::format("the pex is not made for `{}`", printable(python.path)))
        .details(std::move(problems))
        .hint("name a Python that it is made for with `--python`");
}

// A folder that is filled under another name when it is new, so that it is there whole or not.
class EnvironmentFolder {
  public:
    explicit EnvironmentFolder(const std::string& folder) : final_(absolute_path(folder)) {
        const bool is_there = exists(final_);
        if (is_there && !is_directory(final_))
            throw Error(ErrorKind::kUsage, fmt::format("`{}` is not a folder", folder));
        is_new_ = !is_there || list_directory(final_).empty();
        if (!is_new_ && !exists(join_path(final_, "pyvenv.cfg"))) {
            throw Error(ErrorKind::kUsage,
                        fmt::format("`{}` is neither empty nor a virtual environment", folder))
                .hint("name another folder, or remove it first");
        }
        work_ = final_;
        if (!is_new_) return;
        work_ = fmt::format("{}/.{}.pexpack-{}.tmp", directory_of(final_), base_name(final_),
                            ::getpid());
        std::filesystem::remove_all(work_);
        make_directories(work_);
    }
    EnvironmentFolder(const EnvironmentFolder&) = delete;
    EnvironmentFolder& operator=(const EnvironmentFolder&) = delete;
    ~EnvironmentFolder() {
        std::error_code failure;
        if (is_new_ && work_ != final_) std::filesystem::remove_all(work_, failure);
    }

    bool is_new() const { return is_new_; }
    const std::string& work() const { return work_; }
    const std::string& final() const { return final_; }

    void take_place() {
        if (work_ == final_) return;
        std::error_code failure;
        std::filesystem::rename(work_, final_, failure);  // an empty folder is replaced
        if (failure) {
            throw Error(ErrorKind::kSystem,
                        fmt::format("cannot make `{}`: {}", final_, failure.message()));
        }
        work_ = final_;
    }

  private:
    std::string final_;
    std::string work_;
    bool is_new_ = false;
};

std::vector<WheelReader> checked_wheels(const OpenedPex& pex, const PexContents& contents,
                                        const std::string& folder) {
    const std::vector<std::string> paths = extract_wheels(pex, contents, folder);
    for_each_index(paths.size(), [&](std::size_t i) {
        const auto filename = WheelFilename::parse(contents.wheels[i].filename).value();
        check_wheel(WheelReader(paths[i], filename));
    });
    std::vector<WheelReader> wheels;
    std::vector<WheelPlaces> places;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const auto filename = WheelFilename::parse(contents.wheels[i].filename).value();
        places.push_back(places_of(wheels.emplace_back(paths[i], filename), filename.text));
    }
    refuse_clashes(places);
    return wheels;
}

void make_environment(const VenvOptions& options, const OpenedPex& pex, const PexContents& contents,
                      const Interpreter& python) {
    const EnvironmentPython environment_python{
        .binary = python.binary, .version = python.target.python_full_version.to_string()};
    const TemporaryFolder unpacked;
    std::vector<WheelReader> wheels;
    if (options.scope != "srcs") wheels = checked_wheels(pex, contents, unpacked.path());
    EnvironmentFolder folder(options.folder);
    const VirtualEnvironment environment(folder.work(), folder.final(), environment_python);
    environment.install(wheels);
    if (options.scope != "deps") environment.add_code(pex, contents);
    environment.make_skeleton();
    folder.take_place();
}

}  // namespace

int run_venv_command(int argc, const char* const* argv, std::ostream& out, Messages& messages) {
    CLI::App app("Makes a virtual environment of what is in a pex. `DIR/pex` starts what it runs.",
                 "pexpack venv");
    VenvOptions options;
    app.add_option("PEX", options.pex, "a pex of pexpack's or pex's")->type_name("")->required();
    app.add_option("DIR", options.folder,
                   "the folder to make; an environment that is\nthere is added to")
        ->type_name("")
        ->required();
    app.add_option("--scope", options.scope,
                   "all, deps (the wheels) or srcs (the code): for\nlayers of a Docker image")
        ->type_name("SCOPE");
    app.add_option("--python", options.python,
                   "the Python of the environment; default: one on\nPATH that the pex was made for")
        ->type_name("EXE");
    add_output_options(app, options.output);
    if (const auto help = parse_words(app, argc, argv)) {
        out << *help;
        return 0;
    }
    if (options.scope != "all" && options.scope != "deps" && options.scope != "srcs") {
        throw Error(ErrorKind::kUsage,
                    fmt::format("the scope `{}` is unknown", printable(options.scope)))
            .hint("there are: all, deps, srcs");
    }
    const OpenedPex pex(options.pex);
    PexContents contents = contents_of(pex);
    const Interpreter python = choose_python(options, contents);
    keep_wheels_for(python, contents);
    refuse_what_does_not_fit(contents, python);
    make_environment(options, pex, contents, python);
    if (!options.output.quiet)
        messages.info(fmt::format("made {} for {}", options.folder, python.path));
    if (options.output.json) {
        const nlohmann::ordered_json made = {
            {"path", absolute_path(options.folder)},
            {"scope", options.scope},
            {"python", join_path(absolute_path(options.folder), "bin/python")}};
        out << json_text(made);
    }
    return 0;
}

}  // namespace pexpack
