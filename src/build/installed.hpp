// What a Python has installed, for builds that the wheelhouse has nothing for.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pexpack/spec/package_name.hpp"
#include "pexpack/spec/requirement.hpp"

namespace pexpack {

struct Installed {
    std::vector<std::string> folders;             // on its sys.path, without the standard library
    std::map<PackageName, std::string> versions;  // as written

    bool meets(const Requirement& requirement) const;
};

// Throws Error (kSystem) when the Python cannot be run. What it does not say counts as nothing.
Installed installed_in(const std::string& python);

}  // namespace pexpack
