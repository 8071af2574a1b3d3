#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "corpus_kinds.hpp"
#include "pexpack/spec/requirement.hpp"

namespace pexpack::oracle {

namespace {

Json answer_requirement(const Json& input) {
    const auto parsed = Requirement::parse(input.at("s").get<std::string>());
    if (!parsed) return {{"ok", false}};
    const Requirement& requirement = *parsed;
    std::vector<std::string> extras = requirement.extras;
    std::sort(extras.begin(), extras.end());
    std::set<std::string> normal;
    for (const std::string& extra : extras) normal.insert(normalized_name(extra));
    Json specifiers = Json::array();
    for (const Specifier& clause : requirement.specifiers.clauses()) {
        specifiers.push_back({to_string(clause.op()), clause.version_text()});
    }
    std::sort(specifiers.begin(), specifiers.end());
    return {{"ok", true},
            {"name", requirement.name_as_written},
            {"norm_name", requirement.name.to_string()},
            {"extras", extras},
            {"norm_extras", normal},
            {"specifier", specifiers},
            {"url", requirement.url.empty() ? Json() : Json(requirement.url)},
            {"marker", requirement.marker ? Json(requirement.marker->to_string()) : Json()},
            {"str", requirement.to_string()}};
}

Json answer_name(const Json& input) {
    const auto text = input.at("s").get<std::string>();
    return {{"norm", normalized_name(text)},
            {"valid", PackageName::parse(text).has_value()},
            {"is_normalized", is_normalized_name(text)}};
}

Json load_environments() {
    const char* folder = std::getenv("CORPUS_DIR");
    std::ifstream file(std::string(folder == nullptr ? "." : folder) + "/marker_envs.json");
    Json environments = Json::object();
    for (const auto& group : Json::parse(file)) environments.update(group);
    return environments;
}

std::set<std::string> names_in(const Json& extra, const char* field) {
    return extra.is_object() && extra.contains(field) ? extra.at(field).get<std::set<std::string>>()
                                                      : std::set<std::string>();
}

MarkerContext context_of(const Json& input) {
    const Json& extra = input.at("extra");
    const auto& where = input.at("context").get_ref<const std::string&>();
    MarkerContext context;
    if (where == "metadata") context.extra = "";
    if (extra.is_string()) context.extra = extra.get<std::string>();
    if (where == "lock_file") {
        context.extras = names_in(extra, "extras");
        context.dependency_groups = names_in(extra, "dependency_groups");
    }
    return context;
}

Json answer_marker(const Json& input) {
    static const Json environments = load_environments();
    const auto marker = Marker::parse(input.at("marker").get<std::string>());
    if (!marker) return {{"result", "parse"}};
    MarkerEnvironment environment;
    if (input.at("env").is_string()) {
        for (const auto& [name, value] : environments.at(input.at("env")).items()) {
            environment.set(name, value);
        }
    }
    const auto value = marker->evaluate(environment, context_of(input));
    if (value) return {{"result", *value}};
    const bool is_absent = value.error().message.find("has no value") != std::string::npos;
    return {{"result", is_absent ? "undefined-name" : "undefined-comparison"}};
}

}  // namespace

Kinds marker_kinds() {
    return {
        {"requirements", answer_requirement}, {"names", answer_name}, {"markers", answer_marker}};
}

}  // namespace pexpack::oracle
