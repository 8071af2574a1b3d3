#include "build_supplies.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pexpack/support/sh_word.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

using Requirements = std::vector<Requirement>;

std::string words_of(const Requirement& requirement) {
    Requirement plain = requirement;
    plain.marker.reset();
    return plain.to_string();
}

// "a", "a and b", "a, b and c".
std::string listed(std::vector<std::string> texts) {
    if (texts.size() < 2) return join(texts, "");
    const std::string last = texts.back();
    texts.pop_back();
    return fmt::format("{} and {}", join(texts, ", "), last);
}

class Search {
  public:
    Search(Requirements requirements, const std::vector<std::string>& find_links,
           Wheelhouse& wheelhouse, const Interpreter& python)
        : requirements_(std::move(requirements)),
          find_links_(find_links),
          wheelhouse_(wheelhouse),
          python_(python) {}

    std::variant<BuildSupplies, MissingSupplies> run(bool can_stand_in) {
        auto all = resolved(requirements_);
        if (auto* resolution = std::get_if<Resolution>(&all))
            return BuildSupplies{.pins = std::move(resolution->pins), .folders = {}, .lent = {}};
        const Installed installed = installed_in(python_.path);
        Requirements lacking = requirements_;
        std::erase_if(lacking, [&](const Requirement& each) { return is_in_wheelhouse(each); });
        // Nothing by itself: what is there does not go together, or needs what is not there.
        const bool is_conflict = lacking.empty();
        if (is_conflict) lacking = requirements_;
        if (auto supplies = with_installed(lacking, installed)) return std::move(*supplies);
        if (auto supplies = with_installed(requirements_, installed)) return std::move(*supplies);
        if (can_stand_in) {
            if (auto supplies = without_wheel(lacking, installed)) return std::move(*supplies);
        }
        const auto& conflict = std::get<Conflict>(all);
        return missing(lacking, installed, is_conflict ? &conflict : nullptr);
    }

  private:
    ResolutionResult resolved(const Requirements& requirements) {
        ResolutionRequest request;
        for (const Requirement& requirement : requirements)
            request.requirements.push_back(
                {requirement, {.file = "the build", .line = 0, .column = 0}});
        return resolve(request, python_.target, wheelhouse_);
    }

    bool is_in_wheelhouse(const Requirement& requirement) {
        const auto& candidates = wheelhouse_.project(requirement.name).candidates;
        return std::ranges::any_of(candidates, [&](const Candidate& candidate) {
            return requirement.specifiers.contains(candidate.filename.version);
        });
    }

    // Nothing when the Python does not have what is lacking, or the rest cannot be had.
    std::optional<BuildSupplies> with_installed(const Requirements& lacking,
                                                const Installed& installed) {
        const auto is_met = [&](const Requirement& each) { return installed.meets(each); };
        if (!std::ranges::all_of(lacking, is_met)) return std::nullopt;
        Requirements rest = requirements_;
        std::erase_if(rest, [&](const Requirement& each) {
            return std::ranges::find(lacking, each) != lacking.end();
        });
        auto others = resolved(rest);
        auto* resolution = std::get_if<Resolution>(&others);
        if (resolution == nullptr) return std::nullopt;
        BuildSupplies supplies{
            .pins = std::move(resolution->pins), .folders = installed.folders, .lent = {}};
        for (const Requirement& each : lacking) {
            supplies.lent.push_back(fmt::format("{} {}", each.name.to_string(),
                                                printable(installed.versions.at(each.name))));
        }
        return supplies;
    }

    std::optional<BuildSupplies> without_wheel(const Requirements& lacking,
                                               const Installed& installed) {
        const auto is_wheel = [](const Requirement& each) {
            return each.name.to_string() == "wheel";
        };
        Requirements others = lacking;
        if (std::erase_if(others, is_wheel) == 0) return std::nullopt;
        if (std::ranges::any_of(requirements_, [&](const Requirement& each) {
                return is_wheel(each) && installed.meets(each);
            }))
            return std::nullopt;
        std::erase_if(requirements_, is_wheel);
        std::optional<BuildSupplies> supplies;
        if (others.empty()) {
            auto rest = resolved(requirements_);
            if (auto* resolution = std::get_if<Resolution>(&rest))
                supplies =
                    BuildSupplies{.pins = std::move(resolution->pins), .folders = {}, .lent = {}};
        } else {
            supplies = with_installed(others, installed);
        }
        if (supplies) supplies->stands_in_for_wheel = is_before_own_command(*supplies, installed);
        return supplies;
    }

