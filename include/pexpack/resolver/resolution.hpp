// The question a resolution answers, and its two possible answers.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "pexpack/index/candidate.hpp"
#include "pexpack/spec/requirement.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/target/target.hpp"

namespace pexpack {

// A requirement that the user wrote, and where. A requirement with a URL or a path is one by name
// whose file the CandidateSource already knows as the only candidate.
struct RootRequirement {
    Requirement requirement;
    SourceLocation where;
    std::vector<SourceLocation> included_from = {};  // the lines with `-r` or `-c`, outermost last
};

// "more.txt:1", "requirements.txt:2": the line, then those that include its file.
std::vector<std::string> places_of(const RootRequirement& line);

struct ResolutionRequest {
    std::vector<RootRequirement> requirements;
    std::vector<RootRequirement> constraints;  // bind a version if the package is needed at all
    bool allow_prereleases = false;            // as pip's `--pre`
};

// One chosen distribution.
struct Pin {
    PackageName name;
    Candidate candidate;
    SharedMetadata metadata;
    std::vector<std::string> extras;       // that somebody asked for, in normal form, sorted
    std::vector<std::string> required_by;  // "requirements.txt:1" or "pandas 2.2.0", sorted
};

struct Resolution {
    std::vector<Pin> pins;              // sorted by name
    std::vector<std::string> warnings;  // "`requests` 2.0 has no extra `sock`"
};

// Why there is no answer, ready to be shown.
struct Conflict {
    std::string message;               // one line
    std::vector<std::string> details;  // the demands and what there is, a line each
    std::string hint;
    std::vector<std::string> packages;  // those in conflict, most important first
    std::vector<SourceLocation> where;  // the lines of the user's that lead there
    bool hash_refused = false;          // files are there, but no hash allows any of them
};

using ResolutionResult = std::variant<Resolution, Conflict>;

// Finds the newest versions that satisfy everything, backtracking as far as it takes. The same
// request and candidates give the same answer. Throws Error (kBadInput) for a wheel that is damaged
// or a marker that has no value on the target.
ResolutionResult resolve(const ResolutionRequest& request, const Target& target,
                         CandidateSource& source);

}  // namespace pexpack
