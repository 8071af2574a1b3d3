#include "pexpack/pex/runs_on.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "pexpack/resolver/verify.hpp"
#include "pexpack/support/check.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

int target_minor(const Target& target) {
    const auto release = target.python_full_version.release();
    PEXPACK_CHECK(release.size() >= 2);
    int minor = 0;
    std::from_chars(release[1].data(), release[1].data() + release[1].size(), minor);
    return minor;
}

std::vector<std::string> pythons_for(const std::vector<Pin>& pins, const ResolutionRequest& request,
                                     const Target& target) {
    const int own = target_minor(target);
    std::vector<std::string> pythons{fmt::format("3.{}", own)};
    if (target.implementation_name != "cpython") return pythons;
    const auto try_minor = [&](int minor) {
        if (verify_resolution(pins, request, with_python_minor(target, minor)).empty()) {
            pythons.push_back(fmt::format("3.{}", minor));
        }
    };
    const auto& known = known_pythons();
    for (const KnownPython& python : known) {
        if (python.minor > own) try_minor(python.minor);
    }
    for (auto python = known.rbegin(); python != known.rend(); ++python) {
        if (python->minor < own) try_minor(python->minor);
    }
    return pythons;
}

// "manylinux_2_17_x86_64" -> 17; legacy names by their PEP 600 equivalents.
std::optional<int> glibc_minor(std::string_view platform) {
    constexpr std::string_view kPrefix = "manylinux_2_";
    for (const auto& [legacy, minor] :
         {std::pair{"manylinux1_", 5}, {"manylinux2010_", 12}, {"manylinux2014_", 17}}) {
        if (platform.starts_with(legacy)) return minor;
    }
    if (!platform.starts_with(kPrefix)) return std::nullopt;
    int minor = 0;
    const char* begin = platform.data() + kPrefix.size();
    const auto parsed = std::from_chars(begin, platform.data() + platform.size(), minor);
    return parsed.ec == std::errc() ? std::optional(minor) : std::nullopt;
}

// The lowest glibc that one of the wheel's tags is made for.
std::optional<int> lowest_glibc(const WheelFilename& wheel) {
    std::optional<int> lowest;
    for (const Tag& tag : wheel.tags.expanded()) {
        const auto minor = glibc_minor(tag.platform);
        if (minor && (!lowest || *minor < *lowest)) lowest = minor;
    }
    return lowest;
}

std::string platform_name(const Target& target) {
    const std::string* system = target.markers.find("platform_system");
    const std::string* machine = target.markers.find("platform_machine");
    if (system == nullptr || machine == nullptr) return {};
    return ascii_lower(*system) + "-" + *machine;
}

}  // namespace

RunsOn runs_on(const std::vector<Pin>& pins, const ResolutionRequest& request,
               const Target& target) {
    RunsOn result{.pythons = pythons_for(pins, request, target), .platform = {}, .libc = {}};
    std::optional<int> glibc;
    for (const Pin& pin : pins) {
        const WheelFilename& wheel = pin.candidate.filename;
        const bool any_platform = std::ranges::any_of(
            wheel.tags.expanded(), [](const Tag& tag) { return tag.platform == "any"; });
        if (any_platform) continue;
        result.platform = platform_name(target);
        glibc = std::max(glibc, lowest_glibc(wheel));
    }
    if (glibc) result.libc = fmt::format("glibc-2.{}", *glibc);
    return result;
}

}  // namespace pexpack
