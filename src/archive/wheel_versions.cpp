#include "wheel_versions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <string_view>

#include "bad_wheel.hpp"
#include "pexpack/spec/header_block.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

struct FormatVersion {
    unsigned major = 0;
    unsigned minor = 0;
};

constexpr FormatVersion kKnownWheel{1, 0};
constexpr FormatVersion kKnownMetadata{2, 5};

// "2.1"; "2" as "2.0".
std::optional<FormatVersion> parse_version(std::string_view text) {
    FormatVersion version;
    const char* const end = text.data() + text.size();
    const auto major = std::from_chars(text.data(), end, version.major);
    if (major.ec != std::errc()) return std::nullopt;
    if (major.ptr == end) return version;
    if (*major.ptr != '.') return std::nullopt;
    const auto minor = std::from_chars(major.ptr + 1, end, version.minor);
    if (minor.ec != std::errc() || minor.ptr != end) return std::nullopt;
    return version;
}

// Readers take the first of several or the last: then they do not agree what this wheel is.
void refuse_contradictions(const WheelReader& wheel, const char* file, const HeaderBlock& headers,
                           std::initializer_list<const char*> fields) {
    for (const char* field : fields) {
        const std::vector<std::string_view> values = headers.all(field);
        if (std::ranges::adjacent_find(values, std::not_equal_to()) == values.end()) continue;
        throw bad_wheel(wheel.file().path(),
                        fmt::format("its {} has more than one {}", file, field));
    }
}

std::string newer(const WheelReader& wheel, const char* file, std::string_view version,
                  FormatVersion known) {
    return fmt::format(
        "the {} of `{}` is of version {}, newer than {}.{}: what is new in it is "
        "not looked at",
        file, wheel.file().path(), version, known.major, known.minor);
}

void check_wheel_version(const WheelReader& wheel, std::vector<std::string>& warnings) {
    const auto text = wheel.dist_info_file("WHEEL");
    if (!text) throw bad_wheel(wheel.file().path(), "it has no WHEEL file");
    const auto headers = HeaderBlock::parse(*text);
    if (!headers) {
        throw bad_wheel(wheel.file().path(),
                        fmt::format("its WHEEL file cannot be read: {}", headers.error().message));
    }
    refuse_contradictions(wheel, "WHEEL", *headers, {"Wheel-Version", "Root-Is-Purelib"});
    const auto field = headers->first("Wheel-Version");
    if (!field) throw bad_wheel(wheel.file().path(), "its WHEEL file names no Wheel-Version");
    const std::string_view value = trim_blanks(*field);
    const auto version = parse_version(value);
    if (!version || version->major != kKnownWheel.major) {
        throw bad_wheel(
            wheel.file().path(),
            fmt::format("its format is version {}, only 1.x is known", printable(value)));
    }
    if (version->minor > kKnownWheel.minor)
        warnings.push_back(newer(wheel, "WHEEL file", value, kKnownWheel));
}

void check_metadata_version(const WheelReader& wheel, std::vector<std::string>& warnings) {
    const auto headers = HeaderBlock::parse(wheel.metadata_text());
    if (!headers) return;  // whoever reads the metadata says what is wrong with them
    refuse_contradictions(wheel, "METADATA", *headers,
                          {"Metadata-Version", "Name", "Version", "Requires-Python"});
    const auto field = headers->first("Metadata-Version");
    if (!field) {
        warnings.push_back(
            fmt::format("the METADATA of `{}` names no Metadata-Version", wheel.file().path()));
        return;
    }
    const std::string_view value = trim_blanks(*field);
    const auto version = parse_version(value);
    if (!version || version->major == 0 || version->major > kKnownMetadata.major) {
        throw bad_wheel(wheel.file().path(),
                        fmt::format("its METADATA is of version {}, only 1.x and 2.x are known",
                                    printable(value)));
    }
    if (version->major == kKnownMetadata.major && version->minor > kKnownMetadata.minor)
        warnings.push_back(newer(wheel, "METADATA", value, kKnownMetadata));
}

}  // namespace

std::vector<std::string> check_versions(const WheelReader& wheel) {
    std::vector<std::string> warnings;
    check_wheel_version(wheel, warnings);
    check_metadata_version(wheel, warnings);
    return warnings;
}

}  // namespace pexpack
