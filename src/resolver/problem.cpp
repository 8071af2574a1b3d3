#include "problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

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
    return *packages_[nodes_[id].base].project;
}

NodeId Problem::node_of(const PackageName& name, const std::string& extra) {
    const std::string with_extra = extra.empty() ? "" : name.to_string() + "[" + extra;
    const std::string& key = extra.empty() ? name.to_string() : with_extra;
    const auto known = node_ids_.find(key);
    if (known != node_ids_.end()) return known->second;
    const auto base = extra.empty() ? static_cast<NodeId>(nodes_.size()) : node_of(name, {});
    const auto id = static_cast<NodeId>(nodes_.size());
    nodes_.push_back({.name = name, .extra = extra, .base = base, .proxies = {}});
    packages_.push_back(extra.empty() ? package_of(name) : Package{});
    demands_.emplace_back();
    node_ids_.emplace(key, id);
    if (id != base) nodes_[base].proxies.push_back(id);
    return id;
}

Problem::Package Problem::package_of(const PackageName& name) {
    Package package;
    package.project = &source_.project(name);
    const std::vector<Candidate>& candidates = package.project->candidates;
    package.versions.resize(candidates.size());
    package.prereleases = StateSet::none(candidates.size() + 1);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (candidates[i].filename.version.is_prerelease()) package.prereleases.insert(i + 1);
    }
    return package;
}

