#include "pexpack/pex/machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "pexpack/support/check.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/target/platforms.hpp"

namespace pexpack {

namespace {

using Family = PlatformTag::Family;

std::string minor_of(const Target& target) {
    const auto release = target.python_full_version.release();
    PEXPACK_CHECK(release.size() >= 2);
    return fmt::format("{}.{}{}", release[0], release[1], is_free_threaded(target) ? "t" : "");
}

// A description of a platform may leave the name out; then its best tag says it.
std::string implementation_of(const Target& target) {
    if (!target.implementation_name.empty()) return target.implementation_name;
    const std::string& interpreter = target.tags.tags().front().interpreter;
    return interpreter.starts_with("cp") ? "cpython" : interpreter.starts_with("pp") ? "pypy" : "";
}

std::string libc_of(const PlatformTag& platform) {
    const std::string_view name = platform.family == Family::kGlibc  ? "glibc"
                                  : platform.family == Family::kMusl ? "musl"
                                                                     : "";
    if (name.empty()) return {};
    return fmt::format("{}-{}.{}", name, platform.version.major, platform.version.minor);
}

std::string libc_of(const Target& target) {
    const auto named = PlatformTag::parse(target.platform);
    if (!named || named->family != Family::kLinux) return named ? libc_of(*named) : std::string();
    for (const Tag& tag : target.tags.tags()) {
        const auto platform = PlatformTag::parse(tag.platform);
        if (platform && platform->family != Family::kLinux) return libc_of(*platform);
    }
    return {};
}

// The architecture of the tags: a 32-bit Python may run on a 64-bit kernel.
std::string platform_of(const Target& target) {
    const auto named = PlatformTag::parse(target.platform);
    const bool is_linux =
        named && (named->family == Family::kGlibc || named->family == Family::kMusl ||
                  named->family == Family::kLinux);
    if (is_linux) return "linux-" + named->architecture;
    if (named && named->family == Family::kMacos && named->architecture != "universal2")
        return "darwin-" + named->architecture;
    const std::string* system = target.markers.find("platform_system");
    const std::string* machine = target.markers.find("platform_machine");
    if (system == nullptr || machine == nullptr) return {};
    return ascii_lower(*system) + "-" + *machine;
}

}  // namespace

Machine machine_of(const Target& target) {
    return {python_words(target, minor_of(target)), platform_of(target), libc_of(target)};
}

std::vector<std::string> python_words(const Target& target, const std::string& minor) {
    const std::string implementation = implementation_of(target);
    if (implementation == "cpython" || implementation == "pypy") return {implementation + minor};
    return {"cpython" + minor, "pypy" + minor};
}

std::string python_in_words(const std::string& word) {
    const auto number = std::ranges::find_if(word, is_ascii_digit);
    const std::string name(word.begin(), number);
    const std::string shown = name == "cpython" ? "CPython" : name == "pypy" ? "PyPy" : name;
    return fmt::format("{} {}", shown, std::string(number, word.end()));
}

}  // namespace pexpack
