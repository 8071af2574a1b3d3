// PubGrub: see the essay in solver.cpp.
#pragma once

#include <compare>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <set>
#include <utility>
#include <vector>

#include "incompatibility.hpp"
#include "partial_solution.hpp"
#include "problem.hpp"

namespace pexpack {

struct Choice {
    NodeId node;
    std::size_t version;  // index of the candidate
};

// In which order packages that were in no conflict are decided on (choice.cpp); the least first.
struct Rank {
    bool is_extra;  // after its package
    bool is_not_pinned;
    bool has_no_upper_bound;
    std::size_t line;
    bool has_no_bound;
    NodeId node;

    auto operator<=>(const Rank&) const = default;
};

class Solver {
  public:
    explicit Solver(Problem& problem) : problem_(problem) {}

    // True when an answer was found: see choices(). False: contradiction() says why there is none.
    bool solve();

    // Every package and extra that is in, in the order of their nodes.
    std::vector<Choice> choices() const;

    // The incompatibility without terms that everything was concluded from.
    IncompatibilityId contradiction() const { return *contradiction_; }
    const Cause& cause(IncompatibilityId id) const { return incompatibilities_[id].cause; }

  private:
    // solver.cpp: what follows from what is known
    IncompatibilityId add(Incompatibility incompatibility);
    void index(IncompatibilityId id);
    void add_all(std::vector<Incompatibility> incompatibilities);
    void backtrack(std::size_t level);
    void meet_new_nodes();
    void mark_changed(NodeId node);
    bool propagate();
    std::optional<IncompatibilityId> next_violated();
    void watch(IncompatibilityId id);
    void add_watcher(IncompatibilityId id, const Term& term);
    enum class Review { kGone, kOpen, kOthersAreTrue };
    Review review_watch(IncompatibilityId id, NodeId node);
    bool act_on(IncompatibilityId id);
    bool act_on_watched(IncompatibilityId id);
    bool obey(const Term& last, Relation relation, IncompatibilityId id);
    struct Satisfaction {
        std::size_t step;
        std::size_t previous_level;
    };
    Satisfaction satisfaction(const std::vector<Term>& terms) const;
    void resolve_conflict(IncompatibilityId conflict);
    IncompatibilityId resolvent(IncompatibilityId conflict, IncompatibilityId cause, NodeId node);

    // choice.cpp: which package comes next, and which version of it
    std::optional<NodeId> next_node();
    std::optional<NodeId> next_in_conflict() const;
    bool is_open(NodeId node) const;
    void enqueue(NodeId node);
    void enqueue_all_in(IncompatibilityId first_fact);
    Rank rank(NodeId node) const;
    std::size_t preferred_state(NodeId node) const;
    std::vector<std::size_t> versions_to_read(NodeId node, std::size_t version);
    void blame(NodeId node);
    void count_conflict();
    bool restart_is_due();
    bool give_way(NodeId node, std::size_t version, IncompatibilityId first_fact);
    void decide(NodeId node);

    // prereleases.cpp: whether the pre-releases that were chosen may be
    bool is_active(const PrereleaseDemand& demand) const;
    StateSet finals_in_range(NodeId base) const;
    bool prereleases_wanted(NodeId base) const;
    void find_superfluous();
    bool is_chosen(NodeId node) const;
    std::optional<NodeId> unwanted_prerelease() const;
    Incompatibility prerelease_fact(NodeId node, std::size_t newest_final) const;
    bool forbid_unwanted_prerelease();
    void review_forbidden_prereleases();
    bool finds_who_allows_a_prerelease();
    void forget_what_was_concluded();

    struct Watcher {
        std::uint64_t others;  // of the first 64 states those that are not in the term it watches
        IncompatibilityId id;
    };
    struct NodeState {
        std::vector<Watcher> watching;  // some of them no longer do
        std::vector<bool> expanded;     // by version: its facts are known
        std::size_t conflicts = 0;      // it took part in
        double activity = 0;            // the same, the latest counting most
        bool is_changed = false;        // and waits in changed_
        bool is_superfluous = false;    // in, but nobody needs it
    };

    Problem& problem_;
    PartialSolution solution_;
    std::vector<Incompatibility> incompatibilities_;
    struct Watch {
        std::size_t first = 0;  // positions of two terms; equal when there is one
        std::size_t second = 0;
    };
    std::vector<Watch> watches_;  // by incompatibility
    std::vector<NodeState> nodes_;
    // Packages in no conflict that have to be decided on, by their ranks when they were put in.
    // Each that is open stands there; so may others, and some more than once.
    std::priority_queue<Rank, std::vector<Rank>, std::greater<>> open_;
    std::vector<NodeId> in_conflict_;      // now or before
    std::vector<NodeId> changed_;          // nodes whose incompatibilities have to be looked at
    std::deque<IncompatibilityId> fresh_;  // incompatibilities never looked at
    struct SeenAt {
        std::size_t level;  // the lowest at which it was looked at
        IncompatibilityId id;
    };
    std::vector<SeenAt> seen_at_;                   // by level
    std::set<std::pair<NodeId, NodeId>> gave_way_;  // the second to the first
    struct ForbiddenPrerelease {
        std::size_t known_demands;  // when it was forbidden
        std::size_t newest_final;
    };
    std::map<NodeId, ForbiddenPrerelease> forbidden_prereleases_;
    double blame_ = 1;
    std::size_t restarts_ = 0;
    std::size_t conflicts_since_restart_ = 0;
    std::optional<IncompatibilityId> contradiction_;
};

}  // namespace pexpack
