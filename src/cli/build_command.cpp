#include "pexpack/cli/build_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <ostream>

#include "announcements.hpp"
#include "code.hpp"
#include "entry_point_check.hpp"
#include "explain.hpp"
#include "hash_checking.hpp"
#include "output_name.hpp"
#include "packed_secrets.hpp"
#include "pexpack/cli/inputs.hpp"
#include "pexpack/cli/json_output.hpp"
#include "pexpack/cli/output_check.hpp"
#include "pexpack/cli/standard_output.hpp"
#include "pexpack/pex/packed_wheels.hpp"
#include "pexpack/resolver/verify.hpp"
#include "pexpack/support/cache_folder.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/sizes.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/target/interpreter.hpp"
#include "plan.hpp"
#include "projects.hpp"
#include "wheel_builders.hpp"

namespace pexpack {

namespace {

// Where the candidates of one target come from.
class TargetSource {
  public:
    TargetSource(const TargetChoice& choice, const WheelhouseChoice& wheelhouses,
                 const Inputs& inputs, RememberedMetadata& remembered, WheelBuilders& builders)
        : target_(choice.target),
          hashes_(allowed_hashes(inputs.hashes, target_)),
          wheelhouse_(wheelhouses.locations, target_, hashes_, &remembered),
          adjusted_(wheelhouse_, inputs.adjustments),
          sdists_(builders, choice) {
        wheelhouse_.choose_formats({.only_binary = inputs.index.only_binary,
                                    .no_binary = inputs.index.no_binary,
                                    .prefer_binary = true});
        wheelhouse_.build_sdists_with(sdists_);
    }

    const AllowedHashes& hashes() const { return hashes_; }
    const Wheelhouse& wheelhouse() const { return wheelhouse_; }
    const std::set<PackageName>& names_met() const { return adjusted_.names_met(); }
    bool has_nothing_of(const PackageName& name) {
        const Project& project = wheelhouse_.project(name);
        return project.candidates.empty() && project.unusable.empty();
    }
    TargetAndSource for_resolver() { return {.target = &target_, .source = &adjusted_}; }

    // Those whose markers hold here. Throws Error (kNoResolution) for two files of one name.
    void add_direct(const std::vector<DirectFile>& files) {
        std::map<PackageName, const DirectFile*> known;
        for (const DirectFile& file : files) {
            if (!may_hold(file.marker, target_)) continue;
            const auto [first, is_new] = known.emplace(file.candidate.filename.name, &file);
            if (!is_new) refuse_second(*first->second, file);
            wheelhouse_.add_direct(file.candidate, file.where);
        }
    }

    // Puts the wheels in the place of the sdists that were chosen. Throws Error: what building
    // throws, kBadInput when what was built does not go with the rest of the answer.
    void build_chosen_sdists(Resolution& resolution, const ResolutionRequest& request) {
        std::vector<std::string> built;
        for (Pin& pin : resolution.pins) {
            if (!pin.candidate.is_sdist) continue;
            built.push_back(printable(pin.candidate.filename.text));
            const std::string sdist = pin.candidate.path;
            pin.candidate = sdists_.wheel_of(pin.candidate);
            // Its hash was looked at before it was built.
            wheelhouse_.refuse_changed(sdist, file_state(sdist).value_or(FileState{}).stamp);
            auto metadata = adjusted_.metadata(pin.candidate);
            if (!metadata) {
                throw Error(ErrorKind::kBadInput,
                            fmt::format("the wheel built of `{}` cannot be "
                                        "used: {}",
                                        built.back(), metadata.error().message));
            }
            pin.metadata = std::move(metadata).value();
        }
        if (built.empty()) return;
        auto problems = verify_resolution(resolution.pins, request, target_);
        if (problems.empty()) return;
        throw Error(ErrorKind::kBadInput,
                    fmt::format("the metadata in `{}` are not those of the wheels built of it",
                                join(built, "`, `")))
            .details(std::move(problems))
            .hint("build the wheels first: `pip wheel --no-deps -w wheelhouse FILE`");
    }

  private:
    static void refuse_second(const DirectFile& first, const DirectFile& second) {
        const std::string& first_path = first.candidate.path;
        const std::string& second_path = second.candidate.path;
        if (real_path(first_path) == real_path(second_path)) return;
        const std::string name = second.candidate.filename.name.to_string();
        throw Error(ErrorKind::kNoResolution, fmt::format("two files are asked for as `{}`", name))
            .at(first.where)
            .at(second.where)
            .details({fmt::format("{}  <- {}", first_path, first.where.to_string()),
                      fmt::format("{}  <- {}", second_path, second.where.to_string())})
            .about({name});
    }

