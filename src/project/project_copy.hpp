// A project is built from a copy: what a build writes and what an earlier one has left must neither
// reach the user's folder nor the wheel.
#pragma once

#include <string>
#include <vector>

namespace pexpack {

// Copies the folder to `copy`, which is made, but for caches, environments, what setuptools leaves
// of earlier builds, and what `excluded` names (absolute paths). Files get mode 0644 or 0755 and
// keep their times; links that stay inside stay links, others lead where they led. `.git` and its
// like become links to the original, which back ends read versions from. Throws Error (kSystem)
// when something cannot be read or written.
void copy_project(const std::string& folder, const std::string& copy,
                  const std::vector<std::string>& excluded);

// Links what lies beside `folder` (absolute) to where it is seen beside `copy`, so that a project
// may read `../VERSION`. Version control is not linked.
void link_neighbours(const std::string& folder, const std::string& copy);

// Whether a folder above belongs to a version control system: then the project may ask that for its
// version.
bool lies_in_larger_checkout(const std::string& folder);

}  // namespace pexpack
