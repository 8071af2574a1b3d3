#include "pexpack/target/probe_answer.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/target/platforms.hpp"
#include "pexpack/target/tags.hpp"

namespace pexpack {
namespace {

using Json = nlohmann::json;

constexpr int kOldestMinor = 6;
constexpr int kLastMinor = 999;

struct PythonAnswer {
    int major = 0;
    int minor = 0;
    std::string nodot;           // "311"
    std::string implementation;  // "cpython"
    std::string abi_flags;
    std::string extension_suffix;
    std::string platform;  // "linux_x86_64"
    int pointer_bits = 64;
    std::string glibc, musl;
    std::vector<std::string> macos;  // version and machine
    Json elf;
    std::string executable;
    MarkerEnvironment markers;
};

// "1.2.5" and "2.20-2014.11" count with their first two numbers.
std::optional<PlatformVersion> platform_version(std::string_view text) {
    PlatformVersion version;
    const char* end = text.data() + text.size();
    const auto major = std::from_chars(text.data(), end, version.major);
    if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') return std::nullopt;
    const auto minor = std::from_chars(major.ptr + 1, end, version.minor);
    if (minor.ec != std::errc() || version.major > 99 || version.minor > 999) return std::nullopt;
    return version;
}

// PEP 425: characters that a tag cannot hold become `_`.
std::string tag_text(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '-' || c == '.' || c == ' '; }, '_');
    return text;
}

bool is_hard_float_arm(const Json& elf) {
    constexpr int arm = 40;
    constexpr std::uint32_t abi_mask = 0xFF000000;
    constexpr std::uint32_t abi_version_5 = 0x05000000;
    constexpr std::uint32_t hard_float = 0x00000400;
    if (!elf.is_object() || elf.at("class") != 32 || elf.at("machine") != arm) return false;
    const std::uint32_t flags = elf.at("flags").get<std::uint32_t>();
    return elf.at("little") == true && (flags & abi_mask) == abi_version_5 &&
           (flags & hard_float) == hard_float;
}

bool is_x86_32(const Json& elf) {
    constexpr int i386 = 3;
    return elf.is_object() && elf.at("class") == 32 && elf.at("machine") == i386 &&
           elf.at("little") == true;
}

// Whether the program itself has an ABI that manylinux wheels are built for (PEP 600).
bool runs_manylinux(const std::string& architecture, const Json& elf) {
    static const std::vector<std::string> known{"x86_64", "aarch64",     "ppc64",  "ppc64le",
                                                "s390x",  "loongarch64", "riscv64"};
    if (architecture == "armv7l" || architecture == "armv8l") return is_hard_float_arm(elf);
    if (architecture == "i686") return is_x86_32(elf);
    return std::find(known.begin(), known.end(), architecture) != known.end();
}

std::vector<std::string> platforms_on_linux(const PythonAnswer& python) {
    std::string architecture = python.platform.substr(std::string_view("linux_").size());
    if (python.pointer_bits == 32 && architecture == "x86_64") architecture = "i686";
    if (python.pointer_bits == 32 && architecture == "aarch64") architecture = "armv8l";
    std::optional<PlatformVersion> glibc = platform_version(python.glibc);
    if (!runs_manylinux(architecture, python.elf)) glibc.reset();
    return linux_platforms(architecture, glibc, platform_version(python.musl));
}

std::vector<std::string> platforms_of(const PythonAnswer& python) {
    if (python.platform.starts_with("linux_")) return platforms_on_linux(python);
    if (python.macos.size() == 2) {
        std::string machine = python.macos[1];
        if (python.pointer_bits == 32) machine = machine.starts_with("ppc") ? "ppc" : "i386";
        // A version like "26" has no minor.
        const std::string& version = python.macos[0];
        const auto parsed =
            platform_version(version.find('.') == std::string::npos ? version + ".0" : version);
        if (parsed) return macos_ladder(*parsed, machine);
    }
    return {python.platform};
}

std::string short_name(const std::string& implementation) {
    if (implementation == "cpython") return "cp";
    if (implementation == "pypy") return "pp";
    if (implementation == "ironpython") return "ip";
    if (implementation == "jython") return "jy";
    return implementation == "python" ? "py" : implementation;
}

// The ABI in the suffix of extension modules: ".pypy310-pp73-x86_64-linux-gnu.so" has pypy310_pp73.
std::vector<std::string> abis_from_suffix(const std::string& suffix) {
    const std::vector<std::string_view> parts = split(suffix, '.');
    if (parts.size() < 3 || parts[1].empty()) return {};
    const std::vector<std::string_view> words = split(parts[1], '-');
    std::size_t used = words.size();
    if (parts[1].starts_with("pypy")) used = std::min<std::size_t>(used, 2);
    if (parts[1].starts_with("graalpy")) used = std::min<std::size_t>(used, 3);
    std::string abi;
    for (std::size_t i = 0; i < used; ++i) abi.append(i == 0 ? "" : "_").append(words[i]);
    return {tag_text(abi)};
}

