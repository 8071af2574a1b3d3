// Which packages and modules setuptools puts into a wheel, and where they lie.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "project_folder.hpp"

namespace pexpack {

// By a package's name, "" for all others: the name of the folder.
using PackageFolders = std::map<std::string, std::string>;

struct PackageSearch {
    std::string where;  // the name of a folder
    std::vector<std::string> include = {"*"};
    std::vector<std::string> exclude;
    bool namespaces = false;  // folders without an __init__.py are packages, too
};

// setuptools.find_packages() and find_namespace_packages(): dotted names, sorted.
std::vector<std::string> find_packages(const ProjectFolder& folder, const PackageSearch& search);

struct PackageChoice {
    std::optional<std::vector<std::string>> packages;
    std::optional<std::vector<std::string>> modules;
    PackageFolders folders;
};

// What setuptools finds by itself when neither packages nor modules are named: by the folders of
// packages, in `src`, or the only package or module at the top.
void discover_packages(const ProjectFolder& folder, PackageChoice& choice);

// The folder of a package, or the path of a module without `.py`; need not exist.
std::string folder_of_package(const PackageFolders& folders, const std::string& package);

// Packages that lie in no other of the list.
std::vector<std::string> outermost(const std::vector<std::string>& packages);

}  // namespace pexpack
