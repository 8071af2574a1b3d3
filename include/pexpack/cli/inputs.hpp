// What the user asked to pack, read from the command line and the requirements files.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pexpack/cli/options.hpp"
#include "pexpack/cli/target_choice.hpp"
#include "pexpack/index/adjusted_source.hpp"
#include "pexpack/index/allowed_hashes.hpp"
#include "pexpack/index/wheelhouse.hpp"
#include "pexpack/requirements/requirements_file.hpp"
#include "pexpack/resolver/resolution.hpp"

namespace pexpack {

// A wheel or an sdist named by its path or a file: URL.
struct DirectFile {
    Candidate candidate;
    std::optional<Marker> marker;  // where it does not hold, the line counts for nothing
    SourceLocation where;
};

// A folder that has to be built into a wheel first.
struct ProjectInput {
    std::string folder;
    std::optional<PackageName> name;  // that its wheel must have, when the line says so
    std::vector<std::string> extras;
    std::optional<Marker> marker;
    SourceLocation where;
};

struct Inputs {
    ResolutionRequest request;
    std::vector<DirectFile> direct_files;
    std::vector<ProjectInput> projects;
    std::vector<std::string> source_trees;  // go in as they are
    Adjustments adjustments;                // made to `request` already
    std::set<PackageName> adjusted_roots;   // the names there that they have changed
    IndexOptions index;
    std::vector<HashesOfLine> hashes;
    std::vector<std::string> warnings;
    std::vector<std::string> files_read;         // requirements files, with those that they include
    std::optional<SpecifierSet> program_python;  // requires-python of `--exe` (PEP 723)
    bool hash_checking = false;  // everything needs a hash (pip's hash-checking mode)
};

// Throws Error: kUsage when nothing is asked for, kBadInput (with the place) when something asked
// for is not there, cannot be read or is of a kind that cannot be packed. A line whose marker is
// false on all targets names no file: it adds neither a wheel nor a project.
Inputs gather_inputs(const BuildOptions& options, RequirementsSource source,
                     const std::vector<TargetChoice>& targets);

// The requirement that a wheel given by its path amounts to.
RootRequirement requirement_for(const PackageName& name, std::vector<std::string> extras,
                                std::optional<Marker> marker, SourceLocation where);

// Where wheels come from, as paths (or URLs of the network, which nobody reads), and why there:
// "named with -f", "from PIP_FIND_LINKS", "found here".
struct WheelhouseChoice {
    std::vector<std::string> locations;
    std::string reason;
    std::vector<std::string> warnings;
};

// Without `-f`: PIP_FIND_LINKS. Then what the requirements files name. When neither `-f` nor they
// name any, also ./wheelhouse and ./build/wheelhouse where they exist.
WheelhouseChoice choose_wheelhouses(const BuildOptions& options, const IndexOptions& index,
                                    const RequirementsSource& source);

}  // namespace pexpack
