// The explanation is read off the answer and knows nothing of the search: a newer version was
// passed over because somebody in the answer does not want it, because it cannot be used, or
// because it wants something that the answer has not.
#include "pexpack/resolver/explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "pexpack/support/text.hpp"
#include "requirement_text.hpp"

namespace pexpack {

namespace {

constexpr std::size_t kMostListed = 8;

// Who asks for a package: a line of the user's or another pin.
struct Asking {
    Requirement requirement;
    std::vector<std::string> who;  // "a 1"; "more.txt:1", "requirements.txt:2"
    const Pin* by = nullptr;       // null: the user
};

class Explaining {
  public:
    Explaining(const Resolution& resolution, const ResolutionRequest& request, const Target& target,
               CandidateSource& source, bool is_one_of_several)
        : resolution_(resolution),
          request_(request),
          target_(target),
          source_(source),
          is_one_of_several_(is_one_of_several) {
        for (const Pin& pin : resolution.pins) pins_.emplace(pin.name, &pin);
        for (const RootRequirement& root : request.requirements) {
            if (applies(root.requirement, {})) {
                asking_[root.requirement.name].push_back(
                    {.requirement = root.requirement, .who = places_of(root)});
            }
        }
        for (const Pin& pin : resolution.pins) note_dependencies(pin);
        find_ways();
    }

    Explanation of(const Pin& pin) {
        Explanation explanation{.name = pin.name,
                                .version = pin.candidate.filename.version.to_string(),
                                .file = pin.candidate.filename.text,
                                .demands = {},
                                .newer = {},
                                .files = {}};
        for (const Asking& asking : asking_[pin.name]) {
            explanation.demands.push_back(
                {.requirement = requirement_text(asking.requirement), .path = path_of(asking)});
        }
        const Project& project = source_.project(pin.name);
        for (const Candidate* newer : newer_than(pin, project)) {
            explanation.newer.push_back(
                {.what = newer->filename.version.to_string(), .reason = why_not(*newer, pin)});
        }
        for (const UnusableFile& file : project.unusable) {
            const auto wheel = WheelFilename::parse(file.filename);
            if (wheel && wheel->version < pin.candidate.filename.version) continue;
            explanation.files.push_back({.what = printable(file.filename), .reason = file.reason});
        }
        return explanation;
    }

  private:
    // Newest first.
    static std::vector<const Candidate*> newer_than(const Pin& pin, const Project& project) {
        std::vector<const Candidate*> newer;
        for (const Candidate& candidate : project.candidates) {
            if (candidate.filename.version > pin.candidate.filename.version)
                newer.push_back(&candidate);
        }
        std::ranges::sort(newer, [](const Candidate* a, const Candidate* b) {
            return a->filename.version > b->filename.version;
        });
        return newer;
    }

    // With `--prefer-binary` a newer sdist is wanted less than any wheel.
    bool is_wanted_less(const Candidate& candidate, const Pin& pin) {
        const auto& candidates = source_.project(pin.name).candidates;
        const auto of_version = [](const Version& version) {
            return [&](const Candidate& each) { return each.filename.version == version; };
        };
        return std::ranges::find_if(candidates, of_version(candidate.filename.version)) <
               std::ranges::find_if(candidates, of_version(pin.candidate.filename.version));
    }

    bool applies(const Requirement& requirement, const std::vector<std::string>& extras) const {
        if (!requirement.marker) return true;
        const auto holds = [&](const std::string& extra) {
            const auto value = requirement.marker->evaluate(target_.markers, extra);
            return value && *value;
        };
        return holds({}) || std::ranges::any_of(extras, holds);
    }

    void note_dependencies(const Pin& pin) {
        const std::string who =
            fmt::format("{} {}", pin.name.to_string(), pin.candidate.filename.version.to_string());
        for (const SharedRequirement& shared : pin.metadata->requires_dist) {
            const Requirement& requirement = *shared;
            if (requirement.name == pin.name || !applies(requirement, pin.extras)) continue;
            asking_[requirement.name].push_back(
                {.requirement = requirement, .who = {who}, .by = &pin});
        }
    }

    // For each package the first step of a shortest way back to a line of the user's.
    void find_ways() {
        std::vector<const Pin*> open;
        for (const Pin& pin : resolution_.pins) {
            const auto& asking = asking_[pin.name];
            if (asking.empty() || asking.front().by != nullptr) continue;
            ways_.emplace(pin.name, &asking.front());
            open.push_back(&pin);
        }
        for (std::size_t next = 0; next < open.size(); ++next) {
            for (const auto& [name, asking] : asking_) {
                if (ways_.contains(name) || !pins_.contains(name)) continue;
                const auto by = std::ranges::find(asking, open[next], &Asking::by);
                if (by == asking.end()) continue;
                ways_.emplace(name, &*by);
                open.push_back(pins_.at(name));
            }
        }
    }