    const Target& target_;
    AllowedHashes hashes_;
    Wheelhouse wheelhouse_;
    AdjustedSource adjusted_;
    SdistsOfTarget sdists_;
};

// A word is the name of a package, also where a folder or file is called so.
void hint_about_path(const BuildOptions& options, TargetSource& source, Conflict& conflict) {
    for (const std::string& word : options.inputs) {
        const std::string name = normalized_name(word);
        if (std::ranges::find(conflict.packages, name) == conflict.packages.end() ||
            !source.has_nothing_of(PackageName::normalized(name)))
            continue;
        if (is_directory(word)) {
            conflict.hint =
                fmt::format("`{0}` names a package; the folder is `./{0}`", printable(word));
        } else if (is_regular_file(word) && word.ends_with(".py")) {
            conflict.hint = fmt::format("`{0}` names a package; the file goes in by `--exe {0}`",
                                        printable(word));
        }
    }
}

[[noreturn]] void throw_conflict(Conflict conflict, const std::string& target) {
    const ErrorKind kind = conflict.hash_refused ? ErrorKind::kBadInput : ErrorKind::kNoResolution;
    const std::string message =
        target.empty() ? conflict.message : fmt::format("for {}: {}", target, conflict.message);
    Error error(kind, message);
    error.hint(conflict.hint);
    for (SourceLocation& place : conflict.where) error.at(std::move(place));
    throw std::move(error).details(std::move(conflict.details)).about(std::move(conflict.packages));
}

std::vector<Resolution> resolve_or_throw(const BuildOptions& options, const Inputs& inputs,
                                         std::list<TargetSource>& sources,
                                         const std::vector<TargetChoice>& targets,
                                         RememberedMetadata& remembered) {
    std::vector<TargetAndSource> all;
    for (TargetSource& source : sources) all.push_back(source.for_resolver());
    auto result = resolve_for_all(inputs.request, all);
    remembered.write();
    if (auto* failed = std::get_if<ConflictOnTarget>(&result)) {
        const auto place = static_cast<std::ptrdiff_t>(failed->target);
        hint_about_path(options, *std::next(sources.begin(), place), failed->conflict);
        throw_conflict(std::move(failed->conflict),
                       targets.size() == 1 ? "" : targets[failed->target].target.description);
    }
    return std::get<std::vector<Resolution>>(std::move(result));
}

// Another wheel than the one that was chosen may need other packages. `wheels`: by path.
void refuse_changed(const std::vector<Pin>& pins, const std::map<std::string, PackedWheel>& wheels,
                    const Wheelhouse& wheelhouse) {
    for (const Pin& pin : pins) {
        const std::string& path = pin.candidate.path;
        wheelhouse.refuse_changed(path, wheels.at(path).hash.stamp);
    }
}

// `wheels`: by path.
std::vector<TargetResult> results_of(std::vector<Resolution> resolutions,
                                     const std::vector<TargetChoice>& targets,
                                     const std::map<std::string, PackedWheel>& wheels) {
    std::vector<TargetResult> results;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        TargetResult result{.target = targets[i].target.description,
                            .pins = std::move(resolutions[i].pins),
                            .wheels = {},
                            .explanations = {}};
        for (const Pin& pin : result.pins) result.wheels.push_back(wheels.at(pin.candidate.path));
        results.push_back(std::move(result));
    }
    return results;
}

void refuse_malformed(const std::string& entry_point) {
    if (entry_point.empty()) return;
    const auto parsed = ObjectReference::parse(entry_point);
    if (parsed) return;
    throw Error(ErrorKind::kUsage,
                fmt::format("the entry point `{}` is neither MODULE nor MODULE:FUNCTION",
                            printable(entry_point)))
        .because(parsed.error().message);
}

void refuse_nothing(const BuildOptions& options) {
    if (!options.inputs.empty() || !options.requirement_files.empty() ||
        !options.source_folders.empty() || !options.packages.empty() || !options.modules.empty() ||
        !options.program.empty())
        return;
    throw Error(ErrorKind::kUsage, "there is nothing to pack")
        .hint(
            "name a folder, requirements or a requirements file: `pexpack . -r requirements.txt -o "
            "app.pex`; "
            "`pexpack --help` says more");
}

// Whether the first word was meant for a command.
std::string hint_about_command(const BuildOptions& options) {
    const std::vector<std::string> commands{"inspect", "verify", "diff",   "extract", "venv",
                                            "cache",   "why",    "target", "tags"};
    const std::string word = options.inputs.empty() ? "" : options.inputs.front();
    if (word.empty() || exists(word)) return {};
    const std::string near = nearest_word(word, commands);
    if (near == word) return fmt::format("`{0}` comes first, and its options after it; ", near);
    return near.empty() ? "" : fmt::format("did you mean `pexpack {}`? ", near);
}

void check_output(const BuildOptions& options) {
    if (options.dry_run || !options.output.empty()) return;
    throw Error(ErrorKind::kUsage, "no output file is named")
        .hint(hint_about_command(options) +
              "say where the pex goes with `-o app.pex`, or use `--dry-run`");
}

void warn_of_placeholder(const BuildOptions& options, Messages& messages) {
    const std::string word = unknown_placeholder(options.output);
    if (word.empty()) return;
    messages.warning(fmt::format(
        "`{}` in `--output-file` stands for nothing and stays: there is `{{platform}}`", word));
}

void check_output_place(const BuildOptions& options, const Inputs& inputs,
                        const Wheelhouse& wheelhouse) {
    if (options.dry_run) return;
    std::vector<std::string> files = inputs.files_read;
    for (const DirectFile& file : inputs.direct_files) files.push_back(file.candidate.path);
    std::ranges::move(wheelhouse.paths(), std::back_inserter(files));
    for (const auto* named : {&options.targets.complete_platforms, &options.targets.pythons})
        files.insert(files.end(), named->begin(), named->end());
    if (auto python = find_python_on_path()) files.push_back(std::move(*python));
    std::vector<std::string> folders = inputs.source_trees;
    if (!options.program.empty()) files.push_back(options.program);
    for (const ProjectInput& project : inputs.projects) folders.push_back(project.folder);
    refuse_input_as_output(options.output, files, folders);
}

void print_dry_run(const std::vector<Resolution>& resolutions,
                   const std::vector<TargetChoice>& targets, std::ostream& out) {
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (targets.size() > 1) out << "# " << targets[i].target.description << '\n';
        for (const Pin& pin : resolutions[i].pins) {
            out << pin.name.to_string() << "==" << pin.candidate.filename.version.to_string()
                << "  " << printable(pin.candidate.filename.text) << '\n';
        }
    }
}

