#include "pexpack/cli/build_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <set>

#include "pexpack/cli/inputs.hpp"
#include "pexpack/cli/json_output.hpp"
#include "pexpack/cli/output_check.hpp"
#include "pexpack/cli/standard_output.hpp"
#include "pexpack/cli/target_choice.hpp"
#include "pexpack/cli/version.hpp"
#include "pexpack/pex/build_plan.hpp"
#include "pexpack/pex/console_script.hpp"
#include "pexpack/pex/packed_wheels.hpp"
#include "pexpack/pex/runs_on.hpp"
#include "pexpack/project/project_wheel.hpp"
#include "pexpack/support/cache_folder.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/secrets.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/target/interpreter.hpp"

namespace pexpack {

namespace {

Target announce_target(TargetChoice choice, Messages& messages) {
    messages.info(fmt::format("target: {}, {}", choice.target.description, choice.reason));
    for (const std::string& note : choice.target.notes) {
        messages.info(fmt::format("        {}", note));
    }
    return std::move(choice.target);
}

// Building runs on this machine, whatever the target is.
std::string building_python(const BuildOptions& options) {
    if (!options.target.python.empty()) return options.target.python;
    if (const auto python = find_python_on_path()) return *python;
    throw Error(ErrorKind::kSystem,
                "building the project takes a Python, and there is no python3 on PATH")
        .hint(
            "install one with pip, or build the wheel elsewhere and name it instead of the folder");
}

void build_projects(const BuildOptions& options, const WheelhouseChoice& wheelhouses,
                    const TemporaryFolder& folder, Inputs& inputs, Messages& messages) {
    for (std::size_t i = 0; i < inputs.projects.size(); ++i) {
        const ProjectInput& project = inputs.projects[i];
        messages.info(fmt::format("building the project `{}` with pip", project.folder));
        const std::string output = join_path(folder.path(), std::to_string(i));
        make_directories(output);
        const std::string path =
            build_project_wheel({.folder = project.folder,
                                 .python = building_python(options),
                                 .find_links = wheelhouses.locations,
                                 .no_index = options.no_index || inputs.index.no_index},
                                output);
        auto filename = WheelFilename::parse(base_name(path));
        if (!filename) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("`{}` was built into `{}`, which is no valid name of a wheel",
                                    project.folder, base_name(path)));
        }
        inputs.request.requirements.push_back(
            requirement_for(filename->name, project.extras, project.marker, project.where));
        inputs.direct_wheels.push_back({std::move(filename).value(), path});
    }
}

Resolution resolve_or_throw(const Inputs& inputs, const Target& target, CandidateSource& source) {
    ResolutionResult result = resolve(inputs.request, target, source);
    if (auto* conflict = std::get_if<Conflict>(&result)) {
        const ErrorKind kind =
            conflict->hash_refused ? ErrorKind::kBadInput : ErrorKind::kNoResolution;
        Error error(kind, conflict->message);
        error.hint(conflict->hint);
        for (SourceLocation& place : conflict->where) error.at(std::move(place));
        throw std::move(error)
            .details(std::move(conflict->details))
            .about(std::move(conflict->packages));
    }
    return std::get<Resolution>(std::move(result));
}

void refuse_missing_hashes(const Inputs& inputs, const std::vector<Pin>& pins) {
    if (!inputs.hash_checking) return;
    for (const Pin& pin : pins) {
        if (inputs.hashes.contains(pin.name)) continue;
        throw Error(ErrorKind::kBadInput,
                    fmt::format("`{}` has no hash; it is needed by {}", pin.name.to_string(),
                                join(pin.required_by, ", ")))
            .hint(fmt::format("add `{}=={} --hash=sha256:…` to the requirements",
                              pin.name.to_string(), pin.candidate.filename.version.to_string()));
    }
}

// The first few of many.
std::vector<std::string> shown_names(std::vector<std::string> names) {
    constexpr std::size_t kMost = 12;
    if (names.size() <= kMost) return names;
    const std::size_t more = names.size() - kMost;
    names.resize(kMost);
    names.push_back(fmt::format("and {} more", more));
    return names;
}

std::vector<SourceFile> collect_all_sources(const BuildOptions& options, const Inputs& inputs,
                                            const WheelhouseChoice& wheelhouses,
                                            Messages& messages) {
    std::vector<std::string> excluded{absolute_path(options.output)};
    std::ranges::transform(wheelhouses.locations, std::back_inserter(excluded), absolute_path);
    std::vector<SourceFile> sources;
    for (const std::string& folder : inputs.source_trees) {
        SourceTree tree = collect_sources(folder, excluded);
        for (const std::string& note : tree.notes) messages.warning(note);
        if (!tree.left_out.empty())
            messages.info("left out of the code: " + join(shown_names(tree.left_out), ", "));
        std::ranges::move(tree.files, std::back_inserter(sources));
    }
    return sources;
}