    std::vector<std::string> path_of(const Asking& first) const {
        std::vector<std::string> path = first.who;
        std::set<PackageName> seen;
        for (const Asking* step = &first; step->by != nullptr;) {
            const auto way = ways_.find(step->by->name);
            if (way == ways_.end() || !seen.insert(step->by->name).second) break;
            step = way->second;
            path.insert(path.end(), step->who.begin(), step->who.end());
        }
        return path;
    }

    std::string why_not(const Candidate& candidate, const Pin& pin) {
        const Version& version = candidate.filename.version;
        for (const Asking& asking : asking_[pin.name]) {
            if (asking.requirement.specifiers.contains(version)) continue;
            return fmt::format("{} asks for {}", asking.who.front(),
                               requirement_text(asking.requirement));
        }
        for (const RootRequirement& constraint : request_.constraints) {
            const Requirement& requirement = constraint.requirement;
            if (requirement.name != pin.name || !applies(requirement, {})) continue;
            if (requirement.specifiers.contains(version)) continue;
            return fmt::format("{} (constraint) allows {}", constraint.where.to_string(),
                               requirement_text(requirement));
        }
        if (candidate.is_sdist && is_wanted_less(candidate, pin))
            return "it is an sdist, and an older wheel will do";
        if (auto reason = why_unusable(candidate, pin)) return std::move(*reason);
        if (version.is_prerelease() && !pin.candidate.filename.version.is_prerelease())
            return "it is a pre-release, and nothing asks for one";
        return is_one_of_several_ ? "it does not go with the rest of the answer, or not on another "
                                    "target: all have the same version where they can"
                                  : "what it needs does not go with the rest of the answer";
    }

    std::optional<std::string> why_unusable(const Candidate& candidate, const Pin& pin) {
        try {
            const Result<SharedMetadata> metadata = source_.metadata(candidate);
            if (!metadata) return metadata.error().message;
            const auto& python = (*metadata)->requires_python;
            if (python && !admits_python(*python, target_)) {
                return fmt::format("it needs Python {}, the target has {}", python->to_string(),
                                   target_.python_full_version.to_string());
            }
            return why_unmet(**metadata, pin);
        } catch (const Error& error) {
            return error.message();  // a damaged file that nobody has chosen
        }
    }

    std::optional<std::string> why_unmet(const Metadata& metadata, const Pin& pin) {
        for (const SharedRequirement& shared : metadata.requires_dist) {
            const Requirement& requirement = *shared;
            if (requirement.name == pin.name || !applies(requirement, pin.extras)) continue;
            const auto other = pins_.find(requirement.name);
            if (other != pins_.end()) {
                const Version& chosen = other->second->candidate.filename.version;
                if (requirement.specifiers.contains(chosen)) continue;
                return fmt::format("it needs {}, and {} is {} here", requirement_text(requirement),
                                   requirement.name.to_string(), chosen.to_string());
            }
            const Project& project = source_.project(requirement.name);
            const bool exists = std::ranges::any_of(project.candidates, [&](const Candidate& c) {
                return requirement.specifiers.contains(c.filename.version);
            });
            if (!exists) {
                return fmt::format("it needs {}, and there is none", requirement_text(requirement));
            }
        }
        return std::nullopt;
    }

    const Resolution& resolution_;
    const ResolutionRequest& request_;
    const Target& target_;
    CandidateSource& source_;
    bool is_one_of_several_;
    std::map<PackageName, const Pin*> pins_;
    std::map<PackageName, std::vector<Asking>> asking_;  // the user's lines first
    std::map<PackageName, const Asking*> ways_;
};

void add_passed_over(std::vector<std::string>& lines, std::string_view title,
                     const std::vector<PassedOver>& passed_over) {
    if (passed_over.empty()) return;
    lines.push_back(fmt::format("  {}:", title));
    for (std::size_t i = 0; i < passed_over.size() && i < kMostListed; ++i)
        lines.push_back(fmt::format("    {}: {}", passed_over[i].what, passed_over[i].reason));
    if (passed_over.size() > kMostListed)
        lines.push_back(fmt::format("    and {} more", passed_over.size() - kMostListed));
}

}  // namespace

std::vector<Explanation> explain(const Resolution& resolution, const ResolutionRequest& request,
                                 const Target& target, CandidateSource& source,
                                 bool is_one_of_several) {
    Explaining explaining(resolution, request, target, source, is_one_of_several);
    std::vector<Explanation> explanations;
    for (const Pin& pin : resolution.pins) explanations.push_back(explaining.of(pin));
    return explanations;
}

std::vector<std::string> to_lines(const Explanation& explanation) {
    std::vector<std::string> lines{fmt::format("{} {}  {}", explanation.name.to_string(),
                                               explanation.version, explanation.file)};
    std::size_t width = 0;
    for (const ExplainedDemand& demand : explanation.demands)
        width = std::max(width, demand.requirement.size());
    for (const ExplainedDemand& demand : explanation.demands) {
        lines.push_back(
            fmt::format("  {:<{}}  <- {}", demand.requirement, width, join(demand.path, " <- ")));
    }
    add_passed_over(lines, "newer versions", explanation.newer);
    add_passed_over(lines, "files that do not fit", explanation.files);
    return lines;
}

}  // namespace pexpack