void build_chosen_sdists(std::vector<Resolution>& resolutions, std::list<TargetSource>& sources,
                         const Inputs& inputs, RememberedMetadata& remembered) {
    auto source = sources.begin();
    for (Resolution& resolution : resolutions)
        (source++)->build_chosen_sdists(resolution, inputs.request);
    remembered.write();
}

// None unless they are asked for.
std::vector<Explanations> explain_all(const BuildOptions& options, const Inputs& inputs,
                                      const std::vector<Resolution>& resolutions,
                                      std::list<TargetSource>& sources) {
    std::vector<Explanations> explanations;
    if (!options.explain && options.why.empty()) return explanations;
    auto source = sources.begin();
    for (const Resolution& resolution : resolutions) {
        const TargetAndSource& each = (source++)->for_resolver();
        explanations.push_back(explain(resolution, inputs.request, *each.target, *each.source,
                                       resolutions.size() > 1));
    }
    return explanations;
}

// What would go in, or why nothing can. Checks no content and reads no more than it has to.
void finish_dry_run(const BuildOptions& options, std::vector<Resolution> resolutions,
                    const std::vector<Explanations>& explanations,
                    const std::vector<TargetChoice>& targets, std::ostream& out) {
    if (options.json) {
        const auto wheels = hash_wheels(resolutions);
        std::vector<TargetResult> results = results_of(std::move(resolutions), targets, wheels);
        if (!explanations.empty()) add_explanations(options, explanations, results);
        out << result_json(results, {});
    } else if (explanations.empty()) {
        print_dry_run(resolutions, targets, out);
    } else {
        print_explanations(options, explanations, targets, out);
    }
}

// Throws Error as check_entry_point.
void warn_of_entry_point(const BuildOptions& options, const std::vector<SourceFile>& code,
                         const std::vector<Resolution>& resolutions,
                         const std::vector<TargetChoice>& targets, Messages& messages) {
    std::set<std::string> warnings;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        try {
            if (auto warning = check_entry_point(options, code, resolutions[i].pins))
                warnings.insert(std::move(*warning));
        } catch (Error& error) {
            if (targets.size() > 1)
                error.because(fmt::format("so it is for {}", targets[i].target.description));
            throw;
        }
    }
    for (const std::string& warning : warnings) messages.warning(warning);
}

