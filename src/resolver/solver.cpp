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
//              made it true follows either from a decision or from another
//              incompatibility. Out of two incompatibilities that share a package comes a third one
//              without that step (`resolvent`); this is repeated until the cause lies in an earlier
//              decision than the last. The solver goes back to just after that one, and the new
//              incompatibility, which is kept, forbids going the same way again. An incompatibility
//              without terms is a proof that there is no answer.
//   decide     Otherwise a package that must be present gets its newest allowed version, its
//              METADATA is read and its dependencies become facts (choice.cpp).
//
// With sets of states the resolution rule is short: from {p in S, R} and {p in T, Q} follows {p in
// S ∪ T, R, Q}, because if R and Q hold then p is neither in S nor in T. Where S ∪ T is every
// state, the term says nothing and is left out; a package that occurs in both R and Q keeps the
// intersection.
#include "solver.hpp"

#include <algorithm>

#include "pexpack/support/check.hpp"

namespace pexpack {

IncompatibilityId Solver::add(Incompatibility incompatibility) {
    // A term that every state satisfies says nothing: a demand for a package without candidates is
    // a statement about whoever makes it.
    std::erase_if(incompatibility.terms, [](const Term& t) { return t.states.is_full(); });
    incompatibilities_.push_back(std::move(incompatibility));
    const auto id = static_cast<IncompatibilityId>(incompatibilities_.size() - 1);
    index(id);
    return id;
}

void Solver::meet_new_nodes() {
    while (solution_.node_count() < problem_.node_count()) {
        const auto node = static_cast<NodeId>(solution_.node_count());
        solution_.ensure_node(node, problem_.state_count(node));
        if (node < nodes_.size()) continue;
        nodes_.emplace_back();
        nodes_.back().expanded.resize(problem_.candidates(node).size());
    }
}

void Solver::index(IncompatibilityId id) {
    meet_new_nodes();
    const std::vector<Term>& terms = incompatibilities_[id].terms;
    if (terms.empty()) contradiction_ = id;
    watches_.resize(incompatibilities_.size());
    fresh_.push_back(id);
    seen_at_.push_back({.level = solution_.level(), .id = id});
}

// Back at that level, what was learnt above it has to be looked at again: it may tell something
// already here.
void Solver::backtrack(std::size_t level) {
    for (const NodeId node : solution_.backtrack(level)) enqueue(node);
    for (std::size_t i = seen_at_.size(); i-- > 0 && seen_at_[i].level > level;) {
        seen_at_[i].level = level;
        fresh_.push_back(seen_at_[i].id);
    }
}

void Solver::add_all(std::vector<Incompatibility> incompatibilities) {
    for (Incompatibility& incompatibility : incompatibilities) add(std::move(incompatibility));
}

void Solver::mark_changed(NodeId node) {
    if (nodes_[node].is_changed) return;
    nodes_[node].is_changed = true;
    changed_.push_back(node);
}

bool Solver::solve() {
    add_all(problem_.root_facts());
    for (;;) {
        if (!propagate()) {
            if (!finds_who_allows_a_prerelease()) return false;
            continue;
        }
        if (const auto node = next_node()) {
            if (restart_is_due()) {
                backtrack(0);
            } else {
                decide(*node);
            }
        } else if (!forbid_unwanted_prerelease()) {
            return true;
        }
    }
}

bool Solver::propagate() {
    while (!contradiction_) {
        const auto conflict = next_violated();
        if (!conflict) return true;
        // What waits is about steps that are taken back now; what stays true after that was looked
        // at before them, but for the incompatibilities that are new.
        for (const NodeId node : changed_) nodes_[node].is_changed = false;
        changed_.clear();
        resolve_conflict(*conflict);
        count_conflict();
    }
    return false;
}

// Looks at what is new and at the incompatibilities that watch a changed node, acting on each;
// gives back one that is violated.
std::optional<IncompatibilityId> Solver::next_violated() {
    for (;;) {
        if (!fresh_.empty()) {
            if (!act_on(fresh_.front())) return fresh_.front();
            fresh_.pop_front();
            continue;
        }
        if (changed_.empty()) return std::nullopt;
        const NodeId node = changed_.back();
        changed_.pop_back();
        nodes_[node].is_changed = false;
        // The newest first: what was learnt from a conflict says more than what it was learnt from.
        std::vector<Watcher>& watching = nodes_[node].watching;
        const std::uint64_t allowed = solution_.allowed(node).first_states();
        for (std::size_t i = watching.size(); i-- > 0;) {
            const auto [others, id] = watching[i];
            if ((allowed & others) != 0) continue;  // what it watches did not come true
            switch (review_watch(id, node)) {
                case Review::kGone:
                    watching.erase(watching.begin() + static_cast<std::ptrdiff_t>(i));
                    break;
                case Review::kOpen:
                    break;
                case Review::kOthersAreTrue:
                    if (!act_on_watched(id)) return id;
                    break;
            }
        }
    }
}

// Every incompatibility has two terms on watch, so that a change of another package costs nothing:
// while both are open or false it cannot tell anything. One that came true is replaced by another
// that is not; when there is none, the rest is true and the last has to be false. Of terms that are
// true those that came true last are watched, because going back opens them first.
void Solver::watch(IncompatibilityId id) {
    const std::vector<Term>& terms = incompatibilities_[id].terms;
    const auto when_true = [&](std::size_t position) {
        const Term& term = terms[position];
        return solution_.relation(term) == Relation::kSatisfied ? solution_.satisfier(term)
                                                                : PartialSolution::npos;
    };
    Watch chosen{.first = 0, .second = 0};
    std::size_t latest = 0;
    std::size_t second_latest = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const std::size_t when = when_true(i);
        if (i == 0 || when > latest) {
            chosen.second = chosen.first;
            second_latest = latest;
            chosen.first = i;
            latest = when;
        } else if (i == 1 || when > second_latest) {
            chosen.second = i;
            second_latest = when;
        }
    }
    watches_[id] = chosen;
    add_watcher(id, terms[chosen.first]);
    if (chosen.second != chosen.first) add_watcher(id, terms[chosen.second]);
}

