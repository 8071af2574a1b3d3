#include "pexpack/target/places.hpp"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "pexpack/support/text.hpp"
#include "pexpack/target/platforms.hpp"

namespace pexpack {
namespace {

// A range of versions per row, both ends included. Looked up in November 2026:
// - Amazon EMR Release Guide: 6.12 to 6.15 have Python 2.7 and 3.7, 7.0 has 3.9, 7.1 to 7.13 have
//   3.9 and 3.11; Management Guide: 5.x and 6.x are on Amazon Linux 2, 7.x on Amazon Linux 2023.
// - AWS re:Post Knowledge Center, "upgrade Spark to Python 3": Python 3.6 beside 2.7 in EMR 5.20 to
//   5.29. aws-samples/aws-emr-utilities, emr-ec2-custom-python3: 3.7.16 in EMR 6.x.
// - AWS Lambda Developer Guide: Python 3.8 to 3.11 on Amazon Linux 2, 3.12 to 3.14 on 2023.
// - Amazon Linux 2023 User Guide: glibc 2.34.
// - Docker's official image: 3.6 ends with Debian 11 (glibc 2.31), 3.7 with Debian 12 (2.36); newer
//   ones moved on to Debian 13, which runs what Debian 12 does. From Alpine 3.13 on musl is 1.2.
// - Debian's package lists: glibc 2.28 in 10 (buster), 2.31 in 11 (bullseye), 2.36 in 12
//   (bookworm), 2.41 in 13 (trixie).
// Not found in a document of its maker: glibc 2.17 of the first Amazon Linux, 2.26 of the second,
// and Python 3.7 of EMR 5.30 to 5.36.
struct Row {
    std::string_view family;
    PlatformVersion first;
    PlatformVersion last;
    std::string_view platform;
    std::string_view python;  // "" when the place's version is Python's
    std::string_view source;
};

constexpr std::array<Row, 13> kRows{{
    {"emr-",
     {5, 20},
     {5, 29},
     "manylinux_2_17",
     "3.6",
     "AWS re:Post: 5.20 to 5.29 have Python 3.6, on the first Amazon Linux"},
    {"emr-",
     {5, 30},
     {5, 99},
     "manylinux_2_26",
     "3.7",
     "Amazon EMR Release Guide: 5.30 and later are Amazon Linux 2 with Python 3.7"},
    {"emr-",
     {6, 0},
     {6, 99},
     "manylinux_2_26",
     "3.7",
     "Amazon EMR Release Guide: 6.x is Amazon Linux 2 with Python 3.7"},
    {"emr-",
     {7, 0},
     {7, 99},
     "manylinux_2_34",
     "3.9",
     "Amazon EMR Release Guide: 7.x is Amazon Linux 2023 with Python 3.9"},
    {"lambda-",
     {3, 8},
     {3, 11},
     "manylinux_2_26",
     "",
     "AWS Lambda Developer Guide, Lambda runtimes: up to Python 3.11 on Amazon Linux 2"},
    {"lambda-",
     {3, 12},
     {3, 99},
     "manylinux_2_34",
     "",
     "AWS Lambda Developer Guide, Lambda runtimes: from Python 3.12 on Amazon Linux 2023"},
    {"python:",
     {3, 6},
     {3, 6},
     "manylinux_2_31",
     "",
     "Docker official image python: 3.6 was last built on Debian 11"},
    {"python:",
     {3, 7},
     {3, 99},
     "manylinux_2_36",
     "",
     "Docker official image python: Debian 12 or later"},
    {"python-buster:",
     {3, 6},
     {3, 99},
     "manylinux_2_28",
     "",
     "Docker official image python: Debian 10 (buster)"},
    {"python-bullseye:",
     {3, 6},
     {3, 99},
     "manylinux_2_31",
     "",
     "Docker official image python: Debian 11 (bullseye)"},
    {"python-bookworm:",
     {3, 6},
     {3, 99},
     "manylinux_2_36",
     "",
     "Docker official image python: Debian 12 (bookworm)"},
    {"python-trixie:",
     {3, 6},
     {3, 99},
     "manylinux_2_41",
     "",
     "Docker official image python: Debian 13 (trixie)"},
    {"python-alpine:",
     {3, 8},
     {3, 99},
     "musllinux_1_2",
     "",
     "Docker official image python: Alpine 3.13 or later"},
}};

bool take_suffix(std::string_view& text, std::string_view suffix) {
    if (!text.ends_with(suffix)) return false;
    text.remove_suffix(suffix.size());
    return true;
}

// The first two numbers of "6.15" or "6.15.0"; nothing when there is anything else.
std::optional<PlatformVersion> read_version(std::string_view text) {
    const std::vector<std::string_view> parts = split(text, '.');
    if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
    std::array<int, 3> numbers{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const char* end = parts[i].data() + parts[i].size();
        const auto read = std::from_chars(parts[i].data(), end, numbers[i]);
        if (read.ec != std::errc() || read.ptr != end || numbers[i] < 0) return std::nullopt;
    }
    return PlatformVersion{numbers[0], numbers[1]};
}

std::string with_cpython(std::string_view platform, std::string_view python,
                         PlatformVersion version) {
    return fmt::format("{}-cp-{}-cp{}{}{}", platform, python, version.major, version.minor,
                       version < PlatformVersion{3, 8} ? "m" : "");
}

std::optional<Place> find_row(std::string_view family, std::string_view version_text,
                              std::string_view architecture) {
    const std::optional<PlatformVersion> version = read_version(version_text);
    if (!version) return std::nullopt;
    for (const Row& row : kRows) {
        if (row.family != family || *version < row.first || *version > row.last) continue;
        const std::string_view python = row.python.empty() ? version_text : row.python;
        return Place{with_cpython(fmt::format("{}_{}", row.platform, architecture), python,
                                  row.python.empty() ? *version : *read_version(row.python)),
                     std::string(row.source)};
    }
    return std::nullopt;
}

// What follows "python:" in the name of an image: "3.11", "3.11-slim", "3.6-slim-buster",
// "3.12-alpine3.20".
std::optional<Place> docker_image(std::string_view tag) {
    std::vector<std::string_view> words = split(tag, '-');
    std::erase(words, "slim");
    if (words.empty() || words.size() > 2) return std::nullopt;
    if (words.size() == 1) return find_row("python:", words[0], "x86_64");
    if (words[1].starts_with("alpine")) return find_row("python-alpine:", words[0], "x86_64");
    return find_row(fmt::format("python-{}:", words[1]), words[0], "x86_64");
}

// "linux-x86_64-py3.9"
std::optional<Place> platform_with_python(std::string_view name) {
    const std::size_t at = name.rfind("-py");
    if (at == std::string_view::npos || at == 0) return std::nullopt;
    const std::string_view python = name.substr(at + 3);
    const std::optional<PlatformVersion> version = read_version(python);
    if (!version) return std::nullopt;
    return Place{with_cpython(name.substr(0, at), python, *version), ""};
}

}  // namespace

std::optional<Place> find_place(std::string_view name) {
    std::string_view rest = name;
    constexpr std::string_view docker = "python:";
    if (name.starts_with(docker)) return docker_image(name.substr(docker.size()));
    for (std::string_view family : {"emr-", "lambda-"}) {
        if (!rest.starts_with(family)) continue;
        const bool arm = take_suffix(rest, "-arm64") || take_suffix(rest, "-aarch64");
        return find_row(family, rest.substr(family.size()), arm ? "aarch64" : "x86_64");
    }
    return platform_with_python(name);
}

std::optional<std::string> places_like(std::string_view name) {
    // Rows of a family go up, so its first one has the oldest version.
    for (const Row& row : kRows) {
        if (!name.starts_with(row.family)) continue;
        if (row.family == "python:") {
            return fmt::format(
                "python:{}.{} and later, alone or with one of -alpine, -bookworm, -bullseye, "
                "-buster, -slim, -trixie behind it",
                row.first.major, row.first.minor);
        }
        return fmt::format("{}{}.{} and later", row.family, row.first.major, row.first.minor);
    }
    return std::nullopt;
}

}  // namespace pexpack
