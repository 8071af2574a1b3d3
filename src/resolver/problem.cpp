#include "problem.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pexpack/support/check.hpp"

namespace pexpack {

namespace {

std::string words_of(const Requirement& requirement) {
    std::string text = requirement.name.to_string();
    for (const std::string& extra : requirement.extras) text += "[" + extra;
    return text + " " + requirement.specifiers.to_string();
}

}  // namespace

Problem::Problem(const ResolutionRequest& request, const Target& target, CandidateSource& source)
    : request_(request), target_(target), source_(source) {}

const std::vector<Candidate>& Problem::candidates(NodeId id) const {
    return project(id).candidates;
}

const Project& Problem::project(NodeId id) const {
    return packages_[nodes_[id].base].project;
}

NodeId Problem::node_of(const PackageName& name, const std::string& extra) {
    const auto key = std::pair(name, extra);
    const auto known = node_ids_.find(key);
    if (known != node_ids_.end()) return known->second;
    const auto base = extra.empty() ? static_cast<NodeId>(nodes_.size()) : node_of(name, {});
    const auto id = static_cast<NodeId>(nodes_.size());
    nodes_.push_back({.name = name, .extra = extra, .base = base, .proxies = {}});
    packages_.push_back(extra.empty() ? package_of(name) : Package{});
    demands_.emplace_back();
    states_.emplace_back();
    node_ids_.emplace(key, id);
    if (id != base) nodes_[base].proxies.push_back(id);
    return id;
}

Problem::Package Problem::package_of(const PackageName& name) {
    Package package;
    package.project = source_.project(name);
    const std::vector<Candidate>& candidates = package.project.candidates;
    package.versions.resize(candidates.size());
    package.prereleases = StateSet::none(candidates.size() + 1);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (candidates[i].filename.version.is_prerelease()) package.prereleases.insert(i + 1);
    }
    return package;
}

