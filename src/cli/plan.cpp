#include "plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "interpreter_constraints.hpp"
#include "pexpack/bootstrap/header.hpp"
#include "pexpack/cli/version.hpp"
#include "pexpack/pex/console_script.hpp"
#include "pexpack/pex/runs_on.hpp"
#include "pexpack/support/check.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// The file that the line names, or another of the package: then the line takes that one, too.
const DirectFile* direct_file_of(const RootRequirement& root, const Inputs& inputs) {
    const DirectFile* found = nullptr;
    for (const DirectFile& file : inputs.direct_files) {
        if (file.candidate.filename.name != root.requirement.name) continue;
        if (found == nullptr || file.where == root.where) found = &file;
    }
    return found;
}

// A requirement that named a file is recorded by the version that it came to: the path is of this
// machine alone.
std::vector<std::string> requirement_texts(const Inputs& inputs) {
    std::vector<std::string> texts;
    for (const RootRequirement& root : inputs.request.requirements) {
        Requirement requirement = root.requirement;
        if (const DirectFile* file = direct_file_of(root, inputs)) {
            requirement.url.clear();
            const std::string version = file->candidate.filename.version.to_string();
            requirement.specifiers = SpecifierSet::parse("==" + version).value();
        }
        texts.push_back(requirement.to_string());
    }
    return texts;
}

// As pex writes it: "psycopg2=psycopg2-binary" where one package stands for another.
std::string override_text(const PackageName& name, const Requirement& instead) {
    const std::string text = instead.to_string();
    return name == instead.name ? text : fmt::format("{}={}", name.to_string(), text);
}

// The Pythons of which a line of the program and an interpreter constraint admit a release.
std::vector<std::string> admitted_pythons(std::vector<std::string> minors,
                                          const BuildOptions& options, const Inputs& inputs,
                                          const Target& target) {
    if (inputs.program_python) {
        std::erase_if(minors, [&](const std::string& python) {
            const int minor = std::atoi(python.substr(python.find('.') + 1).c_str());
            return !admits_python(*inputs.program_python, with_python_minor(target, minor));
        });
    }
    return admitted_minors(minors, options.interpreter_constraints, target);
}

std::vector<RowsOfTarget> rows_of_all(const BuildOptions& options, const Inputs& inputs,
                                      const std::vector<TargetChoice>& targets,
                                      const std::vector<TargetResult>& results) {
    std::vector<RowsOfTarget> rows;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const Target& target = targets[i].target;
        RunsOn where = runs_on(results[i].pins, inputs.request, target);
        where.pythons = admitted_pythons(std::move(where.pythons), options, inputs, target);
        std::vector<std::string> wheels;
        for (const PackedWheel& wheel : results[i].wheels) wheels.push_back(wheel.filename);
        rows.push_back(rows_of(target, where, std::move(wheels)));
    }
    return rows;
}

// A running file knows its machine by less than what can be named here.
void warn_of_targets_alike(const std::vector<TargetRow>& table,
                           const std::vector<RowsOfTarget>& rows,
                           const std::vector<TargetChoice>& targets, Messages& messages) {
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const TargetRow* row = row_for(table, rows[i].machine);
        // A description of a platform may list tags in an order that no machine has.
        if (row == nullptr || row->wheels == rows[i].own.wheels) continue;
        const auto taken = std::ranges::find_if(
            rows, [&](const RowsOfTarget& other) { return other.own.wheels == row->wheels; });
        PEXPACK_CHECK(taken != rows.end());
        const auto place = static_cast<std::size_t>(taken - rows.begin());
        messages.warning(
            fmt::format("the file cannot tell `{}` from `{}` when it runs, and takes the wheels "
                        "for the latter",
                        targets[i].target.description, targets[place].target.description));
    }
}

// Each wheel of the table once.
std::vector<PackedWheel> wheels_of(const std::vector<TargetRow>& table,
                                   const std::vector<TargetResult>& results) {
    std::set<std::string> named;
    for (const TargetRow& row : table) named.insert(row.wheels.begin(), row.wheels.end());
    std::map<std::string, PackedWheel> wheels;
    for (const TargetResult& result : results) {
        for (const PackedWheel& wheel : result.wheels) {
            if (!named.contains(wheel.filename)) continue;
            const auto [known, is_new] = wheels.emplace(wheel.filename, wheel);
            if (is_new || known->second.hash.hex == wheel.hash.hex) continue;
            throw Error(ErrorKind::kBadInput,
                        fmt::format("two targets need different files named `{}`",
                                    printable(wheel.filename)))
                .details({known->second.path, wheel.path})
                .hint("give one of them a build number, or make a file for each target");
        }
    }
    std::vector<PackedWheel> list;
    for (auto& [name, wheel] : wheels) list.push_back(std::move(wheel));
    return list;
}

// Where the targets' versions of a package mean different functions by it, the script itself is
// started: every environment has its own.
ScriptTarget script_of_all(const BuildOptions& options, const std::vector<TargetResult>& results) {
    ScriptTarget script = find_console_script(options.script, results.front().pins);
    for (const TargetResult& result : results) {
        const ScriptTarget other = find_console_script(options.script, result.pins);
        if (other.entry_point == script.entry_point && other.script == script.script) continue;
        if (options.start.inject_python_args.empty())
            return {.entry_point = {}, .script = options.script};
        throw Error(ErrorKind::kUsage,
                    fmt::format("`{}` is not the same function on all targets, so that "
                                "`--inject-python-args` has nothing to act on",
                                printable(options.script)))
            .hint("name what to run with `-m MODULE:FUNCTION`, or make a file for each target");
    }
    return script;
}

}  // namespace

BuildPlan make_plan(const BuildOptions& options, const Inputs& inputs,
                    const std::vector<TargetChoice>& targets,
                    const std::vector<TargetResult>& results, Messages& messages) {
    const std::vector<RowsOfTarget> rows = rows_of_all(options, inputs, targets, results);
    BuildPlan plan;
    PexInfo& info = plan.info;
    info.pexpack_version = kVersion;
    info.targets = target_table(rows);
    warn_of_targets_alike(info.targets, rows, targets, messages);
    info.pythons = pythons_of(info.targets, rows);
    info.target = in_words(rows);
    for (const PackageName& name : inputs.adjustments.excluded)
        info.excluded.push_back(name.to_string());
    for (const auto& [name, requirement] : inputs.adjustments.overrides)
        info.overridden.push_back(override_text(name, requirement));
    info.ignore_errors = !inputs.adjustments.transitive;
    info.requirements = requirement_texts(inputs);
    info.entry_point = options.entry_point;
    if (!options.script.empty()) {
        ScriptTarget script = script_of_all(options, results);
        info.entry_point = std::move(script.entry_point);
        info.script = std::move(script.script);
    }
    info.start = options.start;
    plan.wheels = wheels_of(info.targets, results);
    plan.python_shebang = options.python_shebang;
    if (plan.python_shebang.empty() && !options.sh_boot)
        plan.python_shebang = "/usr/bin/env " + program_of(info.pythons.front());
    return plan;
}

}  // namespace pexpack
