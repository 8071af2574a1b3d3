#include "conflict_core.hpp"

#include <algorithm>
#include <set>

#include "pexpack/support/check.hpp"

namespace pexpack {

namespace {

// The facts from outside on which the contradiction rests.
std::vector<IncompatibilityId> external_facts(const Solver& solver) {
    std::vector<IncompatibilityId> open{solver.contradiction()};
    std::set<IncompatibilityId> seen{solver.contradiction()};
    std::vector<IncompatibilityId> facts;
    while (!open.empty()) {
        const IncompatibilityId id = open.back();
        open.pop_back();
        const auto* derived = std::get_if<Derived>(&solver.cause(id));
        if (derived == nullptr) {
            facts.push_back(id);
            continue;
        }
        for (const IncompatibilityId source : {derived->left, derived->right}) {
            if (seen.insert(source).second) open.push_back(source);
        }
    }
    std::ranges::sort(facts);
    return facts;
}

// Only the lines of the user's that the contradiction rests on.
ResolutionRequest mentioned_part(const Solver& solver, const ResolutionRequest& request) {
    std::set<std::size_t> requirements;
    std::set<std::size_t> constraints;
    for (const IncompatibilityId id : external_facts(solver)) {
        const Cause& cause = solver.cause(id);
        if (const auto* root = std::get_if<FromRoot>(&cause))
            requirements.insert(root->requirement);
        if (const auto* constraint = std::get_if<FromConstraint>(&cause))
            constraints.insert(constraint->constraint);
    }
    ResolutionRequest part{
        .requirements = {}, .constraints = {}, .allow_prereleases = request.allow_prereleases};
    for (const std::size_t i : requirements) part.requirements.push_back(request.requirements[i]);
    for (const std::size_t i : constraints) part.constraints.push_back(request.constraints[i]);
    return part;
}

Demand demand_of_dependency(const FromDependency& fact, const Problem& problem) {
    const Node& dependent = problem.node(fact.dependent);
    std::string name = dependent.name.to_string();
    if (!dependent.extra.empty()) name += "[" + dependent.extra + "]";
    std::vector<Version> versions;
    const std::vector<Candidate>& candidates = problem.candidates(fact.dependent);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (fact.versions.contains(i + 1)) versions.push_back(candidates[i].filename.version);
    }
    return {.kind = Demand::Kind::kDependency,
            .requirement =
                *problem.metadata(fact.dependent, fact.version).requires_dist[fact.requirement],
            .where = {},
            .places = {},
            .dependent = std::move(name),
            .dependent_name = dependent.name,
            .versions = std::move(versions)};
}

// Demands of several versions of one dependent with the same words are one.
void add_demand(std::vector<Demand>& demands, Demand demand) {
    const std::string text = demand.requirement.to_string();
    const auto same = std::ranges::find_if(demands, [&](const Demand& known) {
        return known.kind == demand.kind && known.dependent == demand.dependent &&
               known.where == demand.where && known.requirement.to_string() == text;
    });
    if (same == demands.end()) {
        demands.push_back(std::move(demand));
        return;
    }
    for (Version& version : demand.versions) {
        if (std::ranges::find(same->versions, version) == same->versions.end()) {
            same->versions.push_back(std::move(version));
        }
    }
    std::ranges::sort(same->versions);
}

// A package and its extras are ruled out by the same metadata.
void add_ruled_out(ConflictCore& core, const FromUnusable& fact, const Problem& problem) {
    const PackageName& name = problem.node(fact.node).name;
    const WheelFilename& wheel = problem.candidates(fact.node)[fact.version].filename;
    const bool is_known = std::ranges::any_of(core.ruled_out, [&](const RuledOut& known) {
        return known.filename == wheel.text && known.name == name;
    });
    if (is_known) return;
    const bool is_unsound = problem.is_unsound(fact.node, fact.version);
    core.ruled_out.push_back({.name = name,
                              .version = wheel.version,
                              .filename = wheel.text,
                              .reason = problem.unusable_reason(fact.node, fact.version),
                              .is_unsound = is_unsound,
                              .needs_another_python = !is_unsound});
}

void add_fact(ConflictCore& core, const Cause& cause, const Problem& problem) {
    const ResolutionRequest& request = problem.request();
    const auto add_line = [&](Demand::Kind kind, const RootRequirement& line) {
        add_demand(core.demands, {.kind = kind,
                                  .requirement = line.requirement,
                                  .where = line.where,
                                  .places = places_of(line),
                                  .dependent = {},
                                  .dependent_name = std::nullopt,
                                  .versions = {}});
    };
    if (const auto* root = std::get_if<FromRoot>(&cause)) {
        add_line(Demand::Kind::kRequirement, request.requirements[root->requirement]);
    } else if (const auto* constraint = std::get_if<FromConstraint>(&cause)) {
        add_line(Demand::Kind::kConstraint, request.constraints[constraint->constraint]);
    } else if (const auto* dependency = std::get_if<FromDependency>(&cause)) {
        add_demand(core.demands, demand_of_dependency(*dependency, problem));
    } else if (const auto* unusable = std::get_if<FromUnusable>(&cause)) {
        add_ruled_out(core, *unusable, problem);
    } else if (const auto* prerelease = std::get_if<FromPrerelease>(&cause)) {
        const std::vector<Candidate>& candidates = problem.candidates(prerelease->node);
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (!problem.prereleases(prerelease->node).contains(i + 1)) continue;
            core.ruled_out.push_back({.name = problem.node(prerelease->node).name,
                                      .version = candidates[i].filename.version,
                                      .filename = {},
                                      .reason = "it is a pre-release, and nothing asks for one",
                                      .is_prerelease = true});
        }
    }
}

