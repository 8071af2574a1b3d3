// pip's rule about pre-releases, for a whole answer.
//
// A pre-release may be chosen when somebody asks for pre-releases of the package (`--pre`, or a
// specifier that names one), or when no final version is in the range that everybody who is in the
// answer asks for together. It may not be chosen because the finals in that range have conflicts.
//
// "Everybody" is known only when all is decided, so the rule is applied then, to each pre-release
// that was chosen: where it does not hold, an incompatibility says so. That one rests on who is
// known to ask for the package. Should somebody become known later who asks for pre-releases, all
// that was concluded is forgotten, the facts are kept, and the search starts again. Before a
// request with such an incompatibility is said to have no answer, all that it could lead to is
// read.
#include <algorithm>

#include "solver.hpp"

namespace pexpack {

bool Solver::is_active(const PrereleaseDemand& demand) const {
    if (!demand.parent) return true;
    const NodeId parent = demand.parent->node;
    return solution_.is_decided(parent) && !nodes_[parent].is_superfluous &&
           demand.parent->states.contains(solution_.decision(parent));
}

// The finals that those who are decided leave.
StateSet Solver::finals_in_range(NodeId base) const {
    StateSet finals = problem_.prereleases(base).complement();
    finals &= StateSet::single(finals.size(), 0).complement();
    for (const PrereleaseDemand& demand : problem_.prerelease_demands(base)) {
        if (is_active(demand)) finals &= demand.wanted;
    }
    return finals;
}

bool Solver::prereleases_wanted(NodeId base) const {
    if (problem_.request().allow_prereleases) return true;
    const auto opts_in = [&](const PrereleaseDemand& demand) {
        return demand.opts_in && is_active(demand);
    };
    return std::ranges::any_of(problem_.prerelease_demands(base), opts_in) ||
           finals_in_range(base).is_empty();
}

// What such an incompatibility brings in although nobody in the answer needs it is no part of it.
void Solver::find_superfluous() {
    std::vector<std::vector<NodeId>> needs(nodes_.size());
    std::vector<NodeId> open;
    for (const Incompatibility& fact : incompatibilities_) {
        if (std::holds_alternative<FromRoot>(fact.cause)) open.push_back(fact.terms.front().node);
        const auto* demand = std::get_if<FromDependency>(&fact.cause);
        if (demand == nullptr || !solution_.is_decided(demand->dependent)) continue;
        if (!demand->versions.contains(solution_.decision(demand->dependent))) continue;
        for (const Term& term : fact.terms) needs[demand->dependent].push_back(term.node);
    }
    for (NodeState& node : nodes_) node.is_superfluous = true;
    while (!open.empty()) {
        const NodeId node = open.back();
        open.pop_back();
        if (!nodes_[node].is_superfluous) continue;
        nodes_[node].is_superfluous = false;
        open.insert(open.end(), needs[node].begin(), needs[node].end());
    }
}

// A pre-release in the answer that may not be there.
std::optional<NodeId> Solver::unwanted_prerelease() const {
    for (NodeId node = 0; node < solution_.node_count(); ++node) {
        if (problem_.node(node).base != node || !is_chosen(node)) continue;
        if (!problem_.prereleases(node).contains(solution_.decision(node))) continue;
        if (!prereleases_wanted(node)) return node;
    }
    return std::nullopt;
}

bool Solver::is_chosen(NodeId node) const {
    return solution_.is_decided(node) && solution_.decision(node) != 0 &&
           !nodes_[node].is_superfluous;
}

// "Not a pre-release while none of those who would allow it is in." Those are who asks for one, and
// who does not want the newest of the finals.
Incompatibility Solver::prerelease_fact(NodeId node, std::size_t newest_final) const {
    std::map<NodeId, StateSet> allowing;
    for (const PrereleaseDemand& demand : problem_.prerelease_demands(node)) {
        if (!demand.parent || demand.parent->node == node) continue;
        if (!demand.opts_in && demand.wanted.contains(newest_final)) continue;
        const auto [known, is_new] = allowing.emplace(demand.parent->node, demand.parent->states);
        if (!is_new) known->second |= demand.parent->states;
    }
    Incompatibility fact{.terms = {{node, problem_.prereleases(node)}},
                         .cause = FromPrerelease{node}};
    for (const auto& [parent, states] : allowing)
        fact.terms.push_back({parent, states.complement()});
    return fact;
}

// False: the answer has none.
bool Solver::forbid_unwanted_prerelease() {
    if (!forbidden_prereleases_.empty()) find_superfluous();
    const auto node = unwanted_prerelease();
    if (!node) return false;
    const StateSet finals = finals_in_range(*node);
    std::size_t newest = finals.size() - 1;
    while (!finals.contains(newest)) --newest;
    Incompatibility fact = prerelease_fact(*node, newest);
    const bool is_kept_by_superfluous = std::ranges::any_of(fact.terms, [&](const Term& term) {
        return nodes_[term.node].is_superfluous && solution_.is_decided(term.node) &&
               !term.states.contains(solution_.decision(term.node));
    });
    if (is_kept_by_superfluous) {
        fact.terms.clear();
        for (NodeId chosen = 0; chosen < nodes_.size(); ++chosen) {
            if (is_chosen(chosen)) fact.terms.push_back({chosen, solution_.allowed(chosen)});
        }
    }
    for (const Term& term : fact.terms) {
        // Whoever is not in by now stays out, unless the conflict that follows brings it in.
        if (solution_.is_decided(term.node)) continue;
        solution_.decide(term.node, 0);
        mark_changed(term.node);
    }
    std::ranges::sort(fact.terms, {}, &Term::node);
    forbidden_prereleases_[*node] = {problem_.prerelease_demands(*node).size(), newest};
    for (NodeState& state : nodes_) state.is_superfluous = false;
    add(std::move(fact));
    return true;
}

// What was forbidden while less was known is looked at anew when that mattered.
void Solver::review_forbidden_prereleases() {
    for (auto& [node, forbidden] : forbidden_prereleases_) {
        const auto& demands = problem_.prerelease_demands(node);
        const auto allows = [&](const PrereleaseDemand& demand) {
            return demand.opts_in || !demand.wanted.contains(forbidden.newest_final);
        };
        const auto first_new =
            demands.begin() + static_cast<std::ptrdiff_t>(forbidden.known_demands);
        if (std::any_of(first_new, demands.end(), allows)) {
            forget_what_was_concluded();
            return;
        }
        forbidden.known_demands = demands.size();
    }
}

// Whether somebody who was never looked at allows a pre-release that was forbidden: then the
// contradiction is forgotten with all else.
bool Solver::finds_who_allows_a_prerelease() {
    for (NodeId node = 0; !forbidden_prereleases_.empty() && node < nodes_.size(); ++node) {
        std::vector<std::size_t> unread;
        for (std::size_t version = 0; version < nodes_[node].expanded.size(); ++version) {
            if (nodes_[node].expanded[version] || !problem_.is_readable(node, version)) continue;
            nodes_[node].expanded[version] = true;
            unread.push_back(version);
        }
        if (unread.empty()) continue;
        add_all(problem_.facts_of(node, unread));
        review_forbidden_prereleases();
        if (forbidden_prereleases_.empty()) return true;
    }
    return false;
}

void Solver::forget_what_was_concluded() {
    std::vector<Incompatibility> facts;
    for (Incompatibility& incompatibility : incompatibilities_) {
        const Cause& cause = incompatibility.cause;
        if (std::holds_alternative<Derived>(cause) || std::holds_alternative<FromPrerelease>(cause))
            continue;
        facts.push_back(std::move(incompatibility));
    }
    solution_ = PartialSolution();
    for (NodeState& node : nodes_) {
        node.watching.clear();
        node.is_changed = false;
    }
    contradiction_.reset();
    open_ = {};
    changed_.clear();
    fresh_.clear();
    seen_at_.clear();
    forbidden_prereleases_.clear();
    incompatibilities_.clear();
    watches_.clear();
    add_all(std::move(facts));
}

}  // namespace pexpack
