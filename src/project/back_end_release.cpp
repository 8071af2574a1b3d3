#include "back_end_release.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "handed_over.hpp"
#include "pexpack/spec/requirement.hpp"

namespace pexpack {

namespace {

bool is_harmless(std::string_view name, const std::vector<std::string_view>& more) {
    constexpr std::array<std::string_view, 4> kAlways = {"wheel", "setuptools", "pip", "packaging"};
    return std::ranges::find(kAlways, name) != kAlways.end() ||
           std::ranges::find(more, name) != more.end();
}

}  // namespace

std::string release_in_use(const SettingTable& pyproject, std::string_view package,
                           const std::vector<std::string_view>& releases,
                           const std::vector<std::string_view>& harmless) {
    SpecifierSet admitted;
    for (const std::string& text : pyproject.table("build-system").texts("requires")) {
        const auto requirement = Requirement::parse(text);
        if (!requirement) hand_over(fmt::format("`{}` is no valid requirement", text));
        const std::string& name = requirement->name.to_string();
        if (name == package) {
            hand_over_unless(requirement->url.empty(), "the back end comes from a URL");
            admitted = admitted & requirement->specifiers;
        } else if (!is_harmless(name, harmless)) {
            hand_over(fmt::format("the build requires `{}`", name));
        }
    }
    for (const std::string_view release : releases) {
        if (admitted.contains(Version::parse(release).value())) return std::string(release);
    }
    hand_over(fmt::format("the build asks for {} {}, whose rules are not known here", package,
                          admitted.to_string()));
}

}  // namespace pexpack
