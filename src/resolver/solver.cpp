// How the solver works.
//
// Every package is in one of finitely many states: absent, or one of its versions. A fact is an
// *incompatibility*: a list of terms "package p is in one of the states S" that cannot all be true.
// "a 2 needs b >= 3" is {a in {2}, b not in {3, 4, …}}. Constraints, unusable versions and the
// user's own requirements are of the same kind.
//
// The solver keeps for each package the set of states still allowed and works in rounds:
//
//   propagate  An incompatibility of which all terms but one are certainly true makes the last one
//              false: its states are struck out. That goes on until nothing changes.
//   conflict   If all terms of one are true, the facts contradict what was decided. The step that
//   made it true
//              follows either from a decision or from another incompatibility. Out of two
//              incompatibilities that share a package comes a third one without that step
//              (`resolvent`); this is repeated until the cause lies in an earlier decision than the
//              last. The solver goes back to just after that one, and the new incompatibility,
//              which is kept, forbids going the same way again. An incompatibility without terms is
//              a proof that there is no answer.
//   decide     Otherwise a package that must be present gets its newest allowed version, its
//   METADATA is read
//              and its dependencies become facts.
//
// With sets of states the resolution rule is short: from {p in S, R} and {p in T, Q} follows {p in
// S ∪ T, R, Q}, because if R and Q hold then p is neither in S nor in T. Where S ∪ T is every
// state, the term says nothing and is left out; a package that occurs in both R and Q keeps the
// intersection.
#include "solver.hpp"

#include <algorithm>
#include <tuple>

#include "pexpack/support/check.hpp"

