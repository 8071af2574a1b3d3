#include "pexpack/target/fit.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "pexpack/support/text.hpp"
#include "pexpack/target/platforms.hpp"

namespace pexpack {
namespace {

using Family = PlatformTag::Family;

struct InterpreterName {
    std::string implementation;  // "CPython"
    std::string version;         // "3.7", "3", "" when the tag has none
    std::string to_string() const {
        return version.empty() ? implementation : implementation + " " + version;
    }
};

// "cp37" -> CPython 3.7
InterpreterName read_interpreter(std::string_view tag) {
    const std::size_t digits = tag.find_first_of("0123456789");
    const std::string_view name = tag.substr(0, digits);
    InterpreterName result;
    result.implementation = name == "cp"   ? "CPython"
                            : name == "pp" ? "PyPy"
                            : name == "py" ? "Python"
                                           : std::string(name);
    if (digits == std::string_view::npos) return result;
    const std::string_view version = tag.substr(digits);
    result.version = std::string(version.substr(0, 1));
    if (version.size() > 1) result.version.append(".").append(version.substr(1));
    return result;
}

std::string target_python(const Target& target) {
    const std::string name = target.implementation_name == "cpython" ? "CPython"
                             : target.implementation_name == "pypy"  ? "PyPy"
                                                                     : "Python";
    const std::vector<std::string_view> release = target.python_full_version.release();
    if (release.size() < 2) return name + " " + target.python_full_version.to_string();
    return fmt::format("{} {}.{}", name, release[0], release[1]);
}

// The platform that says most about the target: its C library or system, not plain linux_*.
std::optional<PlatformTag> target_platform(const Target& target) {
    std::optional<PlatformTag> plain;
    const std::string* seen = nullptr;
    for (const Tag& tag : target.tags.tags()) {
        if (seen && *seen == tag.platform) continue;
        seen = &tag.platform;
        std::optional<PlatformTag> platform = PlatformTag::parse(tag.platform);
        if (platform && platform->family != Family::kLinux) return platform;
        if (platform && !plain) plain = std::move(platform);
    }
    return plain;
}

std::string python_sentence(const Tag& wheel, const Target& target) {
    const InterpreterName name = read_interpreter(wheel.interpreter);
    const bool has_minor = name.version.find('.') != std::string::npos;
    const bool or_later =
        (wheel.abi == "abi3" || wheel.abi == "abi3t" || name.implementation == "Python") &&
        has_minor;
    const std::string shown = wheel.abi == "abi3" || wheel.abi == "abi3t"
                                  ? wheel.interpreter + "-" + wheel.abi
                                  : wheel.interpreter;
    return fmt::format("{} {}{} ({}), the target is {}", or_later ? "needs" : "is for",
                       name.to_string(), or_later ? " or later" : "", shown, target_python(target));
}

std::string abi_sentence(const std::string& abi, const Target& target) {
    const std::string& own = target.tags.tags().front().abi;
    if (abi == "abi3" && own.ends_with('t')) {
        return fmt::format(
            "uses the stable ABI (abi3), which the free-threaded target ({}) does "
            "not have",
            own);
    }
    const auto threading = [](const std::string& name) {
        return name.starts_with("cp") && name.ends_with('t') ? "free-threaded " : "";
    };
    return fmt::format("needs the {}ABI {}, the {}target has {}", threading(abi), abi,
                       threading(own), own);
}

std::string version_text(PlatformVersion version) {
    return fmt::format("{}.{}", version.major, version.minor);
}

std::string library_name(const PlatformTag& platform) {
    switch (platform.family) {
        case Family::kGlibc:
            return "glibc " + version_text(platform.version);
        case Family::kMusl:
            return "musl " + version_text(platform.version);
        case Family::kMacos:
            return "macOS " + version_text(platform.version);
        case Family::kIos:
            return "iOS " + version_text(platform.version);
        case Family::kAndroid:
            return fmt::format("Android API {}", platform.version.major);
        case Family::kWindows:
            return "Windows";
        case Family::kLinux:
            break;
    }
    return "Linux";
}

std::string architecture_name(const PlatformTag& platform) {
    return platform.family == Family::kWindows && platform.architecture == "32"
               ? "32-bit Windows"
               : platform.architecture;
}

// Both run the same operating system.
std::string same_system_sentence(const PlatformTag& wheel, const PlatformTag& target,
                                 const std::string& tag) {
    if (wheel.architecture != target.architecture) {
        return fmt::format("is for {} ({}), the target is {}", architecture_name(wheel), tag,
                           architecture_name(target));
    }
    if (wheel.family == Family::kLinux) {
        return fmt::format(
            "was built for one machine only ({} names no C library), the target is "
            "any machine with {}",
            tag, library_name(target));
    }
    return fmt::format("needs {} ({}), the target has {}", library_name(wheel), tag,
                       library_name(target));
}

// An ABI binds to machine code, which is for some platform.
std::string no_platform_sentence(const Tag& wheel) {
    return fmt::format("names an ABI but no platform ({}), which no Python accepts",
                       wheel.to_string());
}

std::string platform_sentence(const std::string& tag, const Target& target) {
    const std::optional<PlatformTag> wheel = PlatformTag::parse(tag);
    const std::optional<PlatformTag> own = target_platform(target);
    if (!wheel || !own) {
        return fmt::format("is for the platform {}, the target is {}", tag, target.platform);
    }
    if (operating_system(wheel->family) == operating_system(own->family)) {
        return same_system_sentence(*wheel, *own, tag);
    }
    const std::string_view system = operating_system(wheel->family);
    const bool vowel = std::string_view("AEIOUaeiou").find(system.front()) != std::string::npos;
    return fmt::format("is {} {} wheel ({}), the target is {}", vowel ? "an" : "a", system, tag,
                       operating_system(own->family));
}

bool other_system(const std::string& tag, const std::optional<PlatformTag>& own) {
    const std::optional<PlatformTag> wheel = PlatformTag::parse(tag);
    return wheel && own && operating_system(wheel->family) != operating_system(own->family);
}

bool other_architecture(const std::string& tag, const std::optional<PlatformTag>& own) {
    const std::optional<PlatformTag> wheel = PlatformTag::parse(tag);
    return wheel && own && wheel->architecture != own->architecture;
}

struct Nearest {
    Tag wheel;
    Tag target;
    int distance = std::numeric_limits<int>::max();
};

// "cp36" and "cp311" are of one implementation.
bool same_implementation(std::string_view a, std::string_view b) {
    constexpr std::string_view digits = "0123456789";
    return a.substr(0, a.find_first_of(digits)) == b.substr(0, b.find_first_of(digits));
}

// The pair of tags with the fewest differing parts. Among equals another system is further away
// than another architecture, and that further than another version; then another implementation
// of Python counts, then the target's better tag.
Nearest nearest_tags(const CompressedTags& wheel_tags, const Target& target) {
    const std::optional<PlatformTag> own = target_platform(target);
    Nearest nearest;
    for (const Tag& wheel : wheel_tags.expanded()) {
        const int far = other_system(wheel.platform, own)         ? 2
                        : other_architecture(wheel.platform, own) ? 1
                                                                  : 0;
        for (const Tag& accepted : target.tags.tags()) {
            const int differing = (wheel.interpreter != accepted.interpreter) +
                                  (wheel.abi != accepted.abi) +
                                  (wheel.platform != accepted.platform);
            const int distance =
                differing * 6 + far * 2 +
                (same_implementation(wheel.interpreter, accepted.interpreter) ? 0 : 1);
            if (distance < nearest.distance) nearest = {wheel, accepted, distance};
        }
    }
    return nearest;
}

// The tag that the wheel should have had. Plain linux_*, which a probed machine prefers, is on no
// wheel that others could use.
Tag would_fit(const Nearest& nearest, bool another_python, const Target& target) {
    const std::vector<Tag>& tags = target.tags.tags();
    Tag tag = nearest.target;
    // cp36-cp36m-P for a cp311: cp311-cp311-P rather than cp36-abi3-P.
    if (another_python) {
        tag.interpreter = tags.front().interpreter;
        tag.abi = tags.front().abi;
    }
    // A wheel without an ABI is made for all minors: py3 rather than py36.
    if (tag.abi == "none" && tag.interpreter.starts_with("py3")) tag.interpreter = "py3";
    if (!tag.platform.starts_with("linux_") || tag.platform == nearest.wheel.platform) return tag;
    const auto portable = std::find_if(tags.begin(), tags.end(), [&](const Tag& other) {
        return other.interpreter == tag.interpreter && other.abi == tag.abi &&
               !other.platform.starts_with("linux_");
    });
    return portable == tags.end() ? tag : *portable;
}

}  // namespace

Fit explain_fit(const WheelFilename& wheel, const Target& target) {
    Fit fit;
    if (target.tags.rank(wheel.tags)) {
        fit.fits = true;
        return fit;
    }
    if (target.tags.tags().empty()) return fit;
    const Nearest nearest = nearest_tags(wheel.tags, target);
    // cp36-cp36m is for CPython 3.6 alone; that a CPython 3.11 also takes cp36-abi3 makes it no
    // nearer.
    const bool another_python = nearest.wheel.abi.starts_with(nearest.wheel.interpreter) &&
                                nearest.wheel.interpreter != target.tags.tags().front().interpreter;
    fit.python_differs = nearest.wheel.interpreter != nearest.target.interpreter || another_python;
    fit.abi_differs = nearest.wheel.abi != nearest.target.abi;
    fit.platform_differs = nearest.wheel.platform != nearest.target.platform;

    // A wheel for another system needs no further reason.
    if (fit.platform_differs && other_system(nearest.wheel.platform, target_platform(target))) {
        fit.sentence = platform_sentence(nearest.wheel.platform, target);
        return fit;
    }
    if (nearest.wheel.platform == "any" && nearest.wheel.abi != "none") {
        fit.sentence = no_platform_sentence(nearest.wheel);
        return fit;
    }
    std::vector<std::string> reasons;
    // cp37m goes with cp37: naming the Python says both.
    if (fit.python_differs) {
        reasons.push_back(python_sentence(nearest.wheel, target));
    } else if (fit.abi_differs) {
        reasons.push_back(abi_sentence(nearest.wheel.abi, target));
    }
    if (fit.platform_differs) reasons.push_back(platform_sentence(nearest.wheel.platform, target));
    fit.sentence = fmt::format("{}; {} would fit", join(reasons, "; it "),
                               would_fit(nearest, another_python, target).to_string());
    return fit;
}

std::string accepted_summary(const Target& target) {
    const std::vector<Tag>& tags = target.tags.tags();
    if (tags.empty()) return "nothing";
    const std::string& interpreter = tags.front().interpreter;
    std::vector<std::string> abis;
    for (const Tag& tag : tags) {
        const bool known = std::find(abis.begin(), abis.end(), tag.abi) != abis.end();
        if (tag.interpreter == interpreter && !known && tag.abi != "none") abis.push_back(tag.abi);
    }
    return fmt::format("Python {} (or py3), ABI {}{}none, platform {}, … or any", interpreter,
                       join(abis, ", "), abis.empty() ? "" : " or ", target.platform);
}

}  // namespace pexpack
