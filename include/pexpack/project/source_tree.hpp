// A folder of Python code that goes into the pex as it is.
#pragma once

#include <string>
#include <vector>

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
    std::vector<SourceFile> files;   // sorted by name
    std::vector<std::string> notes;  // what was left out although it looks like code, and why
};

// Every file below `folder` but: what a version control system, a cache, a virtual environment, a
// build or an editor leaves there; compiled Python; anything whose name starts with a dot at the
// top (`.env` holds secrets); wheels and pex files at the top; what `excluded` names (absolute
// paths of files or folders: the output, the wheelhouses). Links to files are followed, links to
// folders are left out and noted. Throws Error: kSystem when something cannot be read, kBadInput
// for a name that is not UTF-8 or holds a backslash or control character.
SourceTree collect_sources(const std::string& folder, const std::vector<std::string>& excluded);

}  // namespace pexpack
