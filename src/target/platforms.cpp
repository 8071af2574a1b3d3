#include "pexpack/target/platforms.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <unordered_set>

#include "pexpack/support/text.hpp"

namespace pexpack {
namespace {

using Family = PlatformTag::Family;

// Far above any real version; keeps ladders short whatever is asked for.
constexpr int kHighestVersionPart = 999;
// PEP 600 has no rule for a glibc 3; `packaging` supposes that the last glibc 2 is 2.50.
constexpr int kLastMinorOfOldGlibc = 50;

struct LegacyManylinux {
    std::string_view name;
    PlatformVersion glibc;
};
// PEP 599, PEP 571, PEP 513.
constexpr std::array<LegacyManylinux, 3> kLegacyManylinux{{
    {"manylinux2014", {2, 17}},
    {"manylinux2010", {2, 12}},
    {"manylinux1", {2, 5}},
}};

std::string platform_name(std::string_view system, int major, int minor,
                          std::string_view architecture) {
    std::string name(system);
    name.append("_").append(std::to_string(major));
    name.append("_").append(std::to_string(minor));
    return name.append("_").append(architecture);
}

// Takes "2_17_" off the front of "2_17_x86_64".
std::optional<int> take_number(std::string_view& text) {
    int value = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || rest == end || *rest != '_') return std::nullopt;
    if (!is_ascii_digit(text.front()) || value > kHighestVersionPart) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()) + 1);
    return value;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

std::optional<PlatformTag> versioned(Family family, std::string_view rest, bool has_minor) {
    const std::optional<int> major = take_number(rest);
    if (!major) return std::nullopt;
    const std::optional<int> minor = has_minor ? take_number(rest) : 0;
    if (!minor || rest.empty()) return std::nullopt;
    return PlatformTag{family, {*major, *minor}, std::string(rest)};
}

std::optional<PlatformTag> legacy_manylinux(std::string_view tag) {
    for (const LegacyManylinux& legacy : kLegacyManylinux) {
        std::string_view rest = tag;
        if (take_prefix(rest, legacy.name) && take_prefix(rest, "_") && !rest.empty()) {
            return PlatformTag{Family::kGlibc, legacy.glibc, std::string(rest)};
        }
    }
    return std::nullopt;
}

// The formats of a Mac binary that `architecture` runs on this version, the native one first.
std::vector<std::string_view> mac_binary_formats(PlatformVersion version,
                                                 std::string_view architecture) {
    constexpr PlatformVersion tiger{10, 4};
    std::vector<std::string_view> formats{architecture};
    const auto add = [&](std::initializer_list<std::string_view> more) {
        formats.insert(formats.end(), more);
    };
    if (architecture == "x86_64") {
        if (version < tiger) return {};
        add({"intel", "fat64", "fat3"});
    } else if (architecture == "i386") {
        if (version < tiger) return {};
        add({"intel", "fat3", "fat"});
    } else if (architecture == "ppc64") {
        if (version > PlatformVersion{10, 5} || version < tiger) return {};
        add({"fat64"});
    } else if (architecture == "ppc") {
        if (version > PlatformVersion{10, 6}) return {};
        add({"fat3", "fat"});
    }
    if (architecture == "arm64" || architecture == "x86_64") add({"universal2"});
    if (architecture == "x86_64" || architecture == "i386" || architecture == "ppc64" ||
        architecture == "ppc" || architecture == "intel") {
        add({"universal"});
    }
    return formats;
}

void add_macos(std::vector<std::string>& tags, PlatformVersion version,
               std::string_view architecture) {
    for (std::string_view format : mac_binary_formats(version, architecture)) {
        tags.push_back(platform_name("macosx", version.major, version.minor, format));
    }
}

std::vector<std::string> pip_expansion(const std::string& platform) {
    const std::size_t underscore = platform.find('_');
    const std::string prefix = platform.substr(0, underscore);
    const std::string suffix = underscore == std::string::npos ? "" : platform.substr(underscore);
    if (prefix == "manylinux2014" && (suffix == "_x86_64" || suffix == "_i686")) {
        return {platform, "manylinux2010" + suffix, "manylinux1" + suffix};
    }
    if (prefix == "manylinux2010") return {platform, "manylinux1" + suffix};
    if (prefix == "macosx" || prefix == "ios" || prefix == "android") {
        if (const std::optional<PlatformTag> tag = PlatformTag::parse(platform)) {
            return machine_platforms(*tag, platform, {});
        }
    }
    return {platform};
}

}  // namespace

std::optional<PlatformTag> PlatformTag::parse(std::string_view tag) {
    if (tag == "win32") return PlatformTag{Family::kWindows, {}, "32"};
    std::string_view rest = tag;
    if (take_prefix(rest, "win_") && !rest.empty()) {
        return PlatformTag{Family::kWindows, {}, std::string(rest)};
    }
    if (take_prefix(rest, "linux_") && !rest.empty()) {
        return PlatformTag{Family::kLinux, {}, std::string(rest)};
    }
    if (take_prefix(rest, "manylinux_")) return versioned(Family::kGlibc, rest, true);
    if (take_prefix(rest, "musllinux_")) return versioned(Family::kMusl, rest, true);
    if (take_prefix(rest, "macosx_")) return versioned(Family::kMacos, rest, true);
    if (take_prefix(rest, "ios_")) return versioned(Family::kIos, rest, true);
    if (take_prefix(rest, "android_")) return versioned(Family::kAndroid, rest, false);
    return legacy_manylinux(tag);
}

