#include "installed.hpp"

#include <nlohmann/json.hpp>

#include "build_programs.hpp"
#include "pexpack/support/process.hpp"

namespace pexpack {

bool Installed::meets(const Requirement& requirement) const {
    const auto found = versions.find(requirement.name);
    return found != versions.end() && requirement.url.empty() &&
           requirement.specifiers.contains_text(found->second);
}

Installed installed_in(const std::string& python) {
    const ProcessResult result = run_process({python, "-c", kListInstalled});
    Installed installed;
    const auto answer = nlohmann::json::parse(result.standard_output, nullptr, false);
    if (result.exit_code != 0 || !answer.is_object()) return installed;
    try {
        answer.at("folders").get_to(installed.folders);
        for (const auto& each : answer.at("installed")) {
            // The first on sys.path is the one that is imported.
            installed.versions.emplace(PackageName::normalized(each.at(0).get<std::string>()),
                                       each.at(1).get<std::string>());
        }
    } catch (const nlohmann::json::exception&) {
        return {};
    }
    return installed;
}

}  // namespace pexpack