    // Since 70.1 setuptools makes wheels itself.
    static bool is_before_own_command(const BuildSupplies& supplies, const Installed& installed) {
        static const SpecifierSet before = SpecifierSet::parse("<70.1").value();
        const PackageName setuptools = PackageName::normalized("setuptools");
        const auto pin = std::ranges::find(supplies.pins, setuptools, &Pin::name);
        if (pin != supplies.pins.end()) return before.contains(pin->candidate.filename.version);
        const auto found = installed.versions.find(setuptools);
        return found != installed.versions.end() && before.contains_text(found->second);
    }

    MissingSupplies missing(const Requirements& lacking, const Installed& installed,
                            const Conflict* conflict) {
        MissingSupplies result;
        std::vector<std::string> words;
        for (const Requirement& each : requirements_) words.push_back(words_of(each));
        const std::string place = wheelhouse_.description();
        const std::string needs = fmt::format("the build needs {}", listed(words));
        if (conflict != nullptr) {
            result.causes.push_back(fmt::format("{}: {}", needs, conflict->message));
            for (const std::string& line : conflict->details) result.causes.back() += "\n  " + line;
        } else if (place.empty()) {
            result.causes.push_back(fmt::format("{}, and there is no wheelhouse", needs));
        } else {
            result.causes.push_back(
                fmt::format("{}, and {} has {}", needs, place, what_is_there(lacking)));
        }
        result.causes.push_back(
            fmt::format("`{}` itself has {}", python_.path, what_is_installed(lacking, installed)));
        result.command = fmt::format(
            "pip download -d {}", sh_word(find_links_.empty() ? "./wheelhouse" : find_links_[0]));
        for (const std::string& each : words) result.command += " " + sh_word(each);
        return result;
    }

    // "no wheel of wheel and only 59.6.0 of setuptools".
    std::string what_is_there(const Requirements& lacking) {
        std::vector<std::string> unknown;
        std::vector<std::string> parts;
        for (const Requirement& each : lacking) {
            const Project& project = wheelhouse_.project(each.name);
            if (project.candidates.empty() && project.unusable.empty()) {
                unknown.push_back(each.name.to_string());
            } else if (project.candidates.empty()) {
                const UnusableFile& file = project.unusable.back();
                parts.push_back(fmt::format("of {} only `{}`, which {}", each.name.to_string(),
                                            printable(file.filename), file.reason));
            } else {
                parts.push_back(
                    fmt::format("only {} {}", each.name.to_string(),
                                project.candidates.back().filename.version.to_string()));
            }
        }
        if (!unknown.empty())
            parts.insert(parts.begin(), fmt::format("no wheel of {}", listed(unknown)));
        return listed(parts);
    }

    static std::string what_is_installed(const Requirements& lacking, const Installed& installed) {
        std::vector<std::string> parts;
        for (const Requirement& each : lacking) {
            const auto found = installed.versions.find(each.name);
            const std::string name = each.name.to_string();
            parts.push_back(found == installed.versions.end()
                                ? fmt::format("no {}", name)
                                : fmt::format("{} {}", name, printable(found->second)));
        }
        return listed(parts);
    }

    Requirements requirements_;
    const std::vector<std::string>& find_links_;
    Wheelhouse& wheelhouse_;
    const Interpreter& python_;
};

// Those whose marker holds.
Requirements applying(const Requirements& requirements, const Interpreter& python) {
    Requirements applying;
    for (const Requirement& requirement : requirements) {
        if (may_hold(requirement.marker, python.target)) applying.push_back(requirement);
    }
    return applying;
}

}  // namespace

std::variant<BuildSupplies, MissingSupplies> find_supplies(
    const Requirements& requirements, const std::vector<std::string>& find_links,
    Wheelhouse& wheelhouse, const Interpreter& python, bool can_stand_in) {
    return Search(applying(requirements, python), find_links, wheelhouse, python).run(can_stand_in);
}

}  // namespace pexpack
