#include "pexpack/cli/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "pexpack/cli/version.hpp"
#include "pexpack/spec/package_name.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"
#include "start_options.hpp"
#include "words.hpp"

namespace pexpack {

namespace {

constexpr const char* kDescription =
    "Packs a Python application and everything it needs into one executable file.\n"
    "The file behaves like a Python interpreter that has the packages installed.";

constexpr const char* kWhyDescription =
    "pexpack why PACKAGE [OPTIONS]\n\n"
    "Says who asked for a package, and why this version and file of it were taken.\n"
    "The options are those for packing; nothing is written.";

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

`pexpack target` says what a target means, `pexpack tags` which wheels fit it;
both know `--help`. `pexpack why PACKAGE` with the options above says why that
package is in, and why in this version. With a pex that exists: `pexpack inspect`,
`verify`, `diff`, `extract` and `venv`. `pexpack cache` is for what started ones have
unpacked here.

Exit codes: 0 fine, 2 wrong use, 3 no resolution, 4 an input is bad, 5 the
system failed, 70 a bug in pexpack, 129, 130 and 143 ended by a signal. On any
but 0 the output file is as it was before.)";

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
    app.add_option("-P,--package", options.packages,
                   "a package of this folder, or of DIR, with those in\nit; repeatable")
        ->allow_extra_args(false)
        ->type_name("NAME[@DIR]")
        ->group(group);
    app.add_option("-M,--module", options.modules, "the same for a single module")
        ->allow_extra_args(false)
        ->type_name("NAME[@DIR]")
        ->group(group);
    app.add_option("--exclude-files", options.excluded_files,
                   "leave out files and folders of your code, by a\npattern as in .gitignore; "
                   "repeatable")
        ->allow_extra_args(false)
        ->type_name("GLOB")
        ->group(group);
}

void add_adjustment_options(CLI::App& app, BuildOptions& options) {
    const std::string group = "Changes to what is asked for";
    app.add_option("--override", options.overrides,
                   "instead of what anybody asks for of this package;\n"
                   "NAME=REQ: another package instead; a file of them;\nrepeatable")
        ->allow_extra_args(false)
        ->type_name("REQ")
        ->group(group);
    app.add_option("--exclude", options.excluded,
                   "leave a package out, with what only it needs (it is\n"
                   "there where the file runs); repeatable")
        ->allow_extra_args(false)
        ->type_name("NAME")
        ->group(group);
    app.add_flag("--no-transitive,--intransitive", options.no_transitive,
                 "only what is named, not what that needs")
        ->group(group);
}

void add_source_options(CLI::App& app, BuildOptions& options) {
    const std::string group = "Where packages come from";
    app.add_option("-f,--find-links", options.find_links,
                   "a folder of wheels and sdists; repeatable. Without:\n"
                   "PIP_FIND_LINKS and what the requirements name, or\n"
                   "./wheelhouse and ./build/wheelhouse if they do not")
        ->allow_extra_args(false)
        ->type_name("DIR")
        ->group(group);
    app.add_flag("--no-index", options.no_index, "as in pip; no package index is ever used")
        ->group(group);
    app.add_flag("--pre", options.pre, "take pre-releases too")->group(group);
    const auto add_format = [&](const char* name, bool only_binary, const char* text) {
        app.add_option_function<std::string>(
               name,
               [&options, only_binary](const std::string& names) {
                   options.formats.push_back({.only_binary = only_binary, .names = names});
               },
               text)
            ->trigger_on_parse()
            ->type_name("NAMES")
            ->group(group);
    };
    add_format("--only-binary", true,
               "take no sdists of these packages; `:all:` of none;\nrepeatable, as the next");
    add_format("--no-binary", false, "take only sdists of these packages, and build them");
    const std::string done_anyway = "a wheel rather than a newer sdist: done anyway";
    app.add_flag("--prefer-binary", done_anyway)->group(group);
    app.add_flag("--require-hashes", options.require_hashes,
                 "refuse what has no `--hash` in the requirements")
        ->group(group);
}

