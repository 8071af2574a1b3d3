// A project of setuptools, wherever its settings stand.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "setting.hpp"
#include "setuptools_packages.hpp"
#include "wheel_content.hpp"

namespace pexpack {

using PackageFiles = std::map<std::string, std::vector<std::string>>;  // "": of all packages

struct SetuptoolsProject {
    WheelContent content;
    PackageChoice choice;
    PackageFiles package_data;
    PackageFiles exclude_package_data;
    bool include_package_data = false;
    bool is_zip_safe = false;
    bool is_of_scm = false;  // setuptools_scm gives the version
    std::optional<std::vector<std::string>> license_patterns;
    std::vector<std::string> referenced;  // files that settings name
    std::vector<std::pair<std::string, std::vector<std::string>>> data_files;  // by target folder
};

// Reads setuptools' part of setup.cfg; keys that `attributes` has a value for are left out, as what
// setup.py says goes before.
void add_setup_cfg(const ProjectFolder& folder, Setting::Table& attributes);

// The keyword arguments of the only setup() in setup.py, which must be literal.
Setting::Table attributes_of_script(const ProjectFolder& folder);

// The project that the arguments of setup() mean.
SetuptoolsProject project_of_attributes(const ProjectFolder& folder,
                                        const Setting::Table& attributes);

// The project that pyproject.toml's `project` and `tool.setuptools` mean. A dynamic version that
// the latter says nothing about is `scm_version`.
SetuptoolsProject project_of_pyproject(const ProjectFolder& folder, const SettingTable& pyproject,
                                       const std::optional<std::string>& scm_version);

// What setuptools_scm says is the version of an unpacked sdist: what PKG-INFO says. Nothing unless
// the project is one, and setuptools_scm has nothing else to do. Hands over when that is not sure.
std::optional<std::string> version_by_scm(const ProjectFolder& folder,
                                          const SettingTable& pyproject);

// `where` and its like of a search, and what they say about where packages lie.
std::vector<std::string> found_packages(const ProjectFolder& folder,
                                        const std::vector<std::string>& where, PackageSearch search,
                                        PackageFolders& folders);

// The value of "package.module.NAME" as the version it stands for.
std::string version_of_attribute(const ProjectFolder& folder, const PackageFolders& folders,
                                 std::string_view attribute);

// Of a description the first line that has something in it, as setuptools takes it.
std::string summary_in(std::string_view description);

// Texts of files, one behind the other; those that are not there are left out. Their names are
// noted in `referenced`.
std::string text_of_files(const ProjectFolder& folder, const std::vector<std::string>& files,
                          std::vector<std::string>& referenced);

// Puts the files of packages and modules, licenses and notes of setuptools' own into
// project.content.
void add_files(const ProjectFolder& folder, SetuptoolsProject& project);

}  // namespace pexpack
