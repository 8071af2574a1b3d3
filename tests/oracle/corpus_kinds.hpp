// The kinds of cases that the adapter answers, by group.
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace pexpack::oracle {

using Json = nlohmann::json;
// From a case's input fields to its expected fields.
using Answer = std::function<Json(const Json&)>;
using Kinds = std::map<std::string, Answer>;

Kinds version_kinds();    // versions, version_order
Kinds specifier_kinds();  // specifier_parse, specifiers, specifier_filter, specifier_sets
Kinds marker_kinds();     // requirements, names, markers
Kinds file_kinds();       // wheel_names, sdist_names
Kinds metadata_kinds();   // metadata
Kinds target_kinds();     // tags, wheel_choice

}  // namespace pexpack::oracle
