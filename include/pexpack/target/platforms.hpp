// Platform tags and which older ones each of them includes: PEP 600 (manylinux), PEP 656
// (musllinux), macOS, iOS (PEP 730) and Android (PEP 738).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pexpack {

struct PlatformVersion {
    int major = 0;
    int minor = 0;

    friend bool operator==(const PlatformVersion&, const PlatformVersion&) = default;
    friend auto operator<=>(const PlatformVersion&, const PlatformVersion&) = default;
};

// A platform tag taken apart: "manylinux2014_x86_64" is glibc 2.17 on x86_64.
struct PlatformTag {
    enum class Family { kGlibc, kMusl, kLinux, kMacos, kIos, kAndroid, kWindows };
    Family family = Family::kLinux;
    PlatformVersion version;   // of the C library or the system; zero for kLinux and kWindows
    std::string architecture;  // "x86_64", "universal2", "amd64"; "32" for win32

    // Nothing when the tag is of no known family or its numbers are absurd.
    static std::optional<PlatformTag> parse(std::string_view tag);
};

// "Linux", "macOS", "iOS", "Android", "Windows".
std::string_view operating_system(PlatformTag::Family family);

// Every manylinux tag that a glibc of this version runs, newest first, legacy names right after
// their PEP 600 equals: down to 2.5 on x86_64 and i686, to 2.17 elsewhere. Empty for an older
// glibc.
std::vector<std::string> manylinux_ladder(PlatformVersion glibc, std::string_view architecture);

// musllinux_1_2, musllinux_1_1, musllinux_1_0.
std::vector<std::string> musllinux_ladder(PlatformVersion musl, std::string_view architecture);

// A real Linux machine: its native tag, then what its C libraries run. An ARM machine in 32-bit
// mode (armv8l) runs armv7l too.
std::vector<std::string> linux_platforms(std::string_view architecture,
                                         std::optional<PlatformVersion> glibc,
                                         std::optional<PlatformVersion> musl);

// From the given macOS version down, with the binary formats that the architecture runs.
std::vector<std::string> macos_ladder(PlatformVersion macos, std::string_view architecture);

std::vector<std::string> ios_ladder(PlatformVersion ios, std::string_view architecture);
std::vector<std::string> android_ladder(int api_level, std::string_view architecture);

// What pip makes of an explicit list of platforms: manylinux2014 and manylinux2010 include their
// legacy predecessors, macOS, iOS and Android walk down, nothing else does. Repeats are dropped.
std::vector<std::string> pip_platforms(const std::vector<std::string>& platforms);

// What a machine named by `platform` accepts: every lower version of the same C library or system,
// and for plain `linux_*` the manylinux tags of `assumed_glibc` before it. `platform` is a known
// one.
std::vector<std::string> machine_platforms(const PlatformTag& platform, std::string_view tag,
                                           PlatformVersion assumed_glibc);

}  // namespace pexpack
