#include "pexpack/cli/target_commands.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "pexpack/cli/target_choice.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/target/fit.hpp"
#include "pexpack/target/pip_options.hpp"
#include "words.hpp"

namespace pexpack {

namespace {

void add_target_options(CLI::App& app, TargetOptions& options) {
    app.add_option("--complete-platform", options.complete_platform,
                   "JSON with marker_environment and compatible_tags")
        ->type_name("FILE");
    app.add_option("--python", options.python, "an interpreter on this machine")->type_name("EXE");
}

void describe(const Target& target, std::ostream& out) {
    out << "target:   " << target.description << '\n';
    out << "accepts:  " << accepted_summary(target) << '\n';
    const std::vector<Tag>& tags = target.tags.tags();
    if (!tags.empty()) {
        out << fmt::format("tags:     {}, from {} to {}\n", tags.size(), tags.front().to_string(),
                           tags.back().to_string());
    }
    for (const std::string& note : target.notes) out << "note:     " << note << '\n';
    out << "markers:\n";
    for (const auto& [name, value] : target.markers.values()) {
        out << fmt::format("  {} = {}\n", name, printable(value));
    }
}

// Whether the wheel fits; says so.
bool judge(const std::string& path, const Target& target, std::ostream& out) {
    const std::string name(base_name(path));
    const auto wheel = WheelFilename::parse(name);
    if (!wheel) {
        out << fmt::format("{} is no valid name of a wheel: {}\n", printable(name),
                           wheel.error().message);
        return false;
    }
    const Fit fit = explain_fit(*wheel, target);
    if (!fit.fits) {
        out << fmt::format("{} {}\n", printable(name), fit.sentence);
        return false;
    }
    const std::size_t rank = target.tags.rank(wheel->tags).value();
    out << fmt::format("{} fits, by {}\n", printable(name), target.tags.tags()[rank].to_string());
    return true;
}

}  // namespace

void run_target_command(int argc, const char* const* argv, std::ostream& out) {
    CLI::App app("Says what a target means: its tags in order and its markers.", "pexpack target");
    TargetOptions options;
    bool json = false;
    bool pip = false;
    app.add_option("SPEC", options.platform,
                   "a platform (manylinux2014-x86_64-cp-36-m), `current`,\n"
                   "or a place (emr-6.15, lambda-3.12, python:3.11-slim)")
        ->type_name("");
    add_target_options(app, options);
    CLI::Option* const as_json =
        app.add_flag("--json", json, "as a complete-platform file, which pex reads too");
    app.add_flag("--pip", pip,
                 "the options with which pip takes wheels for it:\n"
                 "pip download -d wheelhouse -r requirements.txt \\\n"
                 "    $(pexpack target emr-6.15 --pip)")
        ->excludes(as_json);
    if (const auto help = parse_words(app, argc, argv)) {
        out << *help;
        return;
    }
    const Target target = choose_target(options).target;
    if (json) {
        out << complete_platform_json(target);
    } else if (pip) {
        out << pip_options(target) << '\n';
    } else {
        describe(target, out);
    }
}

int run_tags_command(int argc, const char* const* argv, std::ostream& out) {
    constexpr int kSomeDoNotFit = 4;
    CLI::App app("Says of each wheel why it fits a target or does not.", "pexpack tags");
    TargetOptions options;
    std::vector<std::string> wheels;
    app.add_option("WHEEL", wheels, "a wheel, or only its file name")->type_name("")->required();
    app.add_option("--for", options.platform, "the target; default: the python3 on PATH")
        ->type_name("SPEC");
    add_target_options(app, options);
    if (const auto help = parse_words(app, argc, argv)) {
        out << *help;
        return 0;
    }
    const Target target = choose_target(options).target;
    bool all_fit = true;
    for (const std::string& wheel : wheels) all_fit = judge(wheel, target, out) && all_fit;
    return all_fit ? 0 : kSomeDoNotFit;
}

}  // namespace pexpack
