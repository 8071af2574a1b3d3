// PubGrub: see the essay in solver.cpp.
#pragma once

#include <optional>
#include <vector>

#include "incompatibility.hpp"
#include "partial_solution.hpp"
#include "problem.hpp"

namespace pexpack {

struct Choice {
    NodeId node;
    std::size_t version;  // index of the candidate
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
    const Incompatibility& incompatibility(IncompatibilityId id) const {
        return incompatibilities_[id];
    }

  private:
    void add(Incompatibility incompatibility);
    void index(IncompatibilityId id);
    void add_all(std::vector<Incompatibility> incompatibilities);
    bool propagate();
    std::optional<IncompatibilityId> propagate_node(NodeId node);
    struct Satisfaction {
        std::size_t step;
        std::size_t previous_level;
    };
    Satisfaction satisfaction(const std::vector<Term>& terms) const;
    void resolve_conflict(IncompatibilityId conflict);
    IncompatibilityId resolvent(IncompatibilityId conflict, IncompatibilityId cause, NodeId node);
    std::optional<NodeId> next_node() const;
    std::size_t preferred_state(NodeId node) const;
    bool prereleases_wanted(NodeId base) const;
    void decide(NodeId node);

    Problem& problem_;
    PartialSolution solution_;
    std::vector<Incompatibility> incompatibilities_;
    std::vector<std::vector<IncompatibilityId>> by_node_;
    std::vector<std::size_t> conflict_count_;  // by node: how often it took part in a conflict
    std::vector<NodeId> changed_;              // nodes whose incompatibilities have to be looked at
    std::vector<std::vector<bool>> expanded_;  // by node and version: its facts are known
    std::optional<IncompatibilityId> contradiction_;
};

}  // namespace pexpack
