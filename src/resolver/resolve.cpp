#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "conflict_report.hpp"
#include "pexpack/resolver/resolution.hpp"
#include "pexpack/resolver/verify.hpp"
#include "pexpack/support/check.hpp"
#include "pexpack/support/secrets.hpp"
#include "pexpack/support/text.hpp"
#include "solver.hpp"

namespace pexpack {

namespace {

using Demanders = std::unordered_map<PackageName, std::vector<std::string>>;

void add_demander(Demanders& demanders, const PackageName& name, const std::string& who) {
    std::vector<std::string>& all = demanders[name];
    if (all.empty() || all.back() != who) all.push_back(who);
}

// Who asks for each chosen package, from the facts rather than from the search.
Demanders demanders_of(const std::vector<Pin>& pins, const Problem& problem) {
    Demanders demanders;
    for (const RootRequirement& root : problem.request().requirements) {
        const std::string where = root.where.to_string();
        if (problem.applies(root.requirement, {}, where))
            add_demander(demanders, root.requirement.name, where);
    }
    for (const Pin& pin : pins) {
        std::vector<std::string> extras = pin.extras;
        extras.emplace_back();
        const std::string dependent =
            fmt::format("{} {}", pin.name.to_string(), pin.candidate.filename.version.to_string());
        for (const SharedRequirement& shared : pin.metadata->requires_dist) {
            const Requirement& requirement = *shared;
            const bool wanted = std::ranges::any_of(extras, [&](const std::string& extra) {
                return problem.applies(requirement, extra, dependent);
            });
            if (wanted && requirement.name != pin.name)
                add_demander(demanders, requirement.name, dependent);
        }
    }
    return demanders;
}

// An extra that the version does not declare adds nothing, and that is said (PEP 685 and pip).
std::optional<std::string> missing_extra(const Choice& choice, const Problem& problem) {
    const std::string& extra = problem.node(choice.node).extra;
    const Metadata& metadata = problem.metadata(choice.node, choice.version);
    const auto& declared = metadata.provides_extra;
    if (extra.empty() || std::ranges::find(declared, extra) != declared.end()) return std::nullopt;
    return fmt::format("`{}` {} has no extra `{}`", metadata.name.to_string(),
                       metadata.version.to_string(), extra);
}

// What a version asks for by a URL is taken from the wheelhouse, and that is said.
void add_urls_not_followed(std::set<std::string>& warnings, const Choice& choice,
                           const Problem& problem) {
    const std::string& whose = problem.candidates(choice.node)[choice.version].filename.text;
    for (const SharedRequirement& shared :
         problem.metadata(choice.node, choice.version).requires_dist) {
        const Requirement& requirement = *shared;
        if (requirement.url.empty()) continue;
        if (!problem.applies(requirement, problem.node(choice.node).extra, whose)) continue;
        warnings.insert(fmt::format(
            "`{}` asks for `{}` from `{}`: what the wheelhouse has is taken", printable(whose),
            requirement.name.to_string(), printable(without_secrets(requirement.url))));
    }
}

// Sorted.
std::vector<std::string> warnings_about(const std::vector<Choice>& choices,
                                        const Problem& problem) {
    std::set<std::string> warnings;
    for (const Choice& choice : choices) {
        if (auto warning = missing_extra(choice, problem)) warnings.insert(std::move(*warning));
        add_urls_not_followed(warnings, choice, problem);
        const std::vector<Candidate>& candidates = problem.candidates(choice.node);
        for (const std::string& warning : problem.metadata(choice.node, choice.version).warnings) {
            warnings.insert(fmt::format(
                "`{}`: {}", printable(candidates[choice.version].filename.text), warning));
        }
        for (std::size_t newer = choice.version + 1; newer < candidates.size(); ++newer) {
            if (!problem.is_unsound(choice.node, newer)) continue;
            warnings.insert(fmt::format("`{}` was passed over: {}",
                                        printable(candidates[newer].filename.text),
                                        problem.unusable_reason(choice.node, newer)));
        }
    }
    return {warnings.begin(), warnings.end()};
}

Resolution resolution_of(const Solver& solver, Problem& problem) {
    std::map<PackageName, Pin> pins;
    const std::vector<Choice> choices = solver.choices();
    for (const Choice& choice : choices) {
        const Node& node = problem.node(choice.node);
        if (node.base != choice.node) continue;
        pins.emplace(node.name,
                     Pin{.name = node.name,
                         .candidate = problem.candidates(choice.node)[choice.version],
                         .metadata = problem.shared_metadata(choice.node, choice.version),
                         .extras = {},
                         .required_by = {}});
    }
    for (const Choice& choice : choices) {
        const Node& node = problem.node(choice.node);
        if (!node.extra.empty()) pins.at(node.name).extras.push_back(node.extra);
    }
    Resolution resolution{.pins = {}, .warnings = warnings_about(choices, problem)};
    resolution.pins.reserve(pins.size());
    for (auto& [name, pin] : pins) {
        std::ranges::sort(pin.extras);
        resolution.pins.push_back(std::move(pin));
    }
    Demanders demanders = demanders_of(resolution.pins, problem);
    for (Pin& pin : resolution.pins) {
        pin.required_by = std::move(demanders[pin.name]);
        std::ranges::sort(pin.required_by);
        const auto repeated = std::ranges::unique(pin.required_by);
        pin.required_by.erase(repeated.begin(), repeated.end());
    }
    return resolution;
}

}  // namespace

std::vector<std::string> places_of(const RootRequirement& line) {
    std::vector<std::string> places{line.where.to_string()};
    for (const SourceLocation& outer : line.included_from) places.push_back(outer.to_string());
    return places;
}

ResolutionResult resolve(const ResolutionRequest& request, const Target& target,
                         CandidateSource& source) {
    Problem problem(request, target, source);
    Solver solver(problem);
    if (!solver.solve()) return explain_conflict(solver, problem);
    Resolution resolution = resolution_of(solver, problem);
    const auto problems = verify_resolution(resolution.pins, request, target);
    if (!problems.empty())
        throw BugError("the resolver's answer does not hold: " + problems.front());
    return resolution;
}

}  // namespace pexpack
