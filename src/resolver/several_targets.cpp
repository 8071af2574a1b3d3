// Newest-first answers of two targets differ where one of them lacks the wheel of the newest
// version. A common answer is looked for in three steps, each of which solves once for each target
// and costs milliseconds:
//
// 1. Every target is bound to the versions that another one has chosen, each in turn. That settles
//    the common case: the target with fewer wheels decides.
// 2. Every target is bound to the lowest of the versions chosen, and again while they differ: the
//    targets lack different wheels.
// 3. No version will do for all: the first target keeps its versions, the others take over as many
//    of them as they can.
#include "pexpack/resolver/several_targets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace pexpack {

namespace {

using Versions = std::map<PackageName, Version>;
using Targets = std::vector<TargetAndSource>;
using Resolutions = std::vector<Resolution>;

Versions versions_of(const Resolution& resolution) {
    Versions versions;
    for (const Pin& pin : resolution.pins)
        versions.emplace(pin.name, pin.candidate.filename.version);
    return versions;
}

// The request with each package bound to the version, should it be needed.
ResolutionRequest bound_to(const Versions& versions, const ResolutionRequest& request) {
    ResolutionRequest bound = request;
    for (const auto& [name, version] : versions) {
        const std::string text = fmt::format("{}=={}", name.to_string(), version.to_string());
        bound.constraints.push_back(
            {Requirement::parse(text).value(), {.file = "another target", .line = 0, .column = 0}});
    }
    return bound;
}

std::optional<Resolutions> resolve_all(const ResolutionRequest& request, const Targets& targets) {
    Resolutions resolutions;
    for (const TargetAndSource& each : targets) {
        ResolutionResult result = resolve(request, *each.target, *each.source);
        auto* resolution = std::get_if<Resolution>(&result);
        if (resolution == nullptr) return std::nullopt;
        resolutions.push_back(std::move(*resolution));
    }
    return resolutions;
}

std::optional<Resolutions> bound_to_one_of(const Resolutions& newest,
                                           const ResolutionRequest& request,
                                           const Targets& targets) {
    for (const Resolution& one : newest) {
        auto common = resolve_all(bound_to(versions_of(one), request), targets);
        if (common && differences(*common).empty()) return common;
    }
    return std::nullopt;
}

std::optional<Resolutions> bound_to_the_lowest(Resolutions resolutions,
                                               const ResolutionRequest& request,
                                               const Targets& targets) {
    constexpr int kMostRounds = 10;
    Versions lowest;
    for (int round = 0; round < kMostRounds; ++round) {
        for (const Difference& difference : differences(resolutions)) {
            for (const Resolution& resolution : resolutions) {
                const Versions versions = versions_of(resolution);
                const auto found = versions.find(difference.name);
                if (found == versions.end()) continue;
                const auto [known, is_new] = lowest.emplace(found->first, found->second);
                if (!is_new) known->second = std::min(known->second, found->second);
            }
        }
        auto next = resolve_all(bound_to(lowest, request), targets);
        if (!next) return std::nullopt;
        if (differences(*next).empty()) return next;
        resolutions = std::move(*next);
    }
    return std::nullopt;
}

// As many of the versions as the target can have: those that a conflict is about are let go.
Resolution nearest_to(Versions versions, const ResolutionRequest& request,
                      const TargetAndSource& each, Resolution newest) {
    while (!versions.empty()) {
        ResolutionResult result = resolve(bound_to(versions, request), *each.target, *each.source);
        if (auto* resolution = std::get_if<Resolution>(&result)) return std::move(*resolution);
        const std::size_t before = versions.size();
        for (const std::string& text : std::get<Conflict>(result).packages) {
            const auto name = PackageName::parse(text);
            if (name) versions.erase(*name);
        }
        if (versions.size() == before) break;
    }
    return newest;
}

}  // namespace

std::variant<std::vector<Resolution>, ConflictOnTarget> resolve_for_all(
    const ResolutionRequest& request, const std::vector<TargetAndSource>& targets) {
    Resolutions newest;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        ResolutionResult result = resolve(request, *targets[i].target, *targets[i].source);
        if (auto* conflict = std::get_if<Conflict>(&result))
            return ConflictOnTarget{std::move(*conflict), i};
        newest.push_back(std::get<Resolution>(std::move(result)));
    }
    if (differences(newest).empty()) return newest;
    if (auto common = bound_to_one_of(newest, request, targets)) return std::move(*common);
    if (auto common = bound_to_the_lowest(newest, request, targets)) return std::move(*common);
    const Versions wanted = versions_of(newest.front());
    for (std::size_t i = 1; i < targets.size(); ++i)
        newest[i] = nearest_to(wanted, request, targets[i], std::move(newest[i]));
    return newest;
}

std::vector<Difference> differences(const std::vector<Resolution>& resolutions) {
    std::map<PackageName, std::vector<std::string>> versions;
    for (std::size_t i = 0; i < resolutions.size(); ++i) {
        for (const Pin& pin : resolutions[i].pins) {
            auto& texts = versions[pin.name];
            texts.resize(resolutions.size());
            texts[i] = pin.candidate.filename.version.to_string();
        }
    }
    std::vector<Difference> result;
    for (auto& [name, texts] : versions) {
        std::set<Version> distinct;
        for (const std::string& text : texts) {
            if (!text.empty()) distinct.insert(Version::parse(text).value());
        }
        if (distinct.size() > 1) result.push_back({name, std::move(texts)});
    }
    return result;
}

}  // namespace pexpack