std::vector<std::string> abis_of(const PythonAnswer& python) {
    if (python.implementation != "cpython") return abis_from_suffix(python.extension_suffix);
    const std::string plain = fmt::format("cp{}{}", python.major, python.minor);
    std::vector<std::string> abis{plain + python.abi_flags};
    // A debug build also loads what was built for the release build (3.8 and later).
    const std::size_t debug = python.abi_flags.find('d');
    if (python.minor >= 8 && debug != std::string::npos) {
        std::string flags = python.abi_flags;
        abis.push_back(plain + flags.erase(debug, 1));
    }
    return abis;
}

TagSet tags_of(const PythonAnswer& python, const std::vector<std::string>& platforms) {
    const std::string name = short_name(python.implementation);
    const PythonRelease release{python.major, python.minor};
    if (name == "cp") {
        return TagSet(
            interpreter_tags(name, release, abis_of(python), platforms, "cp" + python.nodot));
    }
    std::vector<Tag> tags = generic_tags(name + python.nodot, abis_of(python), platforms);
    for (Tag& tag : compatible_tags(release, name == "pp" ? "pp3" : "", platforms)) {
        tags.push_back(std::move(tag));
    }
    return TagSet(std::move(tags));
}

PythonAnswer read_answer(const Json& json) {
    PythonAnswer python;
    python.major = json.at("version").at(0).get<int>();
    python.minor = json.at("version").at(1).get<int>();
    python.nodot = json.at("version_nodot").get<std::string>();
    if (python.nodot.empty()) python.nodot = fmt::format("{}{}", python.major, python.minor);
    python.abi_flags = json.at("abi_flags").get<std::string>();
    python.extension_suffix = json.at("extension_suffix").get<std::string>();
    python.platform = tag_text(ascii_lower(json.at("platform").get<std::string>()));
    python.pointer_bits = json.at("pointer_bits").get<int>();
    python.glibc = json.at("glibc").get<std::string>();
    python.musl = json.at("musl").get<std::string>();
    python.macos = json.at("macos").get<std::vector<std::string>>();
    python.elf = json.at("elf");
    python.executable = json.at("executable").get<std::string>();
    for (const auto& [name, value] : json.at("markers").items()) {
        python.markers.set(name, value.get<std::string>());
    }
    python.implementation = json.at("markers").at("implementation_name").get<std::string>();
    return python;
}

Error no_answer(const std::string& path, std::string why) {
    return Error(ErrorKind::kBadInput,
                 fmt::format("`{}` is not a Python that works", printable(path)))
        .because(std::move(why))
        .hint("name another with --python");
}

Version full_version(const PythonAnswer& python, const std::string& path) {
    const std::string* text = python.markers.find("python_full_version");
    // "3.13.0a6+" is a build of a checkout: later than 3.13.0a6.
    if (text) {
        Result<Version> version = Version::parse(text->ends_with('+') ? *text + "local" : *text);
        if (version) return std::move(version).value();
    }
    throw no_answer(path, "its version cannot be read");
}

// Whether it says the same twice: the tags come from one place, what fits `Requires-Python` from
// the other.
bool is_version_of(const Version& version, const PythonAnswer& python) {
    const auto release = version.release();
    return release.size() >= 2 && release[0] == std::to_string(python.major) &&
           release[1] == std::to_string(python.minor);
}

// Plain linux_* says less than the C library's tag that follows it.
std::string most_specific(const std::vector<std::string>& platforms) {
    const auto found = std::find_if(platforms.begin(), platforms.end(),
                                    [](const std::string& p) { return !p.starts_with("linux_"); });
    return found == platforms.end() ? platforms.front() : *found;
}

PythonAnswer parse_answer(const std::string& json, const std::string& path) {
    try {
        return read_answer(Json::parse(json));
    } catch (const Json::exception&) {
        throw no_answer(path, "it does not answer as a Python does");
    }
}

}  // namespace

ProbeAnswer read_probe_answer(const std::string& json, const std::string& path) {
    PythonAnswer python = parse_answer(json, path);
    if (python.major != 3 || python.minor < kOldestMinor) {
        throw Error(ErrorKind::kBadInput,
                    fmt::format("`{}` is Python {}.{}, a pex needs 3.{} or later", printable(path),
                                python.major, python.minor, kOldestMinor))
            .hint("name another with --python");
    }
    if (python.minor > kLastMinor) throw no_answer(path, "its version cannot be read");
    const std::vector<std::string> platforms = platforms_of(python);
    Version version = full_version(python, path);
    if (!is_version_of(version, python)) throw no_answer(path, "it says two versions");
    const std::string* name = python.markers.find("platform_python_implementation");
    std::string description =
        fmt::format("{} {} ({})", name ? *name : python.implementation, version.to_string(), path);
    return {python.executable, Target{std::move(description),
                                      python.implementation,
                                      std::move(version),
                                      most_specific(platforms),
                                      tags_of(python, platforms),
                                      std::move(python.markers),
                                      {}}};
}

}  // namespace pexpack
