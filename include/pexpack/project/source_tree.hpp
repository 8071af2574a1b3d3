// A folder of Python code that goes into the pex as it is.
#pragma once

#include <string>
#include <vector>

#include "pexpack/project/path_patterns.hpp"
#include "pexpack/support/file.hpp"

namespace pexpack {

struct SourceFile {
    std::string name;  // in the archive: the path below the folder
    std::string path;
    FileStamp stamp;
    std::string sha256;
    bool executable = false;
};

struct SourceTree {
    std::vector<SourceFile> files;      // sorted by name
    std::vector<std::string> left_out;  // files and folders that somebody might miss, sorted
    std::vector<std::string> notes;     // what looks like code and cannot go in, and why
    std::vector<bool> pattern_matched;  // for each of SourceChoice::excluded, in its order
};

struct SourceChoice {
    std::string place;  // where the folder is in the archive: "shop/web"; "" at the top
    std::vector<PathPattern> excluded;  // patterns for names in the archive
};

// Every file below `folder` but:
// - silently: what a version control system, a cache or an editor leaves there, compiled Python,
//   settings of tools at the top whose name starts with a dot, and what `excluded` names (absolute
//   paths of files or folders: the output, the wheelhouses);
// - mentioned in `left_out`: anything else whose name starts with a dot at the top (`.env` holds
//   secrets), virtual environments, node_modules and __pypackages__, `build`, `dist` and
//   `wheelhouse` at the top that are no packages, wheels and folders of wheels at the top, pex
//   files.
// Links are followed as long as they stay inside and do not lead in a circle.
// Throws Error: kSystem when something cannot be read, kBadInput for a link that leads outside, a
// name that is not UTF-8 or holds a backslash or control character, and more than a million
// entries.
SourceTree collect_sources(const std::string& folder, const std::vector<std::string>& excluded,
                           const SourceChoice& choice = {});

// One file, to be called `name` in the archive. Throws Error when it cannot be read.
SourceFile source_file(const std::string& path, std::string name);

}  // namespace pexpack
