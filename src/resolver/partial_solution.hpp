// What is decided and what follows from it, in order, so that it can be taken back.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "incompatibility.hpp"

namespace pexpack {

// One step: a decision, or what an incompatibility forced.
struct Assignment {
    NodeId node;
    StateSet own;                            // what this step alone says about the node
    StateSet allowed;                        // what is left of the node after it
    std::size_t level = 0;                   // how many decisions were made when it was
    std::optional<IncompatibilityId> cause;  // none for a decision
};

enum class Relation { kSatisfied, kContradicted, kInconclusive };

class PartialSolution {
  public:
    // Nodes come into being while the solver runs; each starts with every state allowed.
    void ensure_node(NodeId node, std::size_t state_count);
    std::size_t node_count() const { return nodes_.size(); }

    void decide(NodeId node, std::size_t state);
    void derive(const Term& excluded, IncompatibilityId cause);
    // Takes back every step of a higher level. Returns whose decisions were among them.
    std::vector<NodeId> backtrack(std::size_t level);

    std::size_t level() const { return level_; }
    const StateSet& allowed(NodeId node) const { return nodes_[node].allowed; }
    bool is_decided(NodeId node) const { return nodes_[node].decided; }
    // The state it was decided on; only for a decided node.
    std::size_t decision(NodeId node) const { return nodes_[node].decision; }
    std::size_t decision_level(NodeId node) const;
    // What was left of a decided node before; null when the decision was the first step.
    const StateSet* allowed_before_decision(NodeId node) const;

    Relation relation(const Term& term) const;

    const Assignment& step(std::size_t index) const { return steps_[index]; }
    // The first step after which the term is satisfied, counting only what `with` says on top when
    // it is given. npos when it is satisfied before the first step (by `with` alone).
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);
    std::size_t satisfier(const Term& term, const StateSet* with = nullptr) const;

  private:
    struct NodeState {
        StateSet allowed;
        bool decided = false;
        std::size_t decision = 0;
        std::vector<std::size_t> steps;
    };
    void push(Assignment assignment);

    std::vector<Assignment> steps_;
    std::vector<NodeState> nodes_;
    std::size_t level_ = 0;
};

}  // namespace pexpack
