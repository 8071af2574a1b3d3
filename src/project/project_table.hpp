// The `project` table of pyproject.toml (PEP 621, PEP 639), as all back ends read it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "requirement_text.hpp"
#include "setting.hpp"
#include "wheel_content.hpp"

namespace pexpack {

struct ProjectRules {
    RequirementStyle requirements;
    // requires-python is written with its clauses sorted rather than as it stands.
    bool sorts_requires_python = true;
    bool sorts_keywords = false;
    // The back end accepts classifiers for the license beside a license expression.
    bool takes_license_classifiers = false;
    // Fields that may be listed as dynamic because the back end's reader sees to them.
    std::vector<std::string> dynamic = {"version"};
};

// Puts what the table says into content: all but license-files and what is dynamic. Hands over keys
// and values that PEP 621 does not know, and those that back ends treat differently.
void read_project_table(const SettingTable& project, const ProjectFolder& folder,
                        const ProjectRules& rules, WheelContent& content);

bool is_dynamic(const SettingTable& project, std::string_view field);

// "text/markdown" for "README.md"; hands over what no back end knows.
std::string content_type_of(std::string_view readme);

// Someone's name and address as a header has them: `"Doe, J." <j@example.org>`.
std::string address_of(const std::string& name, const std::string& email);

void add_requirement(WheelContent& content, std::string_view written,
                     const RequirementStyle& style);
// `extra` is as written.
void add_extra(WheelContent& content, std::string_view extra,
               const std::vector<std::string>& requirements, const RequirementStyle& style);

// Hands over a version that is none.
void put_version_in_normal_form(CoreMetadata& metadata);

// The name of the file in `license = {file = …}`.
std::optional<std::string> license_file_of(const SettingTable& project);

// Names of the files that a list of patterns for the top of the project means, sorted.
std::vector<std::string> license_files_of(const ProjectFolder& folder,
                                          const std::vector<std::string>& patterns);

}  // namespace pexpack
