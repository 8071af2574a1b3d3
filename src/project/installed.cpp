#include "installed.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "pexpack/spec/requirement.hpp"
#include "pexpack/support/process.hpp"

namespace pexpack {

namespace {

using Installed = std::map<PackageName, std::string>;

Installed installed_in(const std::string& python) {
    const ProcessResult result =
        run_process({python, "-m", "pip", "--disable-pip-version-check", "list", "--format=json"});
    Installed installed;
    const auto list = nlohmann::json::parse(result.standard_output, nullptr, false);
    if (result.exit_code != 0 || !list.is_array()) return installed;
    for (const auto& each : list) {
        if (!each.is_object() || !each.value("name", nlohmann::json()).is_string() ||
            !each.value("version", nlohmann::json()).is_string())
            continue;
        installed.emplace(PackageName::normalized(each["name"].get<std::string>()),
                          each["version"].get<std::string>());
    }
    return installed;
}

bool is_met(const std::string& text, const Installed& installed, const MarkerEnvironment& markers) {
    const Result<Requirement> requirement = Requirement::parse(text);
    if (!requirement) return false;
    if (requirement->marker) {
        const Result<bool> applies = requirement->marker->evaluate(markers, "");
        if (applies && !*applies) return true;
    }
    const auto found = installed.find(requirement->name);
    return found != installed.end() && requirement->specifiers.contains_text(found->second);
}

}  // namespace

std::vector<std::string> missing_requirements(const std::string& python,
                                              const MarkerEnvironment& markers,
                                              const std::vector<std::string>& requirements) {
    const Installed installed = installed_in(python);
    std::vector<std::string> missing;
    for (const std::string& text : requirements) {
        if (!is_met(text, installed, markers)) missing.push_back(text);
    }
    return missing;
}

}  // namespace pexpack
