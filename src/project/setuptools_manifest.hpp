// Which files of packages MANIFEST.in takes in, as setuptools reads it.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace pexpack {

// Applies the lines to `taken`, out of the files `all` (names below the project's folder). What is
// no command is left out, as setuptools does. Hands over patterns that it reads in a way of its
// own.
void apply_manifest(std::string_view text, const std::set<std::string>& all,
                    std::set<std::string>& taken);

}  // namespace pexpack