// A requirement that named a file is recorded by the version that it came to: the path is of this
// machine alone.
std::vector<std::string> requirement_texts(const Inputs& inputs) {
    std::vector<std::string> texts;
    for (const RootRequirement& root : inputs.request.requirements) {
        Requirement requirement = root.requirement;
        const auto direct =
            std::ranges::find(inputs.direct_wheels, requirement.name,
                              [](const DirectWheel& wheel) { return wheel.filename.name; });
        if (direct != inputs.direct_wheels.end()) {
            const std::string version = direct->filename.version.to_string();
            requirement.url.clear();
            requirement.specifiers = SpecifierSet::parse("==" + version).value();
        }
        texts.push_back(requirement.to_string());
    }
    return texts;
}

std::string megabytes(std::uint64_t bytes) {
    constexpr double kMegabyte = 1e6;
    constexpr std::uint64_t kSmall = 1'000'000;
    if (bytes < kSmall) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / kMegabyte);
}

void check_entry_point(const std::string& entry_point) {
    if (entry_point.empty()) return;
    const auto parsed = ObjectReference::parse(entry_point);
    if (parsed) return;
    throw Error(ErrorKind::kUsage,
                fmt::format("the entry point `{}` is neither MODULE nor MODULE:FUNCTION",
                            printable(entry_point)))
        .because(parsed.error().message);
}

// As pex writes it: "psycopg2=psycopg2-binary" where one package stands for another.
std::string override_text(const PackageName& name, const Requirement& instead) {
    const std::string text = instead.to_string();
    return name == instead.name ? text : fmt::format("{}={}", name.to_string(), text);
}

BuildPlan make_plan(const BuildOptions& options, const Inputs& inputs, const Target& target,
                    const std::vector<Pin>& pins, std::vector<PackedWheel> wheels) {
    const RunsOn where = runs_on(pins, inputs.request, target);
    BuildPlan plan;
    plan.info.pexpack_version = kVersion;
    plan.info.implementation = target.implementation_name;
    plan.info.pythons = where.pythons;
    plan.info.platform = where.platform;
    plan.info.libc = where.libc;
    plan.info.target = fmt::format(
        "{} {}", target.implementation_name == "cpython" ? "CPython" : target.implementation_name,
        where.pythons.front());
    if (!where.platform.empty()) plan.info.target += " on " + where.platform;
    for (const PackageName& name : inputs.adjustments.excluded)
        plan.info.excluded.push_back(name.to_string());
    for (const auto& [name, requirement] : inputs.adjustments.overrides)
        plan.info.overridden.push_back(override_text(name, requirement));
    plan.info.ignore_errors = !inputs.adjustments.transitive;
    plan.info.requirements = requirement_texts(inputs);
    plan.info.entry_point = options.entry_point;
    if (!options.script.empty()) {
        ScriptTarget script = find_console_script(options.script, pins);
        plan.info.entry_point = std::move(script.entry_point);
        plan.info.script = std::move(script.script);
    }
    plan.wheels = std::move(wheels);
    plan.python_shebang = options.python_shebang;
    return plan;
}

void announce_resolution(const Resolution& resolution, const Inputs& inputs, Messages& messages) {
    for (const std::string& warning : resolution.warnings) messages.warning(warning);
    messages.info(fmt::format("resolved {} to {}",
                              counted(inputs.request.requirements.size(), "requirement"),
                              counted(resolution.pins.size(), "wheel")));
    for (const Pin& pin : resolution.pins) {
        messages.detail(fmt::format("  {} (needed by {})", pin.candidate.filename.text,
                                    join(pin.required_by, ", ")));
    }
}

void refuse_nothing(const BuildOptions& options) {
    if (!options.inputs.empty() || !options.requirement_files.empty() ||
        !options.source_folders.empty())
        return;
    throw Error(ErrorKind::kUsage, "there is nothing to pack")
        .hint(
            "name a folder, requirements or a requirements file: `pexpack . -r requirements.txt -o "
            "app.pex`; "
            "`pexpack --help` says more");
}

void check_output(const BuildOptions& options) {
    if (options.dry_run || !options.output.empty()) return;
    throw Error(ErrorKind::kUsage, "no output file is named")
        .hint("say where the pex goes with `-o app.pex`, or use `--dry-run`");
}

void print_dry_run(const std::vector<Pin>& pins, std::ostream& out) {
    for (const Pin& pin : pins) {
        out << pin.name.to_string() << "==" << pin.candidate.filename.version.to_string() << "  "
            << pin.candidate.filename.text << '\n';
    }
}

// As a person would write them: without passwords, relative to the current folder when they are
// below it.
std::vector<std::string> shown(const std::vector<std::string>& locations) {
    const std::string here = absolute_path(".") + "/";
    std::vector<std::string> texts;
    for (const std::string& location : locations) {
        const bool is_below = location.starts_with(here);
        texts.push_back(is_below ? location.substr(here.size()) : without_secrets(location));
    }
    return texts;
}

