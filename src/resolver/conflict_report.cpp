#include "conflict_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "conflict_core.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/target/fit.hpp"
#include "relaxations.hpp"
#include "requirement_text.hpp"

namespace pexpack {

namespace {

constexpr std::size_t kMostListed = 8;
constexpr std::size_t kMostDemands = 20;  // of one conflict
constexpr std::size_t kMostRuledOut = 20;

// "1, 2 and 3"; of many the newest, and how many there are in all.
std::string listed(std::vector<Version> versions) {
    const std::size_t total = versions.size();
    if (total > kMostListed) versions.erase(versions.begin(), versions.end() - kMostListed);
    std::vector<std::string> texts;
    for (const Version& version : versions) texts.push_back(version.to_string());
    if (total > kMostListed) return fmt::format("… {} ({} in all)", join(texts, ", "), total);
    return join(texts, ", ");
}

// "`a`, `b` and 5 more".
std::string first_of(const std::vector<std::string>& names) {
    std::vector<std::string> texts;
    for (const std::string& name : names) texts.push_back(fmt::format("`{}`", name));
    if (texts.size() <= kMostListed) {
        const std::string last = texts.back();
        texts.pop_back();
        return texts.empty() ? last : join(texts, ", ") + " and " + last;
    }
    texts.resize(kMostListed);
    return fmt::format("{} and {} more", join(texts, ", "), names.size() - kMostListed);
}

class Report {
  public:
    Report(const ConflictCore& core, const Target& target, CandidateSource& source)
        : core_(core), target_(target), source_(source), focus_(find_focus()) {}

