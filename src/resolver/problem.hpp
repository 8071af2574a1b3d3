// The packages as the solver sees them: nodes with numbered states, and the facts about them, read
// from the wheels only when they are asked for.
#pragma once

#include <cstdint>
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

// What somebody asks of a package that has pre-releases, kept to judge whether one may be taken.
struct PrereleaseDemand {
    std::optional<Term> parent;  // who asks, and with which versions; none: the user
    StateSet wanted;
    bool opts_in;
};

// What pip goes by when it chooses the package to decide on next.
struct Urgency {
    bool is_pinned = false;        // some demand has `==`
    bool has_upper_bound = false;  // some demand has `<`, `<=`, `~=` or `==X.*`
    bool has_bound = false;        // some demand has any specifier
    std::size_t line = kNobodys;   // the first of the user's requirements that names it
    static constexpr std::size_t kNobodys = static_cast<std::size_t>(-1);
};

class Problem {
  public:
    Problem(const ResolutionRequest& request, const Target& target, CandidateSource& source);

    // What the requirements and constraints say; the facts to start with.
    std::vector<Incompatibility> root_facts();

    // What choosing one of those versions means: its dependencies, or that it cannot be used. A
    // demand that several versions make is one fact, about all of them that are known by now.
    std::vector<Incompatibility> facts_of(NodeId node, const std::vector<std::size_t>& versions);

    // Whether the version can be read without ending the command; for reading ahead.
    bool is_readable(NodeId node, std::size_t version);

    // What holds between a package and its extras when the package has that version; each fact
    // once.
    std::vector<Incompatibility> link_facts(NodeId base, std::size_t version);

    const Node& node(NodeId id) const { return nodes_[id]; }
    std::size_t node_count() const { return nodes_.size(); }
    std::size_t state_count(NodeId id) const { return candidates(id).size() + 1; }
    const std::vector<Candidate>& candidates(NodeId id) const;
    const Project& project(NodeId id) const;
    // Empty for a package without pre-releases.
    const StateSet& prereleases(NodeId base) const { return packages_[base].prereleases; }
    const std::vector<PrereleaseDemand>& prerelease_demands(NodeId base) const {
        return packages_[base].prerelease_demands;
    }
    const Urgency& urgency(NodeId base) const { return packages_[base].urgency; }

    const ResolutionRequest& request() const { return request_; }
    const Target& target() const { return target_; }
    CandidateSource& source() const { return source_; }

    // The metadata of a version whose facts were asked for and that can be used.
    const Metadata& metadata(NodeId id, std::size_t version) const {
        return *shared_metadata(id, version);
    }
    const SharedMetadata& shared_metadata(NodeId id, std::size_t version) const;
    // Why it cannot be used; "" when it can or was never looked at.
    const std::string& unusable_reason(NodeId id, std::size_t version) const;

    // Whether it is its METADATA's fault that it cannot be used.
    bool is_unsound(NodeId id, std::size_t version) const;

    // Whether the requirement applies to the target, when asked for with that extra ("" for none).
    // Throws Error (kBadInput) when its marker has no value; `whose` says where it stands.
    bool applies(const Requirement& requirement, const std::string& extra,
                 const std::string& whose) const;

  private:
    // What is known of a requirement of some wheel, which others have as well.
    struct Use {
        bool applies;  // without an extra
        std::uint32_t
            words;  // the same number for all that demand the same, whatever their markers
    };
    struct LoadedVersion {
        bool is_loaded = false;
        SharedMetadata metadata;  // null when it cannot be used
        std::string unusable;     // why it cannot be used, if so
        bool is_unsound = false;  // because its METADATA are not what they should be
        std::vector<Use> uses;    // by Requires-Dist, once they were asked for
    };
    // A demand in the words of a Requires-Dist, without its marker.
    struct SharedDemand {
        StateSet versions;
        std::size_t version;  // the one it was first seen in, and where
        std::size_t requirement;
    };
    struct Package {
        const Project* project = nullptr;  // none for an extra
        std::vector<LoadedVersion> versions;
        StateSet prereleases = StateSet::none(1);
        std::vector<PrereleaseDemand> prerelease_demands;
        Urgency urgency;
    };

    // What a requirement asks for, whoever has it.
    struct Asked {
        std::vector<NodeId> nodes;  // the package, then its extras
        StateSet states;            // of the package, what is asked for
        bool opts_in;               // to pre-releases
    };

    NodeId node_of(const PackageName& name, const std::string& extra);
    Package package_of(const PackageName& name);
    StateSet states_of(NodeId base, const SpecifierSet& specifiers) const;
    // Notes its bounds, too.
    Asked asked_by(const Requirement& requirement);
    void note_bounds(NodeId base, const SpecifierSet& specifiers);
    // Makes the facts "if `parent` then what is asked for", for the package and each extra of it.
    void add_demand(std::vector<Incompatibility>& facts, const std::optional<Term>& parent,
                    const Asked& asked, const Cause& cause);
    void note_prerelease_demand(const Asked& asked, const std::optional<Term>& parent);
    void add_dependencies(std::vector<Incompatibility>& facts, NodeId node,
                          const std::vector<std::size_t>& versions);
    // Of all that the version asks for. Throws as applies() does.
    const std::vector<Use>& uses_of(NodeId base, std::size_t version);
    Use use_of(const Requirement& requirement, const std::string& whose);
    bool declares_extra(NodeId node, const Metadata& metadata);
    const SharedMetadata& load(NodeId base, std::size_t version);
    std::string unusable_because(const Result<SharedMetadata>& metadata) const;

    const ResolutionRequest& request_;
    const Target& target_;
    CandidateSource& source_;
    std::vector<Node> nodes_;
    std::unordered_map<std::string, NodeId> node_ids_;  // by name, with an extra "name[extra"
    std::vector<Package> packages_;                     // by base node
    std::unordered_map<const Requirement*, Use> uses_;  // of those that loaded metadata hold
    std::unordered_map<std::string, std::uint32_t> words_;
    std::unordered_map<std::uint32_t, Asked> asked_;                        // by words
    std::vector<std::unordered_map<std::uint32_t, SharedDemand>> demands_;  // by node and words
    std::set<std::pair<NodeId, std::size_t>> linked_;  // whose link facts were given out
};

}  // namespace pexpack
