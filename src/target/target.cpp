#include "pexpack/target/target.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "abstract_markers.hpp"
#include "pexpack/support/check.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/target/interpreter.hpp"
#include "pexpack/target/places.hpp"
#include "pexpack/target/platforms.hpp"
#include "pexpack/target/tags.hpp"

namespace pexpack {
namespace {

using Family = PlatformTag::Family;

constexpr int kOldestMinor = 6;
constexpr PlatformVersion kAssumedGlibc{2, 17};  // manylinux2014
constexpr char kExample[] =
    "write it like `manylinux2014-x86_64-cp-3.11-cp311`, or name a file with "
    "--complete-platform";

Error not_a_platform(std::string_view text, std::string why) {
    return Error(ErrorKind::kUsage,
                 fmt::format("`{}` is not a platform that can be packed for", printable(text)))
        .because(std::move(why))
        .hint(kExample);
}

struct PythonVersion {
    int minor = 0;
    std::string full;  // "3.6.15"
    bool patch_assumed = false;
    bool minor_known = true;
};

std::optional<std::string_view> latest_patch(int minor) {
    for (const KnownPython& known : known_pythons()) {
        if (known.minor == minor) return known.latest_patch;
    }
    return std::nullopt;
}

int decimal(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

PythonVersion python_version(const PlatformSpec& spec, std::string_view text) {
    const std::vector<std::string_view> parts = split(spec.version, '.');
    const int minor = decimal(parts[1]);
    if (decimal(parts[0]) != 3 || minor < kOldestMinor) {
        throw not_a_platform(text, fmt::format("a pex needs Python 3.{} or later, it says {}.{}",
                                               kOldestMinor, decimal(parts[0]), minor));
    }
    if (parts.size() == 3) {
        return {minor, fmt::format("3.{}.{}", minor, decimal(parts[2])), false, true};
    }
    const std::optional<std::string_view> latest = latest_patch(minor);
    return {minor, latest ? std::string(*latest) : fmt::format("3.{}.0", minor), true,
            latest.has_value()};
}

void check_architecture(const PlatformTag& platform, std::string_view text) {
    static const std::vector<std::string> linux_names{"x86_64", "i686",       "aarch64", "armv7l",
                                                      "ppc64",  "s390x",      "ppc64le", "riscv64",
                                                      "armv6l", "loongarch64"};
    static const std::vector<std::string> macos_names{"x86_64", "arm64", "universal2"};
    static const std::vector<std::string> windows_names{"amd64", "arm64", "32"};
    const std::vector<std::string>* names = nullptr;
    switch (platform.family) {
        case Family::kGlibc:
        case Family::kMusl:
        case Family::kLinux:
            names = &linux_names;
            break;
        case Family::kMacos:
            names = &macos_names;
            break;
        case Family::kWindows:
            names = &windows_names;
            break;
        case Family::kIos:
        case Family::kAndroid:
            return;
    }
    if (std::find(names->begin(), names->end(), platform.architecture) != names->end()) return;
    const std::string near = nearest_word(platform.architecture, *names);
    throw not_a_platform(
        text, fmt::format("`{}` is no {} architecture{}", printable(platform.architecture),
                          operating_system(platform.family),
                          near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
}

PlatformTag known_platform(const PlatformSpec& spec, std::string_view text) {
    const std::optional<PlatformTag> platform = PlatformTag::parse(spec.platform);
    if (!platform) {
        throw not_a_platform(text, fmt::format("`{}` is no platform of any wheel", spec.platform));
    }
    check_architecture(*platform, text);
    return *platform;
}

// CPython's build flags (PEP 3149, PEP 703); `m` ended with 3.7, `t` began with 3.13.
void check_abi(const PlatformSpec& spec, int minor, std::string_view text) {
    if (spec.implementation != "cp") return;
    const std::string plain = fmt::format("cp3{}", minor);
    const std::string usual = plain + (minor < 8 ? "m" : "");
    const auto refuse = [&](std::string why) {
        throw not_a_platform(text, std::move(why))
            .hint(fmt::format("the usual ABI of CPython "
                              "3.{} is `{}`",
                              minor, usual));
    };
    if (spec.abi == "abi3" || spec.abi == "none") {
        refuse(fmt::format("`{}` is what a wheel needs, not what an interpreter has", spec.abi));
    }
    const std::string allowed = minor < 8 ? "dm" : minor < 13 ? "d" : "dt";
    const bool known = spec.abi.starts_with(plain) &&
                       spec.abi.find_first_not_of(allowed, plain.size()) == std::string::npos;
    if (!known) refuse(fmt::format("no CPython 3.{} has the ABI `{}`", minor, spec.abi));
}

// A debug build also loads what was built for the release build (3.8 and later).
std::vector<std::string> abis_of(const std::string& abi, int minor) {
    std::vector<std::string> abis{abi};
    const std::size_t debug = abi.find('d', 2);
    if (abi.starts_with("cp") && minor >= 8 && debug != std::string::npos) {
        abis.push_back(abi);
        abis.back().erase(debug, 1);
    }
    return abis;
}

TagSet tags_for(const std::string& implementation, int minor, const std::string& abi,
                const std::vector<std::string>& platforms) {
    const PythonRelease release{3, minor};
    const std::string compatible = implementation == "pp"   ? "pp3"
                                   : implementation == "cp" ? "cp" + release.nodot()
                                                            : "";
    return TagSet(
        interpreter_tags(implementation, release, abis_of(abi, minor), platforms, compatible));
}

Version version_of(const std::string& text) {
    Result<Version> version = Version::parse(text);
    PEXPACK_CHECK(version.has_value());
    return std::move(version).value();
}

std::vector<std::string> assumptions(const PlatformSpec& spec, const PlatformTag& platform,
                                     const PythonVersion& python) {
    std::vector<std::string> notes;
    if (python.patch_assumed && python.minor_known) {
        notes.push_back(fmt::format("`{}-{}` names no patch: Python {}, the latest{}, is assumed",
                                    spec.implementation, spec.version, python.full,
                                    spec.implementation == "cp" ? "" : " of CPython"));
    } else if (python.patch_assumed) {
        notes.push_back(fmt::format("no release of Python 3.{} is known here: {} is assumed",
                                    python.minor, python.full));
    }
    if (platform.family == Family::kLinux) {
        notes.push_back(
            fmt::format("`{}` names no C library: glibc {}.{} (manylinux2014) is assumed",
                        spec.platform, kAssumedGlibc.major, kAssumedGlibc.minor));
    }
    if (spec.implementation == "cp" && python.minor < 8 &&
        spec.abi.find('m', 2) == std::string::npos) {
        notes.push_back(
            fmt::format("`{}` is the ABI of a CPython built without pymalloc, which is "
                        "rare; the usual one is `{}m`",
                        spec.abi, spec.abi));
    }
    return notes;
}

std::string implementation_name(const std::string& implementation) {
    if (implementation == "cp") return "cpython";
    return implementation == "pp" ? "pypy" : "python";
}

Target current_target() {
    const std::optional<std::string> python = find_python_on_path();
    if (python) return probe_interpreter(*python).target;
    throw Error(ErrorKind::kUsage, "there is no python3 on PATH that `current` could mean")
        .hint("name the target with --platform or --python");
}

Target target_from_spec(std::string_view text) {
    const Result<PlatformSpec> parsed = PlatformSpec::parse(text);
    if (!parsed) throw not_a_platform(text, parsed.error().message);
    PlatformSpec spec = *parsed;
    const PlatformTag platform = known_platform(spec, text);
    const PythonVersion python = python_version(spec, text);
    check_abi(spec, python.minor, text);
    const std::vector<std::string> platforms =
        machine_platforms(platform, spec.platform, kAssumedGlibc);
    if (platforms.empty()) {
        throw not_a_platform(text, fmt::format("no wheel is ever built for {}", spec.platform));
    }

    std::vector<std::string> notes = assumptions(spec, platform, python);
    spec.version = python.full;
    return Target{spec.to_string(),
                  implementation_name(spec.implementation),
                  version_of(python.full),
                  spec.platform,
                  tags_for(spec.implementation, python.minor, spec.abi, platforms),
                  abstract_markers(platform, spec.implementation, python.full),
                  std::move(notes)};
}

}  // namespace

bool admits_python(const SpecifierSet& requires_python, const Target& target) {
    return requires_python.contains(target.python_full_version.base());
}

bool may_hold(const std::optional<Marker>& marker, const Target& target) {
    if (!marker) return true;
    const auto holds = marker->evaluate(target.markers, "");
    return !holds || *holds;
}

Target target_from_platform(std::string_view text) {
    if (text == "current") return current_target();
    const std::optional<Place> place = find_place(text);
    if (!place) {
        if (const auto known = places_like(text)) {
            throw not_a_platform(text, fmt::format("known places of this kind are {}", *known));
        }
        return target_from_spec(text);
    }
    Target target = target_from_spec(place->platform);
    const std::string why = place->source.empty() ? "" : fmt::format(" ({})", place->source);
    target.notes.insert(target.notes.begin(),
                        fmt::format("`{}` is {}{}", text, place->platform, why));
    return target;
}

bool is_free_threaded(const Target& target) {
    PEXPACK_CHECK(!target.tags.tags().empty());
    const std::string& abi = target.tags.tags().front().abi;
    return abi.starts_with("cp3") && abi.find('t') != std::string::npos;
}

Target with_python_minor(const Target& target, int minor) {
    return with_python_minor(target, minor,
                             minor >= kFirstFreeThreadedMinor && is_free_threaded(target));
}

Target with_python_minor(const Target& target, int minor, bool free_threaded) {
    PEXPACK_CHECK(!free_threaded || minor >= kFirstFreeThreadedMinor);
    const Tag& best = target.tags.tags().front();
    std::vector<std::string> platforms;
    for (const Tag& tag : target.tags.tags()) {
        if (tag.interpreter == best.interpreter && tag.abi == best.abi && tag.platform != "any") {
            platforms.push_back(tag.platform);
        }
    }
    const std::optional<std::string_view> latest = latest_patch(minor);
    const std::string full = latest ? std::string(*latest) : fmt::format("3.{}.0", minor);
    const bool is_cpython = target.implementation_name == "cpython";
    const bool is_pypy = target.implementation_name == "pypy";

    std::string abi = "none";
    if (is_cpython) {
        abi = fmt::format("cp3{}{}{}", minor, free_threaded ? "t" : "", minor < 8 ? "m" : "");
    } else if (is_pypy) {
        abi = fmt::format("pypy3{}_pp73", minor);
    }
    Target other = target;
    const std::string implementation = is_cpython ? "cp" : is_pypy ? "pp" : "py";
    other.description = fmt::format("{}-{}-{}-{}", target.platform, implementation, full, abi);
    other.python_full_version = version_of(full);
    other.tags = tags_for(implementation, minor, abi, platforms);
    set_python_version(other.markers, full, is_cpython);
    other.notes.clear();
    return other;
}

}  // namespace pexpack