namespace pexpack {

void Solver::add(Incompatibility incompatibility) {
    // A term that every state satisfies says nothing: a demand for a package without candidates is
    // a statement about whoever makes it.
    std::erase_if(incompatibility.terms,
                  [](const Term& t) { return t.states.complement().is_empty(); });
    incompatibilities_.push_back(std::move(incompatibility));
    index(static_cast<IncompatibilityId>(incompatibilities_.size() - 1));
}

void Solver::index(IncompatibilityId id) {
    while (solution_.node_count() < problem_.node_count()) {
        const auto node = static_cast<NodeId>(solution_.node_count());
        solution_.ensure_node(node, problem_.state_count(node));
        by_node_.emplace_back();
        conflict_count_.push_back(0);
        expanded_.emplace_back(problem_.candidates(node).size());
    }
    const std::vector<Term>& terms = incompatibilities_[id].terms;
    if (terms.empty()) contradiction_ = id;
    for (const Term& term : terms) {
        by_node_[term.node].push_back(id);
        changed_.push_back(term.node);
    }
}

void Solver::add_all(std::vector<Incompatibility> incompatibilities) {
    for (Incompatibility& incompatibility : incompatibilities) add(std::move(incompatibility));
}

bool Solver::solve() {
    add_all(problem_.root_facts());
    for (;;) {
        if (!propagate()) return false;
        const auto node = next_node();
        if (!node) return true;
        decide(*node);
    }
}

bool Solver::propagate() {
    while (!contradiction_ && !changed_.empty()) {
        const NodeId node = changed_.back();
        changed_.pop_back();
        const auto conflict = propagate_node(node);
        if (!conflict) continue;
        changed_.clear();
        resolve_conflict(*conflict);
    }
    return !contradiction_;
}

// Looks at every incompatibility that mentions the node; gives back one that is violated.
std::optional<IncompatibilityId> Solver::propagate_node(NodeId node) {
    // The newest first: what was learnt from a conflict says more than what it was learnt from.
    for (std::size_t i = by_node_[node].size(); i-- > 0;) {
        const IncompatibilityId id = by_node_[node][i];
        const Term* open = nullptr;
        bool can_act = true;
        for (const Term& term : incompatibilities_[id].terms) {
            const Relation relation = solution_.relation(term);
            if (relation == Relation::kSatisfied) continue;
            if (relation == Relation::kContradicted || open != nullptr) {
                can_act = false;
                break;
            }
            open = &term;
        }
        if (!can_act) continue;
        if (open == nullptr) return id;
        solution_.derive(*open, id);
        changed_.push_back(open->node);
    }
    return std::nullopt;
}

// When the terms, all true now, became so: the step that made the last of them true, and the level
// at which they would have been true already with nothing but that step on top.
Solver::Satisfaction Solver::satisfaction(const std::vector<Term>& terms) const {
    std::vector<std::size_t> satisfiers;
    for (const Term& term : terms) satisfiers.push_back(solution_.satisfier(term));
    const auto latest = std::ranges::max_element(satisfiers);
    const Term& last_term = terms[static_cast<std::size_t>(latest - satisfiers.begin())];
    std::size_t previous_level = 0;
    for (const std::size_t step : satisfiers) {
        if (step != *latest) previous_level = std::max(previous_level, solution_.step(step).level);
    }
    const std::size_t own_part = solution_.satisfier(last_term, &solution_.step(*latest).own);
    if (own_part != PartialSolution::npos) {
        previous_level = std::max(previous_level, solution_.step(own_part).level);
    }
    return {*latest, previous_level};
}

// Concludes what the conflict teaches, goes back as far as that reaches and leaves the lesson to
// propagate; or finds the contradiction.
void Solver::resolve_conflict(IncompatibilityId conflict) {
    const IncompatibilityId known_before =
        static_cast<IncompatibilityId>(incompatibilities_.size());
    for (;;) {
        const std::vector<Term>& terms = incompatibilities_[conflict].terms;
        if (terms.empty()) {
            contradiction_ = conflict;
            return;
        }
        for (const Term& term : terms) ++conflict_count_[term.node];
        const auto [last, previous_level] = satisfaction(terms);
        const Assignment& satisfier = solution_.step(last);
        if (!satisfier.cause || previous_level < satisfier.level) {
            PEXPACK_CHECK(satisfier.level > 0);
            solution_.backtrack(previous_level);
            if (conflict >= known_before) {
                index(conflict);
            } else {
                for (const Term& term : terms) changed_.push_back(term.node);
            }
            return;
        }
        conflict = resolvent(conflict, *satisfier.cause, satisfier.node);
    }
}

IncompatibilityId Solver::resolvent(IncompatibilityId conflict, IncompatibilityId cause,
                                    NodeId node) {
    Incompatibility learnt{.terms = {}, .cause = Derived{conflict, cause}};
    const auto& left = incompatibilities_[conflict].terms;
    const auto& right = incompatibilities_[cause].terms;
    auto a = left.begin();
    auto b = right.begin();
    while (a != left.end() || b != right.end()) {
        if (b == right.end() || (a != left.end() && a->node < b->node)) {
            learnt.terms.push_back(*a++);
        } else if (a == left.end() || b->node < a->node) {
            learnt.terms.push_back(*b++);
        } else {
            Term both = *a++;
            if (both.node == node) {
                both.states |= (b++)->states;
            } else {
                both.states &= (b++)->states;
            }
            if (both.states.complement().is_empty()) continue;
            learnt.terms.push_back(std::move(both));
        }
    }
    incompatibilities_.push_back(std::move(learnt));
    return static_cast<IncompatibilityId>(incompatibilities_.size() - 1);
}

// The next package to decide on: one that must be present. Those with one state left first, then
// those that were in most conflicts, then in the order in which they became known; an extra after
// its package.
std::optional<NodeId> Solver::next_node() const {
    std::optional<NodeId> best;
    const auto rank = [&](NodeId node) {
        const bool forced = solution_.allowed(node).count() == 1;
        const bool is_extra = problem_.node(node).base != node;
        return std::tuple(
            !forced, is_extra,
            conflict_count_[node] == 0 ? 0 : -static_cast<long>(conflict_count_[node]));
    };
    for (NodeId node = 0; node < solution_.node_count(); ++node) {
        if (solution_.is_decided(node) || solution_.allowed(node).contains(0)) continue;
        if (!best || rank(node) < rank(*best)) best = node;
    }
    return best;
}

bool Solver::prereleases_wanted(NodeId base) const {
    if (problem_.request().allow_prereleases) return true;
    return std::ranges::any_of(problem_.opt_ins(base), [&](const PrereleaseOptIn& opt_in) {
        if (!opt_in.parent_and_version) return true;
        const auto& [parent, version] = *opt_in.parent_and_version;
        return solution_.is_decided(parent) && solution_.decision(parent) == version + 1;
    });
}

std::size_t Solver::preferred_state(NodeId node) const {
    const NodeId base = problem_.node(node).base;
    const StateSet& allowed = solution_.allowed(node);
    if (node != base && solution_.is_decided(base) && allowed.contains(solution_.decision(base))) {
        return solution_.decision(base);
    }
    const auto& candidates = problem_.candidates(node);
    const bool prereleases = prereleases_wanted(base);
    std::size_t newest_of_any = 0;
    for (std::size_t state = candidates.size(); state > 0; --state) {
        if (!allowed.contains(state)) continue;
        if (newest_of_any == 0) newest_of_any = state;
        if (prereleases || !candidates[state - 1].filename.version.is_prerelease()) return state;
    }
    // Nothing but pre-releases is left: then they will do (PEP 440 "Handling of pre-releases").
    PEXPACK_CHECK(newest_of_any != 0);
    return newest_of_any;
}

void Solver::decide(NodeId node) {
    const std::size_t state = preferred_state(node);
    const std::size_t version = state - 1;
    if (!expanded_[node][version]) {
        expanded_[node][version] = true;
        add_all(problem_.facts_of(node, version));
        // A version that cannot be used is struck out by its own fact, not tried.
        if (!problem_.unusable_reason(node, version).empty()) return;
    }
    solution_.decide(node, state);
    changed_.push_back(node);
    if (problem_.node(node).base == node) add_all(problem_.link_facts(node, version));
}

std::vector<Choice> Solver::choices() const {
    std::vector<Choice> choices;
    for (NodeId node = 0; node < solution_.node_count(); ++node) {
        if (solution_.is_decided(node)) choices.push_back({node, solution_.decision(node) - 1});
    }
    return choices;
}

}  // namespace pexpack
