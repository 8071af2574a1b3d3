#include "conflict_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "conflict_core.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/target/fit.hpp"
#include "requirement_text.hpp"

namespace pexpack {

namespace {

constexpr std::size_t kMostListed = 8;

// "1, 2 and 3"; of many the newest, and how many there are in all.
std::string listed(std::vector<Version> versions) {
    const std::size_t total = versions.size();
    if (total > kMostListed) versions.erase(versions.begin(), versions.end() - kMostListed);
    std::vector<std::string> texts;
    for (const Version& version : versions) texts.push_back(version.to_string());
    if (total > kMostListed) return fmt::format("… {} ({} in all)", join(texts, ", "), total);
    return join(texts, ", ");
}

class Report {
  public:
    Report(const ConflictCore& core, const Target& target, CandidateSource& source)
        : core_(core), target_(target), source_(source), focus_(find_focus()) {}

    Conflict write() {
        Conflict conflict;
        if (!focus_) {
            conflict.message = "the requirements contradict each other";
        } else if (project().candidates.empty() && project().unusable.empty()) {
            describe_unknown(conflict);
        } else if (project().candidates.empty()) {
            describe_unusable(conflict);
        } else {
            conflict.message = fmt::format("no version of `{}` satisfies everything that needs it",
                                           focus_->to_string());
        }
        add_demands(conflict);
        if (focus_) add_what_there_is(conflict);
        add_ruled_out(conflict);
        conflict.packages = packages();
        for (const Demand& demand : core_.demands) {
            if (demand.kind != Demand::Kind::kDependency) conflict.where.push_back(demand.where);
        }
        return conflict;
    }

  private:
    const Project& project() {
        if (!project_) project_ = source_.project(*focus_);
        return *project_;
    }

    // The package at which the demands meet: the first for which no candidate satisfies one demand
    // of every dependent, those with the fewest demands first.
    std::optional<PackageName> find_focus() {
        std::optional<PackageName> best;
        std::size_t fewest = 0;
        for (const Demand& demand : core_.demands) {
            const PackageName& name = demand.requirement.name;
            const std::size_t count = demands_on(name).size();
            if ((best && count >= fewest) || !is_over_demanded(name)) continue;
            best = name;
            fewest = count;
        }
        return best;
    }

    std::vector<const Demand*> demands_on(const PackageName& name) const {
        std::vector<const Demand*> demands;
        for (const Demand& demand : core_.demands) {
            if (demand.requirement.name == name) demands.push_back(&demand);
        }
        return demands;
    }

    bool is_over_demanded(const PackageName& name) const {
        const std::vector<Candidate> candidates = source_.project(name).candidates;
        return std::ranges::none_of(candidates, [&](const Candidate& candidate) {
            const Version& version = candidate.filename.version;
            if (is_ruled_out(name, version)) return false;
            // By dependent: does it have a version that could live with this one?
            std::map<std::string, bool> contented;
            for (const Demand* demand : demands_on(name)) {
                const std::string who = demand->dependent + demand->where.to_string();
                contented[who] = contented[who] || demand->requirement.specifiers.contains(version);
            }
            return std::ranges::all_of(contented, [](const auto& entry) { return entry.second; });
        });
    }

    bool is_ruled_out(const PackageName& name, const Version& version) const {
        return std::ranges::any_of(core_.ruled_out, [&](const RuledOut& ruled_out) {
            return ruled_out.name == name && ruled_out.version == version;
        });
    }

    void describe_unknown(Conflict& conflict) {
        const std::string place = source_.description();
        if (place.empty()) {
            conflict.message =
                fmt::format("`{}` is needed and there is no wheelhouse", focus_->to_string());
            conflict.hint = "name the folder that holds the wheels with `-f DIR`";
            return;
        }
        conflict.message = fmt::format("there is no `{}` in {}", focus_->to_string(), place);
        const std::string near = nearest_word(focus_->to_string(), source_.names());
        conflict.hint = near.empty()
                            ? "put its wheel there, or name another wheelhouse with `-f DIR`"
                            : fmt::format("did you mean `{}`?", near);
    }

    void describe_unusable(Conflict& conflict) {
        if (std::ranges::any_of(project().unusable, &UnusableFile::hash_refused)) {
            conflict.message = fmt::format("no file of `{}` has a hash that the requirements allow",
                                           focus_->to_string());
            conflict.hint =
                "if the file is the one you want, correct its `--hash`; if not, fetch it again";
            conflict.hash_refused = true;
            return;
        }
        conflict.message = fmt::format("no file of `{}` can be used on {}", focus_->to_string(),
                                       target_.description);
        conflict.hint =
            fmt::format("get a wheel for the target, which accepts {}", accepted_summary(target_));
    }

    // "x>=3  <- c 1 <- requirements.txt:3", the demands on the package in focus or all of them.
    void add_demands(Conflict& conflict) {
        const std::vector<const Demand*> demands = focus_ ? demands_on(*focus_) : all_demands();
        std::size_t width = 0;
        for (const Demand* demand : demands)
            width = std::max(width, requirement_text(demand->requirement).size());
        for (const Demand* demand : demands) {
            conflict.details.push_back(fmt::format(
                "{:<{}}  <- {}", requirement_text(demand->requirement), width, path_to(*demand)));
        }
    }

    std::vector<const Demand*> all_demands() const {
        std::vector<const Demand*> demands;
        for (const Demand& demand : core_.demands) demands.push_back(&demand);
        return demands;
    }

