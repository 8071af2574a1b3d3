// A wheel that is about to be written (PEP 427).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core_metadata.hpp"
#include "project_folder.hpp"

namespace pexpack {

using EntryPointGroups = std::map<std::string, std::map<std::string, std::string>>;

struct WheelContent {
    CoreMetadata metadata;
    std::string python_tag = "py3";            // "py2.py3"
    std::map<std::string, std::string> files;  // by name in the wheel: the name in the project
    std::map<std::string, std::string> data;   // the same below the .data folder: "data/share/x"
    std::map<std::string, std::string> info;   // by name in .dist-info: the content
    std::map<std::string, std::string> info_files;  // the same: the name in the project
    EntryPointGroups entry_points;

    // The file goes in under `name`; hands over when another file has it.
    void add(const std::string& name, const std::string& file);
};

// The path of the wheel in `output_folder`. Files named by metadata.license_files go in below
// `licenses`. Hands over what has no place in a wheel: odd names, links, two files of one name, an
// entry point that is none. Throws Error (kSystem) when it cannot be written.
std::string write_wheel(const WheelContent& content, const ProjectFolder& project,
                        const std::string& output_folder);

}  // namespace pexpack