const StateSet& Problem::states_of(NodeId node, const SpecifierSet& specifiers) {
    const NodeId base = nodes_[node].base;
    const std::string key = specifiers.to_string();
    const auto known = states_[base].find(key);
    if (known != states_[base].end()) return known->second;
    StateSet states = StateSet::none(state_count(base));
    const auto& versions = candidates(base);
    for (std::size_t i = 0; i < versions.size(); ++i) {
        if (specifiers.contains(versions[i].filename.version)) states.insert(i + 1);
    }
    return states_[base].emplace(key, std::move(states)).first->second;
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

void Problem::note_demand(const Requirement& requirement, const std::optional<Term>& parent) {
    const NodeId base = node_of(requirement.name, {});
    Package& package = packages_[base];
    for (const Specifier& clause : requirement.specifiers.clauses()) {
        using enum SpecifierOperator;
        package.urgency.has_bound = true;
        if (clause.is_pin()) package.urgency.is_pinned = true;
        const bool bounds = clause.op() == kLess || clause.op() == kLessEqual ||
                            clause.op() == kCompatible || clause.is_wildcard();
        if (bounds && clause.op() != kNotEqual) package.urgency.has_upper_bound = true;
    }
    if (package.prereleases.is_empty()) return;
    package.prerelease_demands.push_back(
        {.parent = parent,
         .wanted = states_of(base, requirement.specifiers),
         .opts_in = requirement.specifiers.opts_in_to_prereleases()});
}

void Problem::add_demand(std::vector<Incompatibility>& facts, const std::optional<Term>& parent,
                         const Requirement& requirement, const Cause& cause) {
    const auto add = [&](NodeId node) {
        Incompatibility fact{.terms = {}, .cause = cause};
        if (parent && parent->node != node) fact.terms.push_back(*parent);
        StateSet unwanted = states_of(node, requirement.specifiers).complement();
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
        const Requirement& requirement = request_.requirements[i].requirement;
        const SourceLocation& where = request_.requirements[i].where;
        if (!applies(requirement, {}, where.to_string())) continue;
        note_demand(requirement, std::nullopt);
        Urgency& urgency = packages_[node_of(requirement.name, {})].urgency;
        urgency.line = std::min(urgency.line, i);
        add_demand(facts, std::nullopt, requirement, FromRoot{i});
    }
    for (std::size_t i = 0; i < request_.constraints.size(); ++i) {
        const Requirement& constraint = request_.constraints[i].requirement;
        const SourceLocation& where = request_.constraints[i].where;
        if (!applies(constraint, {}, where.to_string())) continue;
        note_demand(constraint, std::nullopt);
        const NodeId node = node_of(constraint.name, {});
        StateSet unwanted = states_of(node, constraint.specifiers);
        unwanted.insert(0);  // absent is fine
        unwanted = unwanted.complement();
        if (unwanted.is_empty()) continue;
        facts.push_back({.terms = {{node, std::move(unwanted)}}, .cause = FromConstraint{i}});
    }
    return facts;
}

std::string Problem::unusable_because(const Result<SharedMetadata>& result) const {
    if (!result) return result.error().message;
    const auto& python = (*result)->requires_python;
    if (!python || admits_python(*python, target_)) return {};
    return fmt::format("needs Python {}, the target has {}", python->to_string(),
                       target_.python_full_version.to_string());
}

const SharedMetadata& Problem::load(NodeId base, std::size_t version) {
    LoadedVersion& loaded = packages_[base].versions[version];
    if (loaded.is_loaded) return loaded.metadata;
    Result<SharedMetadata> metadata = source_.metadata(candidates(base)[version]);
    loaded.is_loaded = true;
    loaded.unusable = unusable_because(metadata);
    loaded.is_unsound = !metadata;
    if (loaded.unusable.empty()) loaded.metadata = std::move(metadata).value();
    return loaded.metadata;
}

bool Problem::is_readable(NodeId node, std::size_t version) {
    const NodeId base = nodes_[node].base;
    try {
        const SharedMetadata& metadata = load(base, version);
        if (!metadata) return true;
        const std::string& whose = candidates(base)[version].filename.text;
        for (const Requirement& requirement : metadata->requires_dist) {
            applies(requirement, {}, whose);
            applies(requirement, nodes_[node].extra, whose);
        }
        return true;
    } catch (const Error&) {
        return false;
    }
}

const Metadata& Problem::metadata(NodeId id, std::size_t version) const {
    const LoadedVersion& loaded = packages_[nodes_[id].base].versions[version];
    PEXPACK_CHECK(loaded.metadata != nullptr);
    return *loaded.metadata;
}

const std::string& Problem::unusable_reason(NodeId id, std::size_t version) const {
    return packages_[nodes_[id].base].versions[version].unusable;
}

bool Problem::is_unsound(NodeId id, std::size_t version) const {
    return packages_[nodes_[id].base].versions[version].is_unsound;
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

std::vector<Incompatibility> Problem::facts_of(NodeId node,
                                               const std::vector<std::size_t>& versions) {
    const NodeId base = nodes_[node].base;
    const std::size_t size = state_count(base);
    std::vector<Incompatibility> facts;
    std::vector<std::size_t> usable;
    for (const std::size_t version : versions) {
        const StateSet chosen = StateSet::single(size, version + 1);
        if (!load(base, version)) {
            for (const NodeId ruled_out : {base, node}) {
                facts.push_back(
                    {.terms = {{ruled_out, chosen}}, .cause = FromUnusable{base, version}});
            }
            continue;
        }
        if (node != base) {
            facts.push_back(
                {.terms = {{node, chosen}, {base, chosen.complement()}}, .cause = FromExtraLink{}});
            std::ranges::sort(facts.back().terms, {}, &Term::node);
        }
        if (declares_extra(node, metadata(base, version))) usable.push_back(version);
    }
    add_dependencies(facts, node, usable);
    return facts;
}

// PEP 685 and pip: an extra that the version does not declare adds nothing, and that is said.
bool Problem::declares_extra(NodeId node, const Metadata& metadata) {
    const std::string& extra = nodes_[node].extra;
    if (extra.empty()) return true;
    return std::ranges::find(metadata.provides_extra, extra) != metadata.provides_extra.end();
}

void Problem::add_dependencies(std::vector<Incompatibility>& facts, NodeId node,
                               const std::vector<std::size_t>& versions) {
    const NodeId base = nodes_[node].base;
    const std::string extra = nodes_[node].extra;
    std::vector<std::string> words;  // of the demands that the versions make, in order
    std::set<std::string> seen;
    for (const std::size_t version : versions) {
        const Metadata& metadata = *packages_[base].versions[version].metadata;
        const std::string& whose = candidates(base)[version].filename.text;
        for (std::size_t i = 0; i < metadata.requires_dist.size(); ++i) {
            const Requirement& requirement = metadata.requires_dist[i];
            // What applies without an extra is the package's own demand, not the extra's.
            const bool own = applies(requirement, {}, whose);
            const bool wanted = extra.empty() ? own : !own && applies(requirement, extra, whose);
            if (!wanted) continue;
            std::string text = words_of(requirement);
            const auto [demand, is_new] = demands_[node].try_emplace(
                text, SharedDemand{StateSet::none(state_count(base)), version, i});
            demand->second.versions.insert(version + 1);
            if (seen.insert(text).second) words.push_back(std::move(text));
        }
    }
    for (const std::string& text : words) {
        const SharedDemand demand = demands_[node].at(text);
        const Requirement requirement =
            metadata(base, demand.version).requires_dist[demand.requirement];
        const Term parent{node, demand.versions};
        note_demand(requirement, parent);
        add_demand(facts, parent, requirement,
                   FromDependency{node, demand.versions, demand.version, demand.requirement});
    }
}

}  // namespace pexpack
