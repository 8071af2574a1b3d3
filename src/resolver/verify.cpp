#include "pexpack/resolver/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

namespace pexpack {

namespace {

class Verification {
  public:
    Verification(const std::vector<Pin>& pins, const Target& target) : target_(target) {
        for (const Pin& pin : pins) pins_.emplace(pin.name, &pin);
    }

    std::vector<std::string> run(const std::vector<Pin>& pins, const ResolutionRequest& request) {
        for (const Pin& pin : pins) check_fits(pin);
        for (const RootRequirement& root : request.requirements) {
            if (applies(root.requirement, {}, root.where.to_string()))
                demand(root.requirement, root.where.to_string());
        }
        follow();
        for (const RootRequirement& constraint : request.constraints) check_constraint(constraint);
        for (const Pin& pin : pins) {
            if (!reached_.contains(pin.name))
                problems_.push_back(fmt::format("nothing needs {}", pin.name.to_string()));
        }
        return std::move(problems_);
    }

  private:
    void check_fits(const Pin& pin) {
        const WheelFilename& wheel = pin.candidate.filename;
        if (!target_.tags.rank(wheel.tags))
            problems_.push_back(fmt::format("{} does not fit the target", wheel.text));
        const auto& python = pin.metadata->requires_python;
        if (python && !admits_python(*python, target_)) {
            problems_.push_back(fmt::format("{} needs Python {}", wheel.text, python->to_string()));
        }
    }

    bool applies(const Requirement& requirement, const std::string& extra,
                 const std::string& whose) {
        if (!requirement.marker) return true;
        const auto value = requirement.marker->evaluate(target_.markers, extra);
        if (!value) problems_.push_back(fmt::format("a marker of {} has no value", whose));
        return value && *value;
    }

    void demand(const Requirement& requirement, const std::string& whose) {
        const auto found = pins_.find(requirement.name);
        if (found == pins_.end()) {
            problems_.push_back(
                fmt::format("{} needs {}, which is missing", whose, requirement.name.to_string()));
            return;
        }
        const Pin& pin = *found->second;
        if (!requirement.specifiers.contains(pin.candidate.filename.version)) {
            problems_.push_back(fmt::format("{} needs {}, not {}", whose, requirement.to_string(),
                                            pin.candidate.filename.version.to_string()));
        }
        visit(pin, {});
        for (const std::string& extra : requirement.extras) visit(pin, normalized_name(extra));
    }

    void visit(const Pin& pin, const std::string& extra) {
        reached_.insert(pin.name);
        if (visited_.emplace(pin.name, extra).second) open_.emplace_back(&pin, extra);
    }

    void follow() {
        while (!open_.empty()) {
            const auto [pin, extra] = open_.back();
            open_.pop_back();
            const auto& declared = pin->metadata->provides_extra;
            if (!extra.empty() && std::ranges::find(declared, extra) == declared.end()) continue;
            for (const SharedRequirement& requirement : pin->metadata->requires_dist) {
                const std::string& whose = pin->candidate.filename.text;
                if (applies(*requirement, extra, whose)) demand(*requirement, whose);
            }
        }
    }

    void check_constraint(const RootRequirement& constraint) {
        const auto found = pins_.find(constraint.requirement.name);
        if (found == pins_.end() ||
            !applies(constraint.requirement, {}, constraint.where.to_string()))
            return;
        const Version& version = found->second->candidate.filename.version;
        if (!constraint.requirement.specifiers.contains(version)) {
            problems_.push_back(fmt::format("{} allows {}, not {}", constraint.where.to_string(),
                                            constraint.requirement.to_string(),
                                            version.to_string()));
        }
    }

    const Target& target_;
    std::unordered_map<PackageName, const Pin*> pins_;
    std::set<PackageName> reached_;
    std::set<std::pair<PackageName, std::string>> visited_;
    std::vector<std::pair<const Pin*, std::string>> open_;
    std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> verify_resolution(const std::vector<Pin>& pins,
                                           const ResolutionRequest& request, const Target& target) {
    return Verification(pins, target).run(pins, request);
}

}  // namespace pexpack