// A result that cannot be printed is none: then the old file is back.
std::uint64_t write_pex(const BuildPlan& plan, const BuildOptions& options,
                        const std::vector<TargetResult>& results, std::ostream& out) {
    std::function<void(std::uint64_t)> print;
    if (options.json) {
        print = [&](std::uint64_t size) {
            out << result_json(results, {.path = options.output, .size = size});
            deliver(out);
        };
    }
    return write_archive(lay_out(plan), options.output, print);
}

}  // namespace

void run_build_command(const BuildOptions& given, std::ostream& out, Messages& messages) {
    BuildOptions options = given;
    refuse_nothing(options);
    check_output(options);
    warn_of_placeholder(options, messages);
    refuse_malformed(options.entry_point);
    const RequirementsSource source = system_source();
    const std::vector<TargetChoice> targets = choose_targets(options.targets);
    Inputs inputs = gather_inputs(options, source, targets);
    warn_of_unused_options(inputs, messages);
    announce_targets(targets, messages);
    const WheelhouseChoice wheelhouses = choose_wheelhouses(options, inputs.index, source);
    RememberedMetadata remembered(cache_folder());
    WheelBuilders builders(options, wheelhouses, remembered, messages);
    std::list<TargetSource> sources;
    for (const TargetChoice& choice : targets) {
        sources.emplace_back(choice, wheelhouses, inputs, remembered, builders);
        refuse_lines_without_hash(inputs, choice.target, sources.back().hashes());
    }
    announce_wheelhouses(wheelhouses, sources.front().wheelhouse(), messages);
    if (!names_platform(options.output))
        check_output_place(options, inputs, sources.front().wheelhouse());

    std::optional<TemporaryFolder> built;
    if (!inputs.projects.empty()) {
        build_projects(builders, built.emplace(), inputs, messages);
    }
    for (TargetSource& each : sources) each.add_direct(inputs.direct_files);
    std::vector<Resolution> resolutions =
        resolve_or_throw(options, inputs, sources, targets, remembered);
    options.output = output_name(options.output, targets, resolutions);
    if (names_platform(given.output))
        check_output_place(options, inputs, sources.front().wheelhouse());
    std::set<PackageName> met;
    for (const TargetSource& each : sources)
        met.insert(each.names_met().begin(), each.names_met().end());
    warn_of_unmet_adjustments(inputs, met, messages);
    announce_resolutions(resolutions, targets, inputs, messages);
    for (auto each = sources.begin(); const Resolution& resolution : resolutions)
        refuse_pins_without_hash(inputs, resolution.pins, (each++)->hashes());
    if (!options.dry_run) build_chosen_sdists(resolutions, sources, inputs, remembered);

    const auto explanations = explain_all(options, inputs, resolutions, sources);
    std::vector<SourceFile> code = collect_code(options, inputs, wheelhouses, messages);
    warn_of_packed_secrets(inputs, code, messages);
    warn_of_entry_point(options, code, resolutions, targets, messages);
    if (options.dry_run) {
        announce_code(inputs, code, messages);
        finish_dry_run(options, std::move(resolutions), explanations, targets, out);
        return;
    }
    CheckedWheels checked(cache_folder());
    const CheckedPins found = check_wheels(resolutions, code, checked);
    for (auto each = sources.begin(); const Resolution& resolution : resolutions)
        refuse_changed(resolution.pins, found.wheels, (each++)->wheelhouse());
    for (const std::string& warning : found.warnings) messages.warning(warning);
    std::vector<TargetResult> results = results_of(std::move(resolutions), targets, found.wheels);
    if (!explanations.empty() && options.json) {
        add_explanations(options, explanations, results);
    } else if (!explanations.empty()) {
        print_explanations(options, explanations, targets, out);
    }
    BuildPlan plan = make_plan(options, inputs, targets, results, messages);
    plan.sources = std::move(code);
    const std::uint64_t size = write_pex(plan, options, results, out);
    messages.info(fmt::format("wrote {} ({}, {}, {} of code) for {}", options.output,
                              size_text(size), counted(plan.wheels.size(), "wheel"),
                              counted(plan.sources.size(), "file"), plan.info.target));
}

}  // namespace pexpack