std::string_view operating_system(Family family) {
    switch (family) {
        case Family::kGlibc:
        case Family::kMusl:
        case Family::kLinux:
            return "Linux";
        case Family::kMacos:
            return "macOS";
        case Family::kIos:
            return "iOS";
        case Family::kAndroid:
            return "Android";
        case Family::kWindows:
            return "Windows";
    }
    return "";
}

std::vector<std::string> manylinux_ladder(PlatformVersion glibc, std::string_view architecture) {
    const bool old_x86 = architecture == "x86_64" || architecture == "i686";
    const PlatformVersion lowest = old_x86 ? PlatformVersion{2, 5} : PlatformVersion{2, 17};
    std::vector<std::string> tags;
    for (int major = glibc.major; major >= lowest.major; --major) {
        const int highest_minor = major == glibc.major ? glibc.minor : kLastMinorOfOldGlibc;
        const int lowest_minor = major == lowest.major ? lowest.minor : 0;
        for (int minor = highest_minor; minor >= lowest_minor; --minor) {
            tags.push_back(platform_name("manylinux", major, minor, architecture));
            for (const LegacyManylinux& legacy : kLegacyManylinux) {
                if (legacy.glibc != PlatformVersion{major, minor}) continue;
                tags.push_back(std::string(legacy.name).append("_").append(architecture));
            }
        }
    }
    return tags;
}

std::vector<std::string> musllinux_ladder(PlatformVersion musl, std::string_view architecture) {
    std::vector<std::string> tags;
    for (int minor = musl.minor; minor >= 0; --minor) {
        tags.push_back(platform_name("musllinux", musl.major, minor, architecture));
    }
    return tags;
}

std::vector<std::string> linux_platforms(std::string_view architecture,
                                         std::optional<PlatformVersion> glibc,
                                         std::optional<PlatformVersion> musl) {
    std::vector<std::string_view> architectures{architecture};
    if (architecture == "armv8l") architectures.push_back("armv7l");
    std::vector<std::string> tags;
    const auto add = [&](std::vector<std::string> more) {
        std::move(more.begin(), more.end(), std::back_inserter(tags));
    };
    for (std::string_view name : architectures) tags.push_back("linux_" + std::string(name));
    for (std::string_view name : architectures) {
        if (glibc) add(manylinux_ladder(*glibc, name));
    }
    for (std::string_view name : architectures) {
        if (musl) add(musllinux_ladder(*musl, name));
    }
    return tags;
}

std::vector<std::string> macos_ladder(PlatformVersion macos, std::string_view architecture) {
    std::vector<std::string> tags;
    if (macos.major == 10) {
        for (int minor = macos.minor; minor >= 0; --minor) {
            add_macos(tags, {10, minor}, architecture);
        }
    }
    if (macos.major < 11) return tags;
    // Since macOS 11 the major version alone counts.
    for (int major = macos.major; major >= 11; --major) add_macos(tags, {major, 0}, architecture);
    // Binaries for 10.x run on: as they are on Intel, as the arm64 half of universal2 elsewhere.
    for (int minor = 16; minor >= 4; --minor) {
        if (architecture == "x86_64") {
            add_macos(tags, {10, minor}, architecture);
        } else {
            tags.push_back(platform_name("macosx", 10, minor, "universal2"));
        }
    }
    return tags;
}

std::vector<std::string> ios_ladder(PlatformVersion ios, std::string_view architecture) {
    constexpr int oldest_major = 12;
    std::vector<std::string> tags;
    for (int major = ios.major; major >= oldest_major; --major) {
        for (int minor = major == ios.major ? ios.minor : 9; minor >= 0; --minor) {
            tags.push_back(platform_name("ios", major, minor, architecture));
        }
    }
    return tags;
}

std::vector<std::string> android_ladder(int api_level, std::string_view architecture) {
    constexpr int oldest_level = 16;
    std::vector<std::string> tags;
    for (int level = api_level; level >= oldest_level; --level) {
        tags.push_back("android_" + std::to_string(level) + "_" + std::string(architecture));
    }
    return tags;
}

std::vector<std::string> pip_platforms(const std::vector<std::string>& platforms) {
    std::unordered_set<std::string> seen;
    std::vector<std::string> result;
    for (const std::string& platform : platforms) {
        if (seen.contains(platform)) continue;
        for (std::string& tag : pip_expansion(platform)) {
            if (seen.insert(tag).second) result.push_back(std::move(tag));
        }
    }
    return result;
}

std::vector<std::string> machine_platforms(const PlatformTag& platform, std::string_view tag,
                                           PlatformVersion assumed_glibc) {
    switch (platform.family) {
        case Family::kGlibc:
            return manylinux_ladder(platform.version, platform.architecture);
        case Family::kMusl:
            return musllinux_ladder(platform.version, platform.architecture);
        case Family::kMacos:
            return macos_ladder(platform.version, platform.architecture);
        case Family::kIos:
            return ios_ladder(platform.version, platform.architecture);
        case Family::kAndroid:
            return android_ladder(platform.version.major, platform.architecture);
        case Family::kWindows:
            return {std::string(tag)};
        case Family::kLinux:
            break;
    }
    std::vector<std::string> tags = manylinux_ladder(assumed_glibc, platform.architecture);
    tags.emplace_back(tag);
    return tags;
}

}  // namespace pexpack
