// Wheels, sdists or both: pip's `--only-binary`, `--no-binary` and `--prefer-binary`.
#pragma once

#include <string>
#include <vector>

#include "pexpack/spec/package_name.hpp"

namespace pexpack {

struct FileFormats {
    // Names in normal form, or ":all:"; a name counts before ":all:".
    std::vector<std::string> only_binary;
    std::vector<std::string> no_binary;
    bool prefer_binary = false;  // a wheel of any version before an sdist

    bool takes_wheels(const std::string& name) const;
    bool takes_sdists(const std::string& name) const;
};

}  // namespace pexpack
