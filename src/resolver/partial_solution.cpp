#include "partial_solution.hpp"

#include <algorithm>
#include <utility>

#include "pexpack/support/check.hpp"

namespace pexpack {

void PartialSolution::ensure_node(NodeId node, std::size_t state_count) {
    PEXPACK_CHECK(node <= nodes_.size());
    if (node == nodes_.size())
        nodes_.push_back({.allowed = StateSet::all(state_count), .steps = {}});
}

void PartialSolution::push(Assignment assignment) {
    NodeState& node = nodes_[assignment.node];
    node.allowed = assignment.allowed;
    node.steps.push_back(steps_.size());
    steps_.push_back(std::move(assignment));
}

void PartialSolution::decide(NodeId node, std::size_t state) {
    ++level_;
    StateSet chosen = StateSet::single(nodes_[node].allowed.size(), state);
    push({.node = node, .own = chosen, .allowed = chosen, .level = level_, .cause = std::nullopt});
    nodes_[node].decided = true;
    nodes_[node].decision = state;
}

void PartialSolution::derive(const Term& excluded, IncompatibilityId cause) {
    StateSet own = excluded.states.complement();
    StateSet allowed = nodes_[excluded.node].allowed;
    allowed &= own;
    push({.node = excluded.node,
          .own = std::move(own),
          .allowed = std::move(allowed),
          .level = level_,
          .cause = cause});
}

std::vector<NodeId> PartialSolution::backtrack(std::size_t level) {
    std::vector<NodeId> undecided;
    while (!steps_.empty() && steps_.back().level > level) {
        const Assignment& last = steps_.back();
        NodeState& node = nodes_[last.node];
        if (!last.cause) {
            node.decided = false;
            undecided.push_back(last.node);
        }
        node.steps.pop_back();
        node.allowed = node.steps.empty() ? StateSet::all(node.allowed.size())
                                          : steps_[node.steps.back()].allowed;
        steps_.pop_back();
    }
    level_ = level;
    return undecided;
}

const StateSet* PartialSolution::allowed_before_decision(NodeId node) const {
    const std::vector<std::size_t>& steps = nodes_[node].steps;
    const auto decision = std::ranges::find_if(
        steps, [&](std::size_t index) { return !steps_[index].cause.has_value(); });
    if (decision == steps.end() || decision == steps.begin()) return nullptr;
    return &steps_[*std::prev(decision)].allowed;
}

std::size_t PartialSolution::decision_level(NodeId node) const {
    for (const std::size_t index : nodes_[node].steps) {
        if (!steps_[index].cause) return steps_[index].level;
    }
    report_bug("a decided node has a decision", __FILE__, __LINE__);
}

Relation PartialSolution::relation(const Term& term) const {
    const StateSet& allowed = nodes_[term.node].allowed;
    if (allowed.is_subset_of(term.states)) return Relation::kSatisfied;
    if (allowed.is_disjoint_from(term.states)) return Relation::kContradicted;
    return Relation::kInconclusive;
}

std::size_t PartialSolution::satisfier(const Term& term, const StateSet* with) const {
    if (with != nullptr && with->is_subset_of(term.states)) return npos;
    const auto satisfied_after = [&](std::size_t index) {
        const StateSet& known = steps_[index].allowed;
        return with != nullptr ? (known & *with).is_subset_of(term.states)
                               : known.is_subset_of(term.states);
    };
    // What is allowed only shrinks, so the first such step can be found by halving.
    const std::vector<std::size_t>& steps = nodes_[term.node].steps;
    const auto first = std::ranges::partition_point(
        steps, [&](std::size_t index) { return !satisfied_after(index); });
    PEXPACK_CHECK(first != steps.end());
    return *first;
}

}  // namespace pexpack
