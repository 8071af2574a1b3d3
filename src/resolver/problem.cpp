#include "problem.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pexpack/support/check.hpp"

namespace pexpack {

Problem::Problem(const ResolutionRequest& request, const Target& target, CandidateSource& source)
    : request_(request), target_(target), source_(source) {}

const std::vector<Candidate>& Problem::candidates(NodeId id) const {
    return project(id).candidates;
}

const Project& Problem::project(NodeId id) const {
    return projects_[nodes_[id].base];
}

NodeId Problem::node_of(const PackageName& name, const std::string& extra) {
    const auto key = std::pair(name, extra);
    const auto known = node_ids_.find(key);
    if (known != node_ids_.end()) return known->second;
    const auto base = extra.empty() ? static_cast<NodeId>(nodes_.size()) : node_of(name, {});
    const auto id = static_cast<NodeId>(nodes_.size());
    nodes_.push_back({.name = name, .extra = extra, .base = base, .proxies = {}});
    projects_.push_back(extra.empty() ? source_.project(name) : Project{});
    opt_ins_.emplace_back();
    node_ids_.emplace(key, id);
    if (id != base) nodes_[base].proxies.push_back(id);
    return id;
}

StateSet Problem::states_of(NodeId node, const Requirement& requirement) {
    const NodeId base = nodes_[node].base;
    const std::string key = fmt::format("{} {}", base, requirement.specifiers.to_string());
    const auto known = states_.find(key);
    if (known != states_.end()) return known->second;
    StateSet states = StateSet::none(state_count(base));
    const auto& versions = candidates(base);
    for (std::size_t i = 0; i < versions.size(); ++i) {
        if (requirement.specifiers.contains(versions[i].filename.version)) states.insert(i + 1);
    }
    states_.emplace(key, states);
    return states;
}

bool Problem::applies(const Requirement& requirement, const std::string& extra,
                      const std::string& whose) const {
    if (!requirement.marker) return true;
    const auto value = requirement.marker->evaluate(target_.markers, extra);
    if (value) return *value;
    throw Error(ErrorKind::kBadInput, fmt::format("the marker of `{}` ({}) has no value on {}: {}",
                                                  requirement.to_string(), whose,
                                                  target_.description, value.error().message))
        .hint(
            "describe the target completely: `--python EXE`, or a platform with all parts of the "
            "version");
}

void Problem::note_opt_in(const Requirement& requirement,
                          std::optional<std::pair<NodeId, std::size_t>> parent) {
    if (!requirement.specifiers.opts_in_to_prereleases()) return;
    opt_ins_[node_of(requirement.name, {})].push_back({parent});
}

void Problem::add_demand(std::vector<Incompatibility>& facts, const std::optional<Term>& parent,
                         const Requirement& requirement, const Cause& cause) {
    const auto add = [&](NodeId node) {
        Incompatibility fact{.terms = {}, .cause = cause};
        if (parent && parent->node != node) fact.terms.push_back(*parent);
        StateSet unwanted = states_of(node, requirement).complement();
        // A package that names itself (`a[all]` in an extra of `a`): both terms are about one node.
        if (parent && parent->node == node) unwanted &= parent->states;
        if (unwanted.is_empty()) return;
        fact.terms.push_back({node, std::move(unwanted)});
        std::ranges::sort(fact.terms, {}, &Term::node);
        facts.push_back(std::move(fact));
    };
    add(node_of(requirement.name, {}));
    for (const std::string& extra : requirement.extras) {
        add(node_of(requirement.name, normalized_name(extra)));
    }
}

std::vector<Incompatibility> Problem::root_facts() {
    std::vector<Incompatibility> facts;
    for (std::size_t i = 0; i < request_.requirements.size(); ++i) {
        const auto& [requirement, where] = request_.requirements[i];
        if (!applies(requirement, {}, where.to_string())) continue;
        note_opt_in(requirement, std::nullopt);
        add_demand(facts, std::nullopt, requirement, FromRoot{i});
    }
    for (std::size_t i = 0; i < request_.constraints.size(); ++i) {
        const auto& [constraint, where] = request_.constraints[i];
        if (!applies(constraint, {}, where.to_string())) continue;
        note_opt_in(constraint, std::nullopt);
        const NodeId node = node_of(constraint.name, {});
        StateSet unwanted = states_of(node, constraint);
        unwanted.insert(0);  // absent is fine
        unwanted = unwanted.complement();
        if (unwanted.is_empty()) continue;
        facts.push_back({.terms = {{node, std::move(unwanted)}}, .cause = FromConstraint{i}});
    }
    return facts;
}

std::string Problem::unusable_because(const Result<Metadata>& metadata) const {
    if (!metadata) return metadata.error().message;
    if (metadata->requires_python &&
        !metadata->requires_python->contains(target_.python_full_version)) {
        return fmt::format("needs Python {}, the target has {}",
                           metadata->requires_python->to_string(),
                           target_.python_full_version.to_string());
    }
    return {};
}

const std::optional<Metadata>& Problem::load(NodeId base, std::size_t version) {
    const auto known = loaded_.find({base, version});
    if (known != loaded_.end()) return known->second.metadata;
    Result<Metadata> metadata = source_.metadata(candidates(base)[version]);
    LoadedVersion loaded{.metadata = std::nullopt, .unusable = unusable_because(metadata)};
    if (loaded.unusable.empty()) loaded.metadata = std::move(metadata).value();
    return loaded_.emplace(std::pair(base, version), std::move(loaded)).first->second.metadata;
}

const Metadata& Problem::metadata(NodeId id, std::size_t version) const {
    const auto loaded = loaded_.find({nodes_[id].base, version});
    PEXPACK_CHECK(loaded != loaded_.end() && loaded->second.metadata.has_value());
    return *loaded->second.metadata;
}

std::string Problem::unusable_reason(NodeId id, std::size_t version) const {
    const auto loaded = loaded_.find({nodes_[id].base, version});
    return loaded == loaded_.end() ? std::string() : loaded->second.unusable;
}

std::vector<Incompatibility> Problem::link_facts(NodeId base, std::size_t version) {
    // Together these say: while the package has this version, each extra is absent or the same
    // version.
    std::vector<Incompatibility> facts;
    const std::size_t size = state_count(base);
    for (const NodeId proxy : nodes_[base].proxies) {
        if (!linked_.emplace(proxy, version).second) continue;
        StateSet other = StateSet::single(size, version + 1);
        other.insert(0);
        other = other.complement();
        if (other.is_empty()) continue;
        facts.push_back(
            {.terms = {{base, StateSet::single(size, version + 1)}, {proxy, std::move(other)}},
             .cause = FromExtraLink{}});
    }
    return facts;
}

std::vector<Incompatibility> Problem::facts_of(NodeId node, std::size_t version) {
    const NodeId base = nodes_[node].base;
    const std::string extra = nodes_[node].extra;
    const std::size_t size = state_count(base);
    const Term chosen{node, StateSet::single(size, version + 1)};
    std::vector<Incompatibility> facts;
    const std::optional<Metadata>& loaded = load(base, version);
    if (!loaded) {
        for (const NodeId ruled_out : {base, node}) {
            facts.push_back({.terms = {{ruled_out, StateSet::single(size, version + 1)}},
                             .cause = FromUnusable{base, version}});
        }
        return facts;
    }
    if (node != base) {
        facts.push_back(
            {.terms = {chosen, {base, StateSet::single(size, version + 1).complement()}},
             .cause = FromExtraLink{}});
        std::ranges::sort(facts.back().terms, {}, &Term::node);
    }
    const Metadata& metadata = *loaded;
    const std::string whose = candidates(base)[version].filename.text;
    // PEP 685 and pip: an extra that the version does not declare adds nothing, and that is said.
    if (!extra.empty() &&
        std::ranges::find(metadata.provides_extra, extra) == metadata.provides_extra.end()) {
        warnings_.push_back(fmt::format("`{}` {} has no extra `{}`", metadata.name.to_string(),
                                        metadata.version.to_string(), extra));
        return facts;
    }
    for (std::size_t i = 0; i < metadata.requires_dist.size(); ++i) {
        const Requirement& requirement = metadata.requires_dist[i];
        // What applies without an extra is the package's own demand, not the extra's.
        const bool own = applies(requirement, {}, whose);
        const bool wanted = extra.empty() ? own : !own && applies(requirement, extra, whose);
        if (!wanted) continue;
        note_opt_in(requirement, std::pair(node, version));
        add_demand(facts, chosen, requirement, FromDependency{node, version, i});
    }
    return facts;
}

}  // namespace pexpack