    Conflict write() {
        Conflict conflict;
        if (!focus_) {
            conflict.message = fmt::format("no versions of {} go together", first_of(packages()));
        } else if (project().candidates.empty() && project().unusable.empty()) {
            describe_unknown(conflict);
        } else if (project().candidates.empty()) {
            describe_unusable(conflict);
        } else {
            describe_versions(conflict);
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

    // For where no change that was tried helps; "" when nothing can be said.
    std::string what_is_missing() {
        if (!focus_ || project().candidates.empty()) return {};
        if (all_are(&RuledOut::is_unsound)) {
            return fmt::format("fetch the file again, or put another version into {}",
                               source_.description());
        }
        const std::vector<const Demand*> unmet = demands_nothing_fits();
        if (unmet.size() != 1) return {};
        return fmt::format("put a wheel that fits `{}` into {}, or ask for another version",
                           requirement_words(unmet.front()->requirement), source_.description());
    }

  private:
    const Project& project() { return source_.project(*focus_); }

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
        const std::vector<Candidate>& candidates = source_.project(name).candidates;
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

    // A wheel may ask for another by a URL, which is not followed.
    std::string hint_about_url() {
        for (const Demand* demand : demands_on(*focus_)) {
            if (demand->requirement.url.empty() || !demand->dependent_name) continue;
            for (const Candidate& candidate : source_.project(*demand->dependent_name).candidates) {
                if (candidate.filename.version != demand->versions.front()) continue;
                return fmt::format(
                    "`{}` asks for it by the URL `{}`, which is not fetched: put its "
                    "wheel into a wheelhouse (`-f DIR`)",
                    candidate.filename.text, demand->requirement.url);
            }
        }
        return {};
    }

    void describe_unknown(Conflict& conflict) {
        conflict.hint = hint_about_url();
        const std::string place = source_.description();
        if (place.empty()) {
            conflict.message =
                fmt::format("`{}` is needed and there is no wheelhouse", focus_->to_string());
            if (conflict.hint.empty())
                conflict.hint = "name the folder that holds the wheels with `-f DIR`";
            return;
        }
        conflict.message = fmt::format("`{}` was not found in {}", focus_->to_string(), place);
        if (!conflict.hint.empty()) return;
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
        const bool format_decides =
            std::ranges::all_of(project().unusable, &UnusableFile::format_refused);
        conflict.hint = format_decides
                            ? "put a file of the kind that is asked for there, or drop the option"
                            : fmt::format("get a wheel for the target, which accepts {}",
                                          accepted_summary(target_));
    }

    void describe_versions(Conflict& conflict) {
        const std::string name = focus_->to_string();
        const std::vector<const Demand*> unmet = demands_nothing_fits();
        if (all_are(&RuledOut::needs_another_python)) {
            conflict.message = fmt::format("no version of `{}` runs on Python {}", name,
                                           target_.python_full_version.to_string());
        } else if (all_are(&RuledOut::is_unsound)) {
            conflict.message = fmt::format("no version of `{}` has sound METADATA", name);
        } else if (unmet.size() == 1) {
            const std::string words = requirement_words(unmet.front()->requirement);
            conflict.message = fmt::format("no version of `{}` fits `{}`", name, words);
        } else {
            conflict.message =
                fmt::format("no version of `{}` satisfies everything that needs it", name);
        }
    }

    // Those that no candidate fits, whatever else is asked for.
    std::vector<const Demand*> demands_nothing_fits() {
        std::vector<const Demand*> demands = demands_on(*focus_);
        std::erase_if(demands, [&](const Demand* demand) {
            return std::ranges::any_of(project().candidates, [&](const Candidate& candidate) {
                return demand->requirement.specifiers.contains(candidate.filename.version);
            });
        });
        return demands;
    }

    // Whether that is what rules out each version.
    bool all_are(bool RuledOut::*fault) {
        return std::ranges::all_of(project().candidates, [&](const Candidate& candidate) {
            return std::ranges::any_of(core_.ruled_out, [&](const RuledOut& ruled_out) {
                return ruled_out.*fault && ruled_out.name == *focus_ &&
                       ruled_out.version == candidate.filename.version;
            });
        });
    }

    // "x>=3  <- c 1 <- requirements.txt:3", the demands on the package in focus or all of them.
    void add_demands(Conflict& conflict) {
        const std::vector<const Demand*> demands = focus_ ? demands_on(*focus_) : all_demands();
        const std::size_t shown = std::min(demands.size(), kMostDemands);
        std::size_t width = 0;
        for (std::size_t i = 0; i < shown; ++i)
            width = std::max(width, requirement_text(demands[i]->requirement).size());
        for (std::size_t i = 0; i < shown; ++i) {
            conflict.details.push_back(fmt::format("{:<{}}  <- {}",
                                                   requirement_text(demands[i]->requirement), width,
                                                   path_to(*demands[i])));
        }
        if (shown < demands.size()) {
            conflict.details.push_back(
                fmt::format("and {} more demands like these", demands.size() - shown));
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
        std::ranges::sort(versions);
        const bool told_below =
            all_are(&RuledOut::needs_another_python) || all_are(&RuledOut::is_unsound);
        if (!versions.empty() && !told_below) {
            conflict.details.push_back(
                fmt::format("{} has: {}", focus_->to_string(), listed(versions)));
        }
        const std::vector<const UnusableFile*> files = unusable_in_range();
        for (std::size_t i = 0; i < files.size() && i < kMostListed; ++i) {
            conflict.details.push_back(
                fmt::format("{} {}", printable(files[i]->filename), files[i]->reason));
        }
        if (files.size() > kMostListed) {
            conflict.details.push_back(
                fmt::format("and {} more files that cannot be used", files.size() - kMostListed));
        }
    }

    // Files of a version that everybody would take; all of them where there is no such version.
    std::vector<const UnusableFile*> unusable_in_range() {
        std::vector<const UnusableFile*> files;
        for (const UnusableFile& file : project().unusable) files.push_back(&file);
        const std::vector<const Demand*> demands = demands_on(*focus_);
        const auto is_out_of_range = [&](const UnusableFile* file) {
            const auto wheel = WheelFilename::parse(file->filename);
            return wheel && std::ranges::any_of(demands, [&](const Demand* demand) {
                       return !demand->requirement.specifiers.contains(wheel->version);
                   });
        };
        if (!std::ranges::all_of(files, is_out_of_range)) std::erase_if(files, is_out_of_range);
        return files;
    }

    // Versions with the same reason are told together, but each unsound file by itself.
    void add_ruled_out(Conflict& conflict) const {
        std::vector<std::pair<const RuledOut*, std::vector<Version>>> groups;
        for (const RuledOut& ruled_out : core_.ruled_out) {
            const auto same = std::ranges::find_if(groups, [&](const auto& group) {
                return !ruled_out.is_unsound && group.first->name == ruled_out.name &&
                       group.first->reason == ruled_out.reason;
            });
            if (same == groups.end()) {
                groups.push_back({&ruled_out, {ruled_out.version}});
            } else {
                same->second.push_back(ruled_out.version);
            }
        }
        const std::size_t shown = std::min(groups.size(), kMostRuledOut);
        for (std::size_t i = 0; i < shown; ++i)
            conflict.details.push_back(ruled_out_line(*groups[i].first, groups[i].second));
        if (shown < groups.size()) {
            conflict.details.push_back(
                fmt::format("and {} more that cannot be used", groups.size() - shown));
        }
    }

    static std::string ruled_out_line(const RuledOut& first, std::vector<Version> versions) {
        const bool is_one_file = versions.size() == 1 && !first.filename.empty();
        std::ranges::sort(versions);
        return fmt::format("{} {}{} cannot be used: {}", first.name.to_string(), listed(versions),
                           is_one_file ? fmt::format(" ({})", printable(first.filename)) : "",
                           first.reason);
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
};

}  // namespace

Conflict explain_conflict(const Solver& failed, const Problem& problem) {
    const ConflictCore core = find_conflict_core(failed, problem);
    Report report(core, problem.target(), problem.source());
    Conflict conflict = report.write();
    if (conflict.hint.empty() && !conflict.packages.empty()) {
        const PackageName focus = PackageName::parse(conflict.packages.front()).value();
        conflict.hint =
            tried_relaxations(core, problem.request(), focus, problem.target(), problem.source());
    }
    if (conflict.hint.empty()) conflict.hint = report.what_is_missing();
    return conflict;
}

}  // namespace pexpack
