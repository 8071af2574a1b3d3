// Patterns for file names as Python's fnmatch, glob and pathlib read them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "project_folder.hpp"

namespace pexpack {

// fnmatch.fnmatchcase(): `*` takes slashes, too. Hands over what it reads otherwise than
// matches_glob(): backslashes, `[^`, and `?` or sets where the name is not ASCII.
bool matches_fnmatch(std::string_view pattern, std::string_view name);

bool has_wildcard(std::string_view pattern);

struct GlobRules {
    bool recursive = false;  // `**` stands for any number of folders
    bool hidden = false;     // wildcards take names that start with a dot (pathlib does)
};

// Names of the files and folders that the pattern means below the folder `base` (a name), sorted,
// each once. Hands over patterns with empty parts, `.` or `..`.
std::vector<std::string> glob_names(const ProjectFolder& folder, std::string_view base,
                                    std::string_view pattern, GlobRules rules);

}  // namespace pexpack
