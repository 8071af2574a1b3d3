// Which package the solver decides on next, and on which version.
//
// As long as nothing is in its way the order is pip's: pinned packages first, then those with an
// upper bound, then the user's in the order of the lines, then those with any bound, then as they
// became known. A package that took part in a conflict comes before all those: first what has one
// version left, then what was in the most and the latest conflicts. Where the trouble is the search
// has to be narrow, and what it learns there holds for the rest.
//
// How long a search takes is a matter of luck: a first choice that is wrong can cost a thousand
// times what another costs. So it starts again from time to time, after 8, 8, 16, 8, 8, 16, 32 …
// conflicts (Luby's sequence), with all that was learnt; what then comes first is what was in
// conflict lately.
#include <algorithm>
#include <bit>
#include <tuple>

#include "pexpack/support/check.hpp"
#include "solver.hpp"

namespace pexpack {

namespace {

// 1 1 2 1 1 2 4 1 1 2 1 1 2 4 8 …, counted from 1.
std::size_t luby(std::size_t position) {
    for (;;) {
        const std::size_t power = std::bit_ceil(position + 1);
        if (power == position + 1) return power / 2;
        position -= power / 2 - 1;
    }
}

}  // namespace

Rank Solver::rank(NodeId node) const {
    const NodeId base = problem_.node(node).base;
    const Urgency& urgency = problem_.urgency(base);
    return {.is_extra = node != base,
            .is_not_pinned = !urgency.is_pinned,
            .has_no_upper_bound = !urgency.has_upper_bound,
            .line = urgency.line,
            .has_no_bound = !urgency.has_bound,
            .node = node};
}

// It has to be present, and in which version is not decided.
bool Solver::is_open(NodeId node) const {
    return !solution_.is_decided(node) && !solution_.allowed(node).contains(0);
}

void Solver::enqueue(NodeId node) {
    if (nodes_[node].conflicts == 0 && is_open(node)) open_.push(rank(node));
}

// What new facts ask of a package may make it more urgent than it was.
void Solver::enqueue_all_in(IncompatibilityId first_fact) {
    for (auto id = first_fact; id < incompatibilities_.size(); ++id) {
        for (const Term& term : incompatibilities_[id].terms) {
            const Node& base = problem_.node(problem_.node(term.node).base);
            enqueue(base.base);
            for (const NodeId extra : base.proxies) enqueue(extra);
        }
    }
}

std::optional<NodeId> Solver::next_in_conflict() const {
    const auto order = [&](NodeId node) {
        const bool is_settled = solution_.allowed(node).count() == 1;
        return std::tuple(!is_settled, -nodes_[node].activity, rank(node));
    };
    std::optional<NodeId> best;
    for (const NodeId node : in_conflict_) {
        if (is_open(node) && (!best || order(node) < order(*best))) best = node;
    }
    return best;
}

std::optional<NodeId> Solver::next_node() {
    if (const auto node = next_in_conflict()) return node;
    while (!open_.empty()) {
        const Rank first = open_.top();
        const bool is_waiting = nodes_[first.node].conflicts == 0 && is_open(first.node);
        if (is_waiting && first == rank(first.node)) return first.node;
        open_.pop();
        if (is_waiting) open_.push(rank(first.node));
    }
    return std::nullopt;
}

void Solver::blame(NodeId node) {
    if (nodes_[node].conflicts++ == 0) in_conflict_.push_back(node);
    nodes_[node].activity += blame_;
}

// Older blame counts less: instead of making it smaller the new is made larger.
void Solver::count_conflict() {
    constexpr double kGrowth = 1 / 0.9;
    constexpr double kLargest = 1e100;
    ++conflicts_since_restart_;
    blame_ *= kGrowth;
    if (blame_ < kLargest) return;
    for (NodeState& node : nodes_) node.activity /= kLargest;
    blame_ /= kLargest;
}

bool Solver::restart_is_due() {
    constexpr std::size_t kUnit = 8;
    if (conflicts_since_restart_ < kUnit * luby(restarts_ + 1)) return false;
    ++restarts_;
    conflicts_since_restart_ = 0;
    return true;
}

std::size_t Solver::preferred_state(NodeId node) const {
    const NodeId base = problem_.node(node).base;
    const StateSet& allowed = solution_.allowed(node);
    if (node != base && solution_.is_decided(base) && allowed.contains(solution_.decision(base))) {
        return solution_.decision(base);
    }
    const StateSet& prereleases = problem_.prereleases(base);
    const bool wanted = prereleases.is_empty() || prereleases_wanted(base);
    std::size_t newest_of_any = 0;
    for (std::size_t state = allowed.size() - 1; state > 0; --state) {
        if (!allowed.contains(state)) continue;
        if (wanted || !prereleases.contains(state)) return state;
        if (newest_of_any == 0) newest_of_any = state;
    }
    // Only pre-releases are left. Whether that will do shows at the end, when all who might ask for
    // one are known.
    PEXPACK_CHECK(newest_of_any != 0);
    return newest_of_any;
}

// The version that was chosen. For a package that is in conflict others too, the newest first and
// twice as many with each conflict: a demand that all of them make is learnt at once then, and not
// with a conflict each.
std::vector<std::size_t> Solver::versions_to_read(NodeId node, std::size_t version) {
    constexpr std::size_t kMostDoublings = 20;
    NodeState& state = nodes_[node];
    std::vector<std::size_t> versions;
    if (!state.expanded[version]) versions.push_back(version);
    if (state.conflicts == 0) return versions;
    std::size_t ahead = std::size_t{2} << std::min(state.conflicts, kMostDoublings);
    const StateSet& allowed = solution_.allowed(node);
    for (std::size_t other = state.expanded.size(); other-- > 0 && ahead > 0;) {
        if (!allowed.contains(other + 1)) continue;
        --ahead;
        if (other == version || state.expanded[other]) continue;
        // What cannot be read is an error when it is chosen, not before.
        if (problem_.is_readable(node, other)) versions.push_back(other);
    }
    return versions;
}

// pip lets a later demand revise an earlier choice: `a` newest and an older `b` that can live with
// it give way to `b` newest and an older `a`. If the version just read has such a demand on a
// package that was decided and could be otherwise, goes back to before that decision and makes the
// node come first; at most once for two packages.
bool Solver::give_way(NodeId node, std::size_t version, IncompatibilityId first_fact) {
    for (auto id = first_fact; id < incompatibilities_.size(); ++id) {
        const std::vector<Term>& terms = incompatibilities_[id].terms;
        if (!std::holds_alternative<FromDependency>(incompatibilities_[id].cause)) continue;
        if (terms.size() != 2) continue;
        const bool node_is_first = terms[0].node == node;
        const Term& asks = terms[node_is_first ? 0 : 1];
        const Term& refuses = terms[node_is_first ? 1 : 0];
        if (asks.node != node || !asks.states.contains(version + 1)) continue;
        if (!solution_.is_decided(refuses.node)) continue;
        if (!refuses.states.contains(solution_.decision(refuses.node))) continue;
        const StateSet* before = solution_.allowed_before_decision(refuses.node);
        if (before == nullptr || before->is_subset_of(refuses.states)) continue;
        if (!gave_way_.emplace(node, refuses.node).second) continue;
        blame(node);
        backtrack(solution_.decision_level(refuses.node) - 1);
        return true;
    }
    return false;
}

void Solver::decide(NodeId node) {
    const std::size_t state = preferred_state(node);
    const std::size_t version = state - 1;
    const std::vector<std::size_t> versions = versions_to_read(node, version);
    if (!versions.empty()) {
        const auto first_fact = static_cast<IncompatibilityId>(incompatibilities_.size());
        for (const std::size_t read : versions) nodes_[node].expanded[read] = true;
        add_all(problem_.facts_of(node, versions));
        enqueue_all_in(first_fact);
        review_forbidden_prereleases();
        // What was read may strike this very version out, so it is not decided on yet.
        give_way(node, version, first_fact);
        return;
    }
    solution_.decide(node, state);
    mark_changed(node);
    if (problem_.node(node).base == node) add_all(problem_.link_facts(node, version));
}

std::vector<Choice> Solver::choices() const {
    std::vector<Choice> choices;
    for (NodeId node = 0; node < solution_.node_count(); ++node) {
        if (is_chosen(node)) choices.push_back({node, solution_.decision(node) - 1});
    }
    return choices;
}

}  // namespace pexpack
