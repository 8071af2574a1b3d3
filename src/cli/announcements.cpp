#include "announcements.hpp"

#include <fmt/format.h>

#include "pexpack/support/file.hpp"
#include "pexpack/support/secrets.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// As a person would write them: without passwords, relative to the current folder when they are
// below it.
std::vector<std::string> shown(const std::vector<std::string>& locations) {
    const std::string here = absolute_path(".") + "/";
    std::vector<std::string> texts;
    for (const std::string& location : locations) {
        const bool is_below = location.starts_with(here);
        texts.push_back(is_below ? location.substr(here.size()) : without_secrets(location));
    }
    return texts;
}

// "1.19.5, 2.2.6, not needed", in the order of the targets.
std::string versions_text(const Difference& difference) {
    std::vector<std::string> versions;
    for (const std::string& version : difference.versions)
        versions.push_back(version.empty() ? "not needed" : version);
    return join(versions, ", ");
}

}  // namespace

void announce_targets(const std::vector<TargetChoice>& choices, Messages& messages) {
    for (const TargetChoice& choice : choices) {
        messages.info(fmt::format("target: {}, {}", choice.target.description, choice.reason));
        for (const std::string& note : choice.target.notes)
            messages.info(fmt::format("        {}", note));
    }
}

void announce_wheelhouses(const WheelhouseChoice& choice, const Wheelhouse& wheelhouse,
                          Messages& messages) {
    for (const std::string& warning : choice.warnings) messages.warning(warning);
    if (choice.locations.empty()) {
        messages.info("wheelhouse: none");
    } else {
        const std::size_t sdists = wheelhouse.sdist_count();
        messages.info(fmt::format("wheelhouse: {} ({}, {}{})", join(shown(choice.locations), ", "),
                                  choice.reason, counted(wheelhouse.wheel_count(), "wheel"),
                                  sdists == 0 ? "" : ", " + counted(sdists, "sdist")));
    }
}

void announce_resolutions(const std::vector<Resolution>& resolutions,
                          const std::vector<TargetChoice>& targets, const Inputs& inputs,
                          Messages& messages) {
    std::set<std::string> warnings;
    for (const Resolution& resolution : resolutions)
        warnings.insert(resolution.warnings.begin(), resolution.warnings.end());
    for (const std::string& warning : warnings) messages.warning(warning);
    for (std::size_t i = 0; i < resolutions.size(); ++i) {
        const std::vector<Pin>& pins = resolutions[i].pins;
        const std::string where =
            targets.size() == 1 ? "" : fmt::format(" for {}", targets[i].target.description);
        messages.info(fmt::format("resolved {} to {}{}",
                                  counted(inputs.request.requirements.size(), "requirement"),
                                  counted(pins.size(), "wheel"), where));
        for (const Pin& pin : pins) {
            messages.detail(fmt::format("  {} (needed by {})", pin.candidate.filename.text,
                                        join(pin.required_by, ", ")));
        }
    }
    for (const Difference& difference : differences(resolutions)) {
        messages.warning(fmt::format("no version of `{}` was found that all targets can have: {}",
                                     difference.name.to_string(), versions_text(difference)));
    }
}

void warn_of_unused_options(const Inputs& inputs, Messages& messages) {
    for (const std::string& warning : inputs.warnings) messages.warning(warning);
    for (const std::string& warning : inputs.index.warnings) messages.warning(warning);
    for (const auto& [option, names] : {std::pair{"--only-final", &inputs.index.only_final},
                                        std::pair{"--all-releases", &inputs.index.all_releases}}) {
        if (names->empty() || names->front() == ":all:") continue;
        messages.warning(
            fmt::format("`{}` has no effect for single packages ({})", option, join(*names, ", ")));
    }
    if (inputs.index.index_url.empty() && inputs.index.extra_index_urls.empty()) return;
    messages.warning(
        "the package indexes that the requirements name are not used: nothing is downloaded, "
        "wheels "
        "come from folders");
}

void warn_of_unmet_adjustments(const Inputs& inputs, std::set<PackageName> met,
                               Messages& messages) {
    met.insert(inputs.adjusted_roots.begin(), inputs.adjusted_roots.end());
    for (const PackageName& name : inputs.adjustments.excluded) {
        if (!met.contains(name))
            messages.warning(
                fmt::format("`{}` is excluded, but nothing asks for it", name.to_string()));
    }
    for (const auto& [name, requirement] : inputs.adjustments.overrides) {
        if (!met.contains(name))
            messages.warning(
                fmt::format("`{}` is overridden, but nothing asks for it", name.to_string()));
    }
}

}  // namespace pexpack
