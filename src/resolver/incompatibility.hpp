// A statement of the form "not all of these at once", the only kind of fact PubGrub works with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include "state_set.hpp"

namespace pexpack {

using NodeId = std::uint32_t;  // of a package, or of a package with one extra
using IncompatibilityId = std::uint32_t;

// "The node's state is in `states`".
struct Term {
    NodeId node;
    StateSet states;
};

// Why an incompatibility holds. The outer kinds name what the user can look up; `Derived` names the
// two it was concluded from.
struct FromRoot {
    std::size_t requirement;  // index into the request's requirements
};
struct FromConstraint {
    std::size_t constraint;  // index into the request's constraints
};
struct FromDependency {
    NodeId dependent;
    StateSet versions;        // of the dependent, those that make the demand
    std::size_t version;      // the index of one of them
    std::size_t requirement;  // index into the Requires-Dist of that one
};
struct FromUnusable {  // Requires-Python or metadata that rule a version out
    NodeId node;
    std::size_t version;
};
struct FromExtraLink {};  // `a[x]` is the same version as `a`
struct FromPrerelease {   // nothing asks for pre-releases of the node, and finals are there
    NodeId node;
};
struct Derived {
    IncompatibilityId left;
    IncompatibilityId right;
};
using Cause = std::variant<FromRoot, FromConstraint, FromDependency, FromUnusable, FromExtraLink,
                           FromPrerelease, Derived>;

struct Incompatibility {
    std::vector<Term> terms;  // sorted by node, one per node; none at all: a contradiction
    Cause cause;
};

}  // namespace pexpack
