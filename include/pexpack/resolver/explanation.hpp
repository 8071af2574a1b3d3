// Why the answer is what it is: who asked for each package, and why no newer version was taken.
#pragma once

#include <string>
#include <vector>

#include "pexpack/resolver/resolution.hpp"

namespace pexpack {

struct ExplainedDemand {
    std::string requirement;        // "x>=1,<3"; "x (any version)"
    std::vector<std::string> path;  // who asks, back to a line of the user's: "a 1", "r.txt:1"
};

struct PassedOver {
    std::string what;    // a version, or a file's name
    std::string reason;  // "a 1 asks for x<3"
};

struct Explanation {
    PackageName name;
    std::string version;
    std::string file;
    std::vector<ExplainedDemand> demands;  // the user's first
    std::vector<PassedOver> newer;         // versions, newest first
    std::vector<PassedOver> files;         // that do not fit, of this version or a newer one
};

// For each pin, in their order. `resolution` is the answer to the request on the target, which
// `is_one_of_several` that have to agree.
std::vector<Explanation> explain(const Resolution& resolution, const ResolutionRequest& request,
                                 const Target& target, CandidateSource& source,
                                 bool is_one_of_several = false);

// As lines for a person, the first with name, version and file.
std::vector<std::string> to_lines(const Explanation& explanation);

}  // namespace pexpack