void Solver::add_watcher(IncompatibilityId id, const Term& term) {
    nodes_[term.node].watching.push_back({.others = ~term.states.first_states(), .id = id});
}

// Moves a watch away from the node, if what it watches there came true and another term is not.
Solver::Review Solver::review_watch(IncompatibilityId id, NodeId node) {
    const std::vector<Term>& terms = incompatibilities_[id].terms;
    Watch& watch = watches_[id];
    const bool is_first = terms[watch.first].node == node;
    if (!is_first && terms[watch.second].node != node) return Review::kGone;
    std::size_t& watched = is_first ? watch.first : watch.second;
    if (solution_.relation(terms[watched]) != Relation::kSatisfied) return Review::kOpen;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (i == watch.first || i == watch.second) continue;
        if (solution_.relation(terms[i]) == Relation::kSatisfied) continue;
        watched = i;
        add_watcher(id, terms[i]);
        return Review::kGone;
    }
    return Review::kOthersAreTrue;
}

// Makes the last open term false when all others are true. False: all of them are true.
bool Solver::act_on(IncompatibilityId id) {
    if (incompatibilities_[id].terms.empty()) return true;
    watch(id);
    return act_on_watched(id);
}

// The same, when all terms but those on watch are known to be true or both of those to be open.
bool Solver::act_on_watched(IncompatibilityId id) {
    const std::vector<Term>& terms = incompatibilities_[id].terms;
    const Watch& watch = watches_[id];
    const Relation first = solution_.relation(terms[watch.first]);
    if (watch.first == watch.second) return obey(terms[watch.first], first, id);
    const Relation second = solution_.relation(terms[watch.second]);
    if (first == Relation::kSatisfied) return obey(terms[watch.second], second, id);
    if (second == Relation::kSatisfied) return obey(terms[watch.first], first, id);
    return true;
}

// All other terms are true.
bool Solver::obey(const Term& last, Relation relation, IncompatibilityId id) {
    if (relation == Relation::kSatisfied) return false;
    if (relation == Relation::kContradicted) return true;
    const bool was_open = is_open(last.node);
    solution_.derive(last, id);
    if (!was_open) enqueue(last.node);
    mark_changed(last.node);
    return true;
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
    const auto known_before = static_cast<IncompatibilityId>(incompatibilities_.size());
    for (;;) {
        std::vector<Term>& terms = incompatibilities_[conflict].terms;
        if (terms.empty()) {
            contradiction_ = conflict;
            return;
        }
        for (const Term& term : terms) blame(term.node);
        const auto [last, previous_level] = satisfaction(terms);
        const Assignment& satisfier = solution_.step(last);
        if (!satisfier.cause || previous_level < satisfier.level) {
            PEXPACK_CHECK(satisfier.level > 0);
            backtrack(previous_level);
            if (conflict >= known_before) {
                index(conflict);
            } else {
                fresh_.push_back(conflict);
            }
            return;
        }
        const IncompatibilityId learnt = resolvent(conflict, *satisfier.cause, satisfier.node);
        // Only the last of the chain is used again; of the others the causes are enough.
        if (conflict >= known_before) std::vector<Term>().swap(incompatibilities_[conflict].terms);
        conflict = learnt;
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
            if (both.states.is_full()) continue;
            learnt.terms.push_back(std::move(both));
        }
    }
    incompatibilities_.push_back(std::move(learnt));
    return static_cast<IncompatibilityId>(incompatibilities_.size() - 1);
}

}  // namespace pexpack
