// The packages as the solver sees them: nodes with numbered states, and the facts about them, read
// from the wheels only when they are asked for.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "incompatibility.hpp"
#include "pexpack/resolver/resolution.hpp"

namespace pexpack {

// A package, or a package with one extra. Both have the package's versions as states.
struct Node {
    PackageName name;
    std::string extra;            // "" for the package itself
    NodeId base;                  // the package itself
    std::vector<NodeId> proxies;  // of the package itself: its extras that are nodes
};

// A fact that asks for pre-releases of a node: always, or while a parent has one version.
struct PrereleaseOptIn {
    std::optional<std::pair<NodeId, std::size_t>> parent_and_version;
};

class Problem {
  public:
    Problem(const ResolutionRequest& request, const Target& target, CandidateSource& source);

    // What the requirements and constraints say; the facts to start with.
    std::vector<Incompatibility> root_facts();

    // What choosing that version means: its dependencies, or that it cannot be used.
    std::vector<Incompatibility> facts_of(NodeId node, std::size_t version);

    // What holds between a package and its extras when the package has that version; each fact
    // once.
    std::vector<Incompatibility> link_facts(NodeId base, std::size_t version);

    const Node& node(NodeId id) const { return nodes_[id]; }
    std::size_t node_count() const { return nodes_.size(); }
    std::size_t state_count(NodeId id) { return candidates(id).size() + 1; }
    const std::vector<Candidate>& candidates(NodeId id) const;
    const Project& project(NodeId id) const;
    const std::vector<PrereleaseOptIn>& opt_ins(NodeId base) const { return opt_ins_[base]; }

    const ResolutionRequest& request() const { return request_; }
    const Target& target() const { return target_; }
    CandidateSource& source() const { return source_; }

    // The metadata of a version whose facts were asked for and that can be used.
    const Metadata& metadata(NodeId id, std::size_t version) const;
    // Why it cannot be used; "" when it can or was never looked at.
    std::string unusable_reason(NodeId id, std::size_t version) const;

    // Whether the requirement applies to the target, when asked for with that extra ("" for none).
    // Throws Error (kBadInput) when its marker has no value; `whose` says where it stands.
    bool applies(const Requirement& requirement, const std::string& extra,
                 const std::string& whose) const;

    std::vector<std::string>& warnings() { return warnings_; }

  private:
    NodeId node_of(const PackageName& name, const std::string& extra);
    StateSet states_of(NodeId node, const Requirement& requirement);
    // The facts "if `parent` then the requirement", for the package and each extra of it.
    void add_demand(std::vector<Incompatibility>& facts, const std::optional<Term>& parent,
                    const Requirement& requirement, const Cause& cause);
    void note_opt_in(const Requirement& requirement,
                     std::optional<std::pair<NodeId, std::size_t>> parent);
    const std::optional<Metadata>& load(NodeId base, std::size_t version);
    std::string unusable_because(const Result<Metadata>& metadata) const;

    struct LoadedVersion {
        std::optional<Metadata> metadata;
        std::string unusable;
    };

    const ResolutionRequest& request_;
    const Target& target_;
    CandidateSource& source_;
    std::vector<Node> nodes_;
    std::map<std::pair<PackageName, std::string>, NodeId> node_ids_;
    std::vector<Project> projects_;  // by base node; empty for extras
    std::vector<std::vector<PrereleaseOptIn>> opt_ins_;
    std::map<std::pair<NodeId, std::size_t>, LoadedVersion> loaded_;
    std::unordered_map<std::string, StateSet> states_;  // by node and specifier text
    std::set<std::pair<NodeId, std::size_t>> linked_;   // whose link facts were given out
    std::vector<std::string> warnings_;
};

}  // namespace pexpack
