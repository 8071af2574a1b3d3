#include "plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "interpreter_constraints.hpp"
#include "pexpack/cli/version.hpp"
#include "pexpack/pex/console_script.hpp"
#include "pexpack/pex/runs_on.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// A requirement that named a file is recorded by the version that it came to: the path is of this
// machine alone.
std::vector<std::string> requirement_texts(const Inputs& inputs, const std::vector<Pin>& pins) {
    std::vector<std::string> texts;
    for (const RootRequirement& root : inputs.request.requirements) {
        Requirement requirement = root.requirement;
        const bool is_direct = std::ranges::any_of(
            inputs.direct_wheels,
            [&](const DirectWheel& wheel) { return wheel.filename.name == requirement.name; });
        const auto pin = std::ranges::find(pins, requirement.name, &Pin::name);
        if (is_direct) requirement.url.clear();
        if (is_direct && pin != pins.end()) {
            const std::string version = pin->candidate.filename.version.to_string();
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

std::set<std::string> files_of(const TargetResult& result) {
    std::set<std::string> files;
    for (const PackedWheel& wheel : result.wheels) files.insert(wheel.filename);
    return files;
}

Error one_file_cannot_serve(std::string_view why) {
    return Error(ErrorKind::kUsage, fmt::format("one file cannot serve these targets: {}", why))
        .hint("make a file for each target; `--dry-run` shows all of them");
}

void refuse_different_implementations(const std::vector<TargetChoice>& targets) {
    for (const TargetChoice& choice : targets) {
        if (choice.target.implementation_name != targets.front().target.implementation_name)
            throw one_file_cannot_serve("they are different implementations of Python");
    }
}

void refuse_different_wheels(const std::vector<TargetResult>& results) {
    const std::set<std::string> first = files_of(results.front());
    for (const TargetResult& result : results) {
        const std::set<std::string> other = files_of(result);
        if (other == first) continue;
        std::vector<std::string> lines;
        for (const auto& [files, absent, target] :
             {std::tuple{&first, &other, &results.front().target},
              std::tuple{&other, &first, &result.target}}) {
            for (const std::string& file : *files) {
                if (!absent->contains(file))
                    lines.push_back(fmt::format("{} for {}", file, *target));
            }
        }
        throw one_file_cannot_serve("they need different wheels").details(std::move(lines));
    }
}

// Where all of it runs: on each of the targets, and wherever one of them says so, too.
RunsOn runs_on_all(const BuildOptions& options, const Inputs& inputs,
                   const std::vector<TargetChoice>& targets,
                   const std::vector<TargetResult>& results) {
    RunsOn all = runs_on(results.front().pins, inputs.request, targets.front().target);
    for (std::size_t i = 1; i < targets.size(); ++i) {
        for (std::string& python :
             runs_on(results[i].pins, inputs.request, targets[i].target).pythons) {
            if (std::ranges::find(all.pythons, python) == all.pythons.end())
                all.pythons.push_back(std::move(python));
        }
    }
    if (inputs.program_python) {
        std::erase_if(all.pythons, [&](const std::string& python) {
            const int minor = std::atoi(python.substr(python.find('.') + 1).c_str());
            return !admits_python(*inputs.program_python,
                                  with_python_minor(targets.front().target, minor));
        });
    }
    std::vector<const Target*> each;
    for (const TargetChoice& choice : targets) each.push_back(&choice.target);
    all.pythons = admitted_minors(all.pythons, options.interpreter_constraints, each);
    return all;
}

}  // namespace

BuildPlan make_plan(const BuildOptions& options, const Inputs& inputs,
                    const std::vector<TargetChoice>& targets,
                    const std::vector<TargetResult>& results) {
    refuse_different_implementations(targets);
    refuse_different_wheels(results);
    const Target& target = targets.front().target;
    const RunsOn where = runs_on_all(options, inputs, targets, results);
    BuildPlan plan;
    PexInfo& info = plan.info;
    info.pexpack_version = kVersion;
    info.implementation = target.implementation_name;
    info.pythons = where.pythons;
    info.platform = where.platform;
    info.libc = where.libc;
    info.target = fmt::format(
        "{} {}", target.implementation_name == "cpython" ? "CPython" : target.implementation_name,
        where.pythons.front());
    if (!where.platform.empty()) info.target += " on " + where.platform;
    for (const PackageName& name : inputs.adjustments.excluded)
        info.excluded.push_back(name.to_string());
    for (const auto& [name, requirement] : inputs.adjustments.overrides)
        info.overridden.push_back(override_text(name, requirement));
    info.ignore_errors = !inputs.adjustments.transitive;
    info.requirements = requirement_texts(inputs, results.front().pins);
    info.entry_point = options.entry_point;
    if (!options.script.empty()) {
        ScriptTarget script = find_console_script(options.script, results.front().pins);
        info.entry_point = std::move(script.entry_point);
        info.script = std::move(script.script);
    }
    info.start = options.start;
    plan.wheels = results.front().wheels;
    plan.python_shebang = options.python_shebang;
    if (plan.python_shebang.empty() && !options.sh_boot)
        plan.python_shebang = "/usr/bin/env python" + info.pythons.front();
    return plan;
}

}  // namespace pexpack