void add_target_options(CLI::App& app, BuildOptions& options) {
    const std::string group = "What must run it (default: the python3 on PATH)";
    app.add_option("--platform", options.targets.platforms,
                   "platform, Python and ABI:\n"
                   "manylinux2014-x86_64-cp-36-m, linux-aarch64-cp-311-cp311,\n"
                   "or a place: emr-6.15, lambda-3.12; repeatable, as the\nnext two are")
        ->allow_extra_args(false)
        ->type_name("PLATFORM")
        ->group(group);
    app.add_option("--complete-platform", options.targets.complete_platforms,
                   "JSON with marker_environment and compatible_tags,\nas pex writes it")
        ->allow_extra_args(false)
        ->type_name("FILE")
        ->group(group);
    app.add_option("--python", options.targets.pythons, "an interpreter on this machine")
        ->allow_extra_args(false)
        ->type_name("EXE")
        ->group(group);
    app.add_option("--interpreter-constraint", options.interpreter_constraints,
                   "run on no other Pythons than these: `>=3.9,<3.12`,\n"
                   "`CPython==3.11.*`; repeatable: one of them has to hold")
        ->allow_extra_args(false)
        ->type_name("SPEC")
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
    app.add_option("--exe,--executable", options.program,
                   "a Python file, with the requirements that it names\nitself (PEP 723)")
        ->type_name("FILE")
        ->group(group);
}

void add_output_options(CLI::App& app, BuildOptions& options) {
    const std::string group = "Output";
    app.add_option("-o,--output,--output-file", options.output,
                   "the file to write; its folders are made. {platform} in\n"
                   "it is what the wheels are for: cp311-cp311-linux_x86_64")
        ->type_name("FILE")
        ->group(group);
    app.add_flag("--dry-run", options.dry_run, "resolve and say what would go in, write nothing")
        ->group(group);
    app.add_flag("--explain", options.explain,
                 "say for each package who asked for it, and why no\nnewer version was taken")
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

void check_entry(const BuildOptions& options) {
    std::vector<std::string> given;
    if (!options.entry_point.empty()) given.emplace_back("`--entry-point`");
    if (!options.script.empty()) given.emplace_back("`--script`");
    if (!options.program.empty()) given.emplace_back("`--exe`");
    if (given.size() < 2) return;
    throw Error(ErrorKind::kUsage,
                fmt::format("{} each say what the file runs", join(given, " and ")))
        .hint("give one of them");
}

// `app` has its name and description.
std::variant<BuildOptions, TextAnswer> parse_options(CLI::App& app, int argc,
                                                     const char* const* argv) {
    BuildOptions options;
    bool version = false;
    app.add_flag("--version", version, "print the version and end");
    add_input_options(app, options);
    add_adjustment_options(app, options);
    add_source_options(app, options);
    add_target_options(app, options);
    add_entry_options(app, options);
    add_start_options(app, options);
    add_output_options(app, options);
    if (auto help = parse_words(app, argc, argv)) return TextAnswer{std::move(*help)};
    if (version) return TextAnswer{fmt::format("pexpack {}\n", kVersion)};
    check_entry(options);
    if (!options.program.empty()) options.entry_point = kProgramModule;
    check_start_options(options);
    return options;
}

}  // namespace

std::variant<BuildOptions, TextAnswer> parse_why(int argc, const char* const* argv) {
    CLI::App app(kWhyDescription, "pexpack why");
    const std::string_view package = argc > 1 ? argv[1] : "";
    if (package == "-h" || package == "--help") return parse_options(app, argc, argv);
    const auto name = PackageName::parse(package);
    if (package.starts_with('-') || !name) {
        throw Error(ErrorKind::kUsage, "`pexpack why` needs the name of a package")
            .hint(
                "for example `pexpack why urllib3 -r requirements.txt`; `pexpack why --help` "
                "lists the options");
    }
    auto command = parse_options(app, argc - 1, argv + 1);
    if (auto* options = std::get_if<BuildOptions>(&command)) {
        options->why = name->to_string();
        options->dry_run = true;
    }
    return command;
}

std::variant<BuildOptions, TextAnswer> parse_command_line(int argc, const char* const* argv) {
    CLI::App app(kDescription, "pexpack");
    app.footer(kExamples);
    return parse_options(app, argc, argv);
}

}  // namespace pexpack