StateSet Problem::states_of(NodeId base, const SpecifierSet& specifiers) const {
    StateSet states = StateSet::none(state_count(base));
    const auto& versions = candidates(base);
    for (std::size_t i = 0; i < versions.size(); ++i) {
        if (specifiers.contains(versions[i].filename.version)) states.insert(i + 1);
    }
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

Problem::Asked Problem::asked_by(const Requirement& requirement) {
    const NodeId base = node_of(requirement.name, {});
    note_bounds(base, requirement.specifiers);
    Asked asked{.nodes = {base},
                .states = states_of(base, requirement.specifiers),
                .opts_in = requirement.specifiers.opts_in_to_prereleases()};
    for (const std::string& extra : requirement.extras) {
        asked.nodes.push_back(node_of(requirement.name, normalized_name(extra)));
    }
    return asked;
}

void Problem::note_bounds(NodeId base, const SpecifierSet& specifiers) {
    Urgency& urgency = packages_[base].urgency;
    for (const Specifier& clause : specifiers.clauses()) {
        using enum SpecifierOperator;
        urgency.has_bound = true;
        if (clause.is_pin()) urgency.is_pinned = true;
        const bool bounds = clause.op() == kLess || clause.op() == kLessEqual ||
                            clause.op() == kCompatible || clause.is_wildcard();
        if (bounds && clause.op() != kNotEqual) urgency.has_upper_bound = true;
    }
}

void Problem::note_prerelease_demand(const Asked& asked, const std::optional<Term>& parent) {
    Package& package = packages_[asked.nodes.front()];
    if (package.prereleases.is_empty()) return;
    package.prerelease_demands.push_back(
        {.parent = parent, .wanted = asked.states, .opts_in = asked.opts_in});
}

void Problem::add_demand(std::vector<Incompatibility>& facts, const std::optional<Term>& parent,
                         const Asked& asked, const Cause& cause) {
    for (const NodeId node : asked.nodes) {
        StateSet unwanted = asked.states.complement();
        // A package that names itself (`a[all]` in an extra of `a`): both terms are about one node.
        if (parent && parent->node == node) unwanted &= parent->states;
        if (unwanted.is_empty()) continue;
        Incompatibility& fact = facts.emplace_back(Incompatibility{.terms = {}, .cause = cause});
        fact.terms.reserve(2);
        if (parent && parent->node != node) fact.terms.push_back(*parent);
        fact.terms.push_back({node, std::move(unwanted)});
        std::ranges::sort(fact.terms, {}, &Term::node);
    }
}

std::vector<Incompatibility> Problem::root_facts() {
    std::vector<Incompatibility> facts;
    for (std::size_t i = 0; i < request_.requirements.size(); ++i) {
        const Requirement& requirement = request_.requirements[i].requirement;
        const SourceLocation& where = request_.requirements[i].where;
        if (!applies(requirement, {}, where.to_string())) continue;
        const Asked asked = asked_by(requirement);
        note_prerelease_demand(asked, std::nullopt);
        Urgency& urgency = packages_[asked.nodes.front()].urgency;
        urgency.line = std::min(urgency.line, i);
        add_demand(facts, std::nullopt, asked, FromRoot{i});
    }
    for (std::size_t i = 0; i < request_.constraints.size(); ++i) {
        const Requirement& constraint = request_.constraints[i].requirement;
        const SourceLocation& where = request_.constraints[i].where;
        if (!applies(constraint, {}, where.to_string())) continue;
        const Asked asked = asked_by(constraint);
        note_prerelease_demand(asked, std::nullopt);
        const NodeId node = asked.nodes.front();
        StateSet unwanted = asked.states;
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
    // It may have to be built to be read.
    if (candidates(base)[version].is_sdist) return false;
    try {
        const SharedMetadata& metadata = load(base, version);
        if (!metadata) return true;
        const std::vector<Use>& uses = uses_of(base, version);
        const std::string& extra = nodes_[node].extra;
        if (extra.empty()) return true;
        const std::string& whose = candidates(base)[version].filename.text;
        for (std::size_t i = 0; i < uses.size(); ++i) {
            if (!uses[i].applies) applies(*metadata->requires_dist[i], extra, whose);
        }
        return true;
    } catch (const Error&) {
        return false;
    }
}

const SharedMetadata& Problem::shared_metadata(NodeId id, std::size_t version) const {
    const LoadedVersion& loaded = packages_[nodes_[id].base].versions[version];
    PEXPACK_CHECK(loaded.metadata != nullptr);
    return loaded.metadata;
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

const std::vector<Problem::Use>& Problem::uses_of(NodeId base, std::size_t version) {
    LoadedVersion& loaded = packages_[base].versions[version];
    const auto& requires_dist = loaded.metadata->requires_dist;
    if (loaded.uses.size() == requires_dist.size()) return loaded.uses;
    const std::string& whose = candidates(base)[version].filename.text;
    std::vector<Use> uses;
    uses.reserve(requires_dist.size());
    for (const SharedRequirement& requirement : requires_dist) {
        uses.push_back(use_of(*requirement, whose));
    }
    return loaded.uses = std::move(uses);
}

Problem::Use Problem::use_of(const Requirement& requirement, const std::string& whose) {
    const auto known = uses_.find(&requirement);
    if (known != uses_.end()) return known->second;
    const bool holds = applies(requirement, {}, whose);
    const auto next = static_cast<std::uint32_t>(words_.size());
    const std::uint32_t words = words_.try_emplace(words_of(requirement), next).first->second;
    return uses_.emplace(&requirement, Use{holds, words}).first->second;
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
    std::vector<std::uint32_t> words;  // of the demands that the versions make, in order
    std::unordered_set<std::uint32_t> seen;
    for (const std::size_t version : versions) {
        const auto& requires_dist = packages_[base].versions[version].metadata->requires_dist;
        const std::string& whose = candidates(base)[version].filename.text;
        const std::vector<Use>& uses = uses_of(base, version);
        for (std::size_t i = 0; i < uses.size(); ++i) {
            const Use use = uses[i];
            // What applies without an extra is the package's own demand, not the extra's.
            const bool wanted = extra.empty()
                                    ? use.applies
                                    : !use.applies && applies(*requires_dist[i], extra, whose);
            if (!wanted) continue;
            auto demand = demands_[node].find(use.words);
            if (demand == demands_[node].end()) {
                SharedDemand first{StateSet::none(state_count(base)), version, i};
                demand = demands_[node].emplace(use.words, std::move(first)).first;
            }
            demand->second.versions.insert(version + 1);
            if (seen.insert(use.words).second) words.push_back(use.words);
        }
    }
    for (const std::uint32_t which : words) {
        const SharedDemand demand = demands_[node].at(which);
        auto asked = asked_.find(which);
        if (asked == asked_.end()) {
            const SharedRequirement requirement =
                metadata(base, demand.version).requires_dist[demand.requirement];
            asked = asked_.emplace(which, asked_by(*requirement)).first;
        }
        const Term parent{node, demand.versions};
        note_prerelease_demand(asked->second, parent);
        add_demand(facts, parent, asked->second,
                   FromDependency{node, demand.versions, demand.version, demand.requirement});
    }
}

}  // namespace pexpack
