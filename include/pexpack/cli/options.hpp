// The command line as a plain value.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "pexpack/cli/target_choice.hpp"
#include "pexpack/pex/start_settings.hpp"

namespace pexpack {

// What `--exe FILE` is called in the pex, as pex calls it; then the entry point is this.
inline constexpr const char* kProgramModule = "__pex_executable__";

// One `--only-binary` or `--no-binary`.
struct FormatOption {
    bool only_binary = false;
    std::string names;
};

struct BuildOptions {
    std::vector<std::string> inputs;             // positional: requirements, wheels, folders
    std::vector<std::string> requirement_files;  // -r
    std::vector<std::string> constraint_files;   // --constraints
    std::vector<std::string> source_folders;     // -D
    std::vector<std::string> packages;           // -P: "a.b" or "a.b@folder"
    std::vector<std::string> modules;            // -M
    std::vector<std::string> excluded_files;     // --exclude-files: patterns
    std::vector<std::string> find_links;         // -f
    bool no_index = false;
    bool pre = false;
    std::vector<FormatOption> formats;   // in the order of the command line
    std::vector<std::string> overrides;  // --override: requirements or files of them
    std::vector<std::string> excluded;   // --exclude
    bool no_transitive = false;
    bool require_hashes = false;

    TargetsOptions targets;
    std::vector<std::string> interpreter_constraints;  // --interpreter-constraint: one has to hold
    std::string python_shebang;
    bool sh_boot = true;
    StartSettings start;

    std::string entry_point;  // -m, -e
    std::string script;       // -c
    std::string program;      // --exe: a file

    std::string output;
    bool dry_run = false;
    bool json = false;
    bool explain = false;  // say for each package why it is in and why no newer one
    std::string why;       // the same for this package alone, as a dry run
    int verbosity = 0;     // -1 quiet, 0, 1 verbose
};

// What to print and end with exit code 0: the help or the version.
struct TextAnswer {
    std::string text;
};

// Throws Error (kUsage) for anything that is not a command line of pexpack's.
std::variant<BuildOptions, TextAnswer> parse_command_line(int argc, const char* const* argv);

// The same for `pexpack why PACKAGE …`; argv[0] is "why".
std::variant<BuildOptions, TextAnswer> parse_why(int argc, const char* const* argv);

}  // namespace pexpack
