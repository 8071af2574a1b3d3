#include "pexpack/pex/runs_on.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "pexpack/pex/machine.hpp"
#include "pexpack/resolver/verify.hpp"
#include "pexpack/support/check.hpp"
#include "pexpack/target/platforms.hpp"

namespace pexpack {

namespace {

using Family = PlatformTag::Family;

int target_minor(const Target& target) {
    const auto release = target.python_full_version.release();
    PEXPACK_CHECK(release.size() >= 2);
    int minor = 0;
    std::from_chars(release[1].data(), release[1].data() + release[1].size(), minor);
    return minor;
}

// The known ones: the own one first, then newer, then older ones.
std::vector<int> minors_from(int own) {
    std::vector<int> minors{own};
    const auto& known = known_pythons();
    for (const KnownPython& python : known) {
        if (python.minor > own) minors.push_back(python.minor);
    }
    for (auto python = known.rbegin(); python != known.rend(); ++python) {
        if (python->minor < own) minors.push_back(python->minor);
    }
    return minors;
}

std::vector<std::string> pythons_for(const std::vector<Pin>& pins, const ResolutionRequest& request,
                                     const Target& target) {
    const int own = target_minor(target);
    const bool own_kind = is_free_threaded(target);
    const auto text = [](int minor, bool free_threaded) {
        return fmt::format("3.{}{}", minor, free_threaded ? "t" : "");
    };
    std::vector<std::string> pythons{text(own, own_kind)};
    if (target.implementation_name != "cpython") return pythons;
    for (const bool free_threaded : {own_kind, !own_kind}) {
        for (const int minor : minors_from(own)) {
            const bool is_own = minor == own && free_threaded == own_kind;
            if (is_own || (free_threaded && minor < kFirstFreeThreadedMinor)) continue;
            const Target other = with_python_minor(target, minor, free_threaded);
            if (verify_resolution(pins, request, other).empty())
                pythons.push_back(text(minor, free_threaded));
        }
    }
    return pythons;
}

// What the wheel's tags say of platforms, without those that cannot be read.
std::vector<PlatformTag> platforms_of(const WheelFilename& wheel) {
    std::vector<PlatformTag> platforms;
    for (const Tag& tag : wheel.tags.expanded()) {
        if (auto platform = PlatformTag::parse(tag.platform))
            platforms.push_back(std::move(*platform));
    }
    return platforms;
}

bool is_for_any_platform(const WheelFilename& wheel) {
    return std::ranges::any_of(wheel.tags.expanded(),
                               [](const Tag& tag) { return tag.platform == "any"; });
}

bool is_for_any_mac(const WheelFilename& wheel) {
    return std::ranges::any_of(platforms_of(wheel), [](const PlatformTag& platform) {
        return platform.family == Family::kMacos && platform.architecture == "universal2";
    });
}

// The lowest C library of the family that one of the wheel's tags is made for.
std::optional<PlatformVersion> lowest_libc(const WheelFilename& wheel, Family family) {
    std::optional<PlatformVersion> lowest;
    for (const PlatformTag& platform : platforms_of(wheel)) {
        if (platform.family == family && (!lowest || platform.version < *lowest))
            lowest = platform.version;
    }
    return lowest;
}

}  // namespace

RunsOn runs_on(const std::vector<Pin>& pins, const ResolutionRequest& request,
               const Target& target) {
    RunsOn result{.pythons = pythons_for(pins, request, target), .platform = {}, .libc = {}};
    const Machine machine = machine_of(target);
    const std::string family = machine.libc.substr(0, machine.libc.find('-'));
    std::optional<PlatformVersion> libc;
    bool any_mac = machine.platform.starts_with("darwin-");
    for (const Pin& pin : pins) {
        const WheelFilename& wheel = pin.candidate.filename;
        if (is_for_any_platform(wheel)) continue;
        result.platform = machine.platform;
        any_mac = any_mac && is_for_any_mac(wheel);
        if (!family.empty())
            libc = std::max(libc,
                            lowest_libc(wheel, family == "musl" ? Family::kMusl : Family::kGlibc));
    }
    if (any_mac && !result.platform.empty()) result.platform = "darwin";
    if (libc) result.libc = fmt::format("{}-{}.{}", family, libc->major, libc->minor);
    return result;
}

}  // namespace pexpack
