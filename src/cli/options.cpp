#include "pexpack/cli/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "pexpack/cli/version.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr const char* kDescription =
    "Packs a Python application and everything it needs into one executable file.\n"
    "The file behaves like a Python interpreter that has the packages installed.";

constexpr const char* kExamples =
    R"(Examples:
  pexpack . -r requirements.txt -o app.pex
      the code of this folder and its requirements, from ./wheelhouse
  pexpack requests 'urllib3<2' -f ~/wheels -o requests.pex
      two requirements from the wheels in a folder
  pexpack . -r requirements.txt -o ./dist/my_application.pex \
      --platform manylinux2014-x86_64-cp-36-m --no-index -f ./build/wheelhouse
      for the Python 3.6 of an EMR cluster, whatever this machine has
  pexpack -r requirements.txt -c gunicorn -o server.pex
      ./server.pex runs the console script `gunicorn`

Exit codes: 0 fine, 2 wrong use, 3 no resolution, 4 an input is bad, 5 the
system failed, 70 a bug in pexpack, 130 and 143 interrupted. On any but 0 the
output file is as it was before.)";

// CLI11 does not wrap lines; the texts do it themselves, for a terminal of 80 columns.
void add_input_options(CLI::App& app, BuildOptions& options) {
    const std::string group = "What goes in";
    app.add_option("INPUT", options.inputs,
                   "a requirement (`requests>=2`), a wheel,\n"
                   "a project folder or a folder of sources")
        ->type_name("");
    app.add_option("-r,--requirement", options.requirement_files, "a requirements file; repeatable")
        ->allow_extra_args(false)
        ->type_name("FILE")
        ->group(group);
    app.add_option("--constraints,--constraint", options.constraint_files,
                   "versions to keep to, where a package is needed;\nrepeatable")
        ->allow_extra_args(false)
        ->type_name("FILE")
        ->group(group);
    app.add_option("-D,--sources-directory", options.source_folders,
                   "a folder whose files go in as they are; repeatable")
        ->allow_extra_args(false)
        ->type_name("DIR")
        ->group(group);
}

void add_source_options(CLI::App& app, BuildOptions& options) {
    const std::string group = "Where packages come from";
    app.add_option("-f,--find-links", options.find_links,
                   "a folder of wheels; repeatable. Without it:\n"
                   "PIP_FIND_LINKS, what the requirements files name,\n"
                   "else ./wheelhouse and ./build/wheelhouse")
        ->allow_extra_args(false)
        ->type_name("DIR")
        ->group(group);
    app.add_flag("--no-index", options.no_index,
                 "use no package index, not even to build a project")
        ->group(group);
    app.add_flag("--pre", options.pre, "take pre-releases too")->group(group);
    app.add_flag("--require-hashes", options.require_hashes,
                 "refuse what has no `--hash` in the requirements")
        ->group(group);
    app.add_flag("--verify-wheels", options.verify_wheels,
                 "check every file of large wheels too against RECORD")
        ->group(group);
}

void add_target_options(CLI::App& app, BuildOptions& options) {
    const std::string group = "What must run it (default: the python3 on PATH)";
    app.add_option("--platform", options.platform,
                   "platform, Python and ABI:\n"
                   "manylinux2014-x86_64-cp-36-m, linux-aarch64-cp-311-cp311")
        ->type_name("PLATFORM")
        ->group(group);
    app.add_option("--complete-platform", options.complete_platform,
                   "JSON with marker_environment and compatible_tags,\nas pex writes it")
        ->type_name("FILE")
        ->group(group);
    app.add_option("--python", options.python, "an interpreter on this machine")
        ->type_name("EXE")
        ->group(group);
    app.add_option("--python-shebang", options.python_shebang,
                   "start the file by this line (`/usr/bin/env python3`)\ninstead of the sh header")
        ->type_name("LINE")
        ->group(group);
}

void add_entry_options(CLI::App& app, BuildOptions& options) {
    const std::string group = "What it runs (default: it is a Python interpreter)";
    app.add_option("-m,-e,--entry-point", options.entry_point, "a module, or a function in it")
        ->type_name("MODULE[:FUNC]")
        ->group(group);
    app.add_option("-c,--script,--console-script", options.script,
                   "a console script of one of the packages")
        ->type_name("NAME")
        ->group(group);
}

void add_output_options(CLI::App& app, BuildOptions& options) {
    const std::string group = "Output";
    app.add_option("-o,--output,--output-file", options.output,
                   "the file to write; its folders are made")
        ->type_name("FILE")
        ->group(group);
    app.add_flag("--dry-run", options.dry_run, "resolve and say what would go in, write nothing")
        ->group(group);
    app.add_flag("--json", options.json, "print the result, or the error, as JSON on stdout")
        ->group(group);
    app.add_flag_callback(
           "-v,--verbose", [&options] { options.verbosity = 1; }, "say more")
        ->group(group);
    app.add_flag_callback(
           "-q,--quiet", [&options] { options.verbosity = -1; }, "say nothing but errors")
        ->group(group);
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
        for (const std::string& name : option->get_snames()) names.push_back("-" + name);
    }
    return names;
}

Error usage_error(std::string message) {
    return Error(ErrorKind::kUsage, std::move(message)).hint("`pexpack --help` lists the options");
}

// CLI11 reports what it could not place as one list; the first of it that looks like an option is
// the mistake.
void refuse_unknown_options(const CLI::App& app) {
    for (const std::string& argument : app.remaining()) {
        const std::string name = argument.substr(0, argument.find('='));
        Error error = usage_error(fmt::format("unknown option `{}`", printable(name)));
        const std::string near = nearest_word(name, option_names(app));
        if (!near.empty())
            error.hint(fmt::format("did you mean `{}`? `pexpack --help` lists the options", near));
        throw error;
    }
}

void check_entry(const BuildOptions& options) {
    if (options.entry_point.empty() || options.script.empty()) return;
    throw usage_error("`--entry-point` and `--script` each say what the file runs")
        .hint("give one of them");
}

void check_targets(const BuildOptions& options) {
    const int named = int{!options.platform.empty()} + int{!options.complete_platform.empty()} +
                      int{!options.python.empty()};
    if (named > 1) {
        throw usage_error("`--platform`, `--complete-platform` and `--python` each name the target")
            .hint("give one of them");
    }
}

}  // namespace

std::variant<BuildOptions, TextAnswer> parse_command_line(int argc, const char* const* argv) {
    BuildOptions options;
    CLI::App app(kDescription, "pexpack");
    app.set_help_flag("-h,--help", "print this and end");
    bool version = false;
    app.add_flag("--version", version, "print the version and end");
    add_input_options(app, options);
    add_source_options(app, options);
    add_target_options(app, options);
    add_entry_options(app, options);
    add_output_options(app, options);
    app.allow_extras();
    app.footer(kExamples);
    app.get_formatter()->column_width(36);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return TextAnswer{app.help()};
    } catch (const CLI::ArgumentMismatch& error) {
        // "--output: 1 required FILE missing", "--platform: At most 1 required but received 2"
        const std::string text = error.what();
        const bool repeated = text.find("received") != std::string::npos;
        throw usage_error(fmt::format("`{}` {}", text.substr(0, text.find(':')),
                                      repeated ? "is given more than once" : "needs a value"));
    } catch (const CLI::ParseError& error) {
        throw usage_error(error.what());
    }
    if (version) return TextAnswer{fmt::format("pexpack {}\n", kVersion)};
    refuse_unknown_options(app);
    check_targets(options);
    check_entry(options);
    return options;
}

}  // namespace pexpack