WheelhouseChoice announce_wheelhouses(WheelhouseChoice choice, const Wheelhouse& wheelhouse,
                                      Messages& messages) {
    for (const std::string& warning : choice.warnings) messages.warning(warning);
    if (choice.locations.empty()) {
        messages.info("wheelhouse: none");
    } else {
        messages.info(fmt::format("wheelhouse: {} ({}, {})", join(shown(choice.locations), ", "),
                                  choice.reason, counted(wheelhouse.wheel_count(), "wheel")));
    }
    return choice;
}

void warn_of_unused_options(const Inputs& inputs, Messages& messages) {
    for (const std::string& warning : inputs.warnings) messages.warning(warning);
    for (const std::string& warning : inputs.index.warnings) messages.warning(warning);
    if (inputs.index.index_url.empty() && inputs.index.extra_index_urls.empty()) return;
    messages.warning(
        "the package indexes that the requirements name are not used: wheels come from folders "
        "only");
}

// An override or exclusion that changes nothing is most likely misspelt.
void warn_of_unmet_adjustments(const Inputs& inputs, std::set<PackageName> met,
                               Messages& messages) {
    met.insert(inputs.adjusted_roots.begin(), inputs.adjusted_roots.end());
    for (const PackageName& name : inputs.adjustments.excluded) {
        if (!met.contains(name))
            messages.warning(
                fmt::format("`{}` is excluded, but nothing asks for it", name.to_string()));
    }
    for (const auto& [name, requirement] : inputs.adjustments.overrides) {
        if (!met.contains(name))
            messages.warning(
                fmt::format("`{}` is overridden, but nothing asks for it", name.to_string()));
    }
}

void check_output_place(const BuildOptions& options, const Inputs& inputs,
                        const Wheelhouse& wheelhouse) {
    if (options.dry_run) return;
    std::vector<std::string> files = inputs.files_read;
    for (const DirectWheel& wheel : inputs.direct_wheels) files.push_back(wheel.path);
    std::ranges::move(wheelhouse.paths(), std::back_inserter(files));
    files.insert(files.end(), {options.target.complete_platform, options.target.python});
    std::vector<std::string> folders = inputs.source_trees;
    for (const ProjectInput& project : inputs.projects) folders.push_back(project.folder);
    refuse_input_as_output(options.output, files, folders);
}

// The result is printed before the file takes its place: when that fails, the old file is there.
std::uint64_t write_pex(const BuildPlan& plan, const BuildOptions& options,
                        const std::vector<Pin>& pins, const Target& target, std::ostream& out) {
    return write_archive(lay_out(plan), options.output, [&](std::uint64_t size) {
        if (!options.json) return;
        out << result_json(pins, plan.wheels, target, {.path = options.output, .size = size});
        deliver(out);
    });
}

void print_resolution(const BuildPlan& plan, const BuildOptions& options,
                      const std::vector<Pin>& pins, const Target& target, std::ostream& out) {
    if (options.json) {
        out << result_json(pins, plan.wheels, target, {});
    } else {
        print_dry_run(pins, out);
    }
}

}  // namespace

void run_build_command(const BuildOptions& options, std::ostream& out, Messages& messages) {
    refuse_nothing(options);
    check_output(options);
    check_entry_point(options.entry_point);
    const RequirementsSource source = system_source();
    Inputs inputs = gather_inputs(options, source);
    warn_of_unused_options(inputs, messages);
    const Target target = announce_target(choose_target(options.target), messages);
    WheelhouseChoice wheelhouses = choose_wheelhouses(options, inputs.index, source);
    Wheelhouse wheelhouse(wheelhouses.locations, target, inputs.hashes);
    wheelhouses = announce_wheelhouses(std::move(wheelhouses), wheelhouse, messages);

    check_output_place(options, inputs, wheelhouse);

    std::optional<TemporaryFolder> built;
    if (!inputs.projects.empty()) {
        build_projects(options, wheelhouses, built.emplace(), inputs, messages);
    }
    for (const DirectWheel& wheel : inputs.direct_wheels)
        wheelhouse.add_direct(wheel.filename, wheel.path);
    AdjustedSource source_as_adjusted(wheelhouse, inputs.adjustments);
    const Resolution resolution = resolve_or_throw(inputs, target, source_as_adjusted);
    warn_of_unmet_adjustments(inputs, source_as_adjusted.names_met(), messages);
    announce_resolution(resolution, inputs, messages);
    refuse_missing_hashes(inputs, resolution.pins);

    CheckedWheels checked(cache_folder());
    BuildPlan plan =
        make_plan(options, inputs, target, resolution.pins, check_wheels(resolution.pins, checked));
    if (options.dry_run) {
        print_resolution(plan, options, resolution.pins, target, out);
        return;
    }
    plan.sources = collect_all_sources(options, inputs, wheelhouses, messages);
    const std::uint64_t size = write_pex(plan, options, resolution.pins, target, out);
    messages.info(fmt::format("wrote {} ({}, {}, {} of code) for {}", options.output,
                              megabytes(size), counted(plan.wheels.size(), "wheel"),
                              counted(plan.sources.size(), "file"), plan.info.target));
}

}  // namespace pexpack