    // From the demand back to a line that the user wrote.
    std::string path_to(const Demand& demand) {
        std::vector<std::string> steps;
        std::set<PackageName> seen;
        const Demand* step = &demand;
        while (step->kind == Demand::Kind::kDependency) {
            steps.push_back(fmt::format("{} {}", step->dependent, listed(step->versions)));
            if (!seen.insert(*step->dependent_name).second) break;
            const Demand* next = who_brought(*step->dependent_name, seen);
            if (next == nullptr) break;
            step = next;
        }
        for (const std::string& place : step->places) {
            const bool is_constraint = step->kind == Demand::Kind::kConstraint;
            const bool is_line = &place == &step->places.front();
            steps.push_back(is_constraint && is_line ? place + " (constraint)" : place);
        }
        return join(steps, " <- ");
    }

    // A demand on the package that is not the demand of one on the path already; the user's own
    // first.
    const Demand* who_brought(const PackageName& name, const std::set<PackageName>& seen) const {
        const Demand* found = nullptr;
        for (const Demand* demand : demands_on(name)) {
            if (demand->kind == Demand::Kind::kRequirement) return demand;
            const bool usable = demand->kind == Demand::Kind::kDependency &&
                                !seen.contains(*demand->dependent_name);
            if (usable && found == nullptr) found = demand;
        }
        return found;
    }

    void add_what_there_is(Conflict& conflict) {
        std::vector<Version> versions;
        for (const Candidate& candidate : project().candidates)
            versions.push_back(candidate.filename.version);
        if (!versions.empty()) {
            conflict.details.push_back(
                fmt::format("{} has: {}", focus_->to_string(), listed(versions)));
        }
        std::size_t shown = 0;
        for (const UnusableFile& file : project().unusable) {
            if (++shown > kMostListed) {
                conflict.details.push_back(fmt::format("and {} more files that cannot be used",
                                                       project().unusable.size() - kMostListed));
                break;
            }
            conflict.details.push_back(fmt::format("{} {}", printable(file.filename), file.reason));
        }
    }

    void add_ruled_out(Conflict& conflict) const {
        for (const RuledOut& ruled_out : core_.ruled_out) {
            conflict.details.push_back(
                fmt::format("{} {} cannot be used: {}", ruled_out.name.to_string(),
                            ruled_out.version.to_string(), ruled_out.reason));
        }
    }

    std::vector<std::string> packages() const {
        std::vector<std::string> names;
        const auto add = [&](const PackageName& name) {
            if (std::ranges::find(names, name.to_string()) == names.end())
                names.push_back(name.to_string());
        };
        if (focus_) add(*focus_);
        for (const Demand& demand : core_.demands) {
            add(demand.requirement.name);
            if (demand.dependent_name) add(*demand.dependent_name);
        }
        return names;
    }

    const ConflictCore& core_;
    const Target& target_;
    CandidateSource& source_;
    std::optional<PackageName> focus_;
    std::optional<Project> project_;
};

bool is_same(const RootRequirement& a, const RootRequirement& b) {
    return a.where == b.where && a.requirement.to_string() == b.requirement.to_string();
}

// What was tried and works: leaving out one of the lines in conflict, or taking pre-releases.
class Relaxations {
  public:
    Relaxations(const ResolutionRequest& request, const PackageName& focus, const Target& target,
                CandidateSource& source)
        : request_(request), focus_(focus), target_(target), source_(source) {}

    void try_without(std::vector<RootRequirement> ResolutionRequest::*lines,
                     const RootRequirement& line) {
        ResolutionRequest relaxed = request_;
        std::erase_if(relaxed.*lines,
                      [&](const RootRequirement& candidate) { return is_same(candidate, line); });
        try_request(relaxed, fmt::format("without {} (`{}`)", line.where.to_string(),
                                         line.requirement.to_string()));
    }

    void try_prereleases() {
        if (request_.allow_prereleases) return;
        ResolutionRequest relaxed = request_;
        relaxed.allow_prereleases = true;
        try_request(relaxed, "with `--pre`");
    }

    std::string text() const {
        if (working_.empty()) return {};
        return fmt::format("it can be resolved {}", join(working_, ", or "));
    }

  private:
    void try_request(const ResolutionRequest& relaxed, std::string what) {
        const auto answer = answer_to(relaxed, target_, source_);
        if (!answer) return;
        const auto version = answer->find(focus_);
        if (version != answer->end()) {
            what +=
                fmt::format(", which gives {} {}", focus_.to_string(), version->second.to_string());
        }
        working_.push_back(std::move(what));
    }

    const ResolutionRequest& request_;
    const PackageName& focus_;
    const Target& target_;
    CandidateSource& source_;
    std::vector<std::string> working_;
};

std::string tried_relaxations(const ConflictCore& core, const ResolutionRequest& request,
                              const PackageName& focus, const Target& target,
                              CandidateSource& source) {
    Relaxations relaxations(request, focus, target, source);
    // Leaving out all that was asked for is no advice.
    if (request.requirements.size() > 1) {
        for (const auto& line : core.request.requirements)
            relaxations.try_without(&ResolutionRequest::requirements, line);
    }
    for (const auto& line : core.request.constraints)
        relaxations.try_without(&ResolutionRequest::constraints, line);
    relaxations.try_prereleases();
    return relaxations.text();
}

}  // namespace

Conflict explain_conflict(const ResolutionRequest& request, const Target& target,
                          CandidateSource& source) {
    const ConflictCore core = find_conflict_core(request, target, source);
    Conflict conflict = Report(core, target, source).write();
    if (conflict.hint.empty() && !conflict.packages.empty()) {
        const PackageName focus = PackageName::parse(conflict.packages.front()).value();
        conflict.hint = tried_relaxations(core, request, focus, target, source);
    }
    return conflict;
}

}  // namespace pexpack