void add_facts(ConflictCore& core, const Solver& solver, const Problem& problem) {
    for (const IncompatibilityId id : external_facts(solver))
        add_fact(core, solver.cause(id), problem);
}

// Why the request has no answer; absent when it has one, or leads to a damaged wheel, which the
// whole request does not.
std::optional<ConflictCore> conflict_of(const ResolutionRequest& request, const Target& target,
                                        CandidateSource& source) {
    try {
        Problem problem(request, target, source);
        Solver solver(problem);
        if (solver.solve()) return std::nullopt;
        ConflictCore core;
        core.request = request;
        add_facts(core, solver, problem);
        return core;
    } catch (const Error&) {
        return std::nullopt;
    }
}

// Leaves out one line after the other as long as there is still no answer.
void minimize(std::vector<RootRequirement> ResolutionRequest::*lines, ConflictCore& core,
              const Target& target, CandidateSource& source) {
    for (std::size_t i = (core.request.*lines).size(); i-- > 0;) {
        ResolutionRequest smaller = core.request;
        (smaller.*lines).erase((smaller.*lines).begin() + static_cast<std::ptrdiff_t>(i));
        if (auto conflict = conflict_of(smaller, target, source)) core = std::move(*conflict);
    }
}

std::size_t line_count(const ResolutionRequest& request) {
    return request.requirements.size() + request.constraints.size();
}

}  // namespace

std::optional<Answer> answer_to(const ResolutionRequest& request, const Target& target,
                                CandidateSource& source) {
    Problem problem(request, target, source);
    Solver solver(problem);
    if (!solver.solve()) return std::nullopt;
    Answer answer;
    for (const Choice& choice : solver.choices()) {
        answer.emplace(problem.node(choice.node).name,
                       problem.candidates(choice.node)[choice.version].filename);
    }
    return answer;
}

ConflictCore find_conflict_core(const Solver& failed, const Problem& problem) {
    const ResolutionRequest& request = problem.request();
    const Target& target = problem.target();
    CandidateSource& source = problem.source();
    ConflictCore core;
    core.request = request;
    add_facts(core, failed, problem);
    // Whether a pre-release may be taken depends on lines that no conflict mentions.
    const ResolutionRequest part = mentioned_part(failed, request);
    if (line_count(part) < line_count(request)) {
        if (auto conflict = conflict_of(part, target, source)) core = std::move(*conflict);
    }
    minimize(&ResolutionRequest::constraints, core, target, source);
    minimize(&ResolutionRequest::requirements, core, target, source);
    return core;
}

}  // namespace pexpack
