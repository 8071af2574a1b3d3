#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "pexpack/support/text.hpp"
#include "pexpack/target/target.hpp"

namespace pexpack {
namespace {

struct Field {
    std::string_view text;
    std::size_t offset;
};

// PLATFORM-IMPLEMENTATION-VERSION-ABI, split from the right because PLATFORM may hold dashes.
std::optional<std::array<Field, 4>> split_fields(std::string_view text) {
    std::array<Field, 4> fields{};
    std::size_t end = text.size();
    for (std::size_t i = 3; i > 0; --i) {
        const std::size_t dash = end == 0 ? std::string_view::npos : text.rfind('-', end - 1);
        if (dash == std::string_view::npos) return std::nullopt;
        fields[i] = {text.substr(dash + 1, end - dash - 1), dash + 1};
        end = dash;
    }
    fields[0] = {text.substr(0, end), 0};
    const bool complete =
        std::none_of(fields.begin(), fields.end(), [](Field f) { return f.text.empty(); });
    return complete ? std::optional(fields) : std::nullopt;
}

std::string normal_platform(std::string_view text) {
    std::string platform = ascii_lower(text);
    std::replace(platform.begin(), platform.end(), '-', '_');
    std::replace(platform.begin(), platform.end(), '.', '_');
    return platform;
}

bool is_decimal(std::string_view text) {
    return !text.empty() && text.size() <= 3 &&
           std::all_of(text.begin(), text.end(), is_ascii_digit);
}

// "36" is 3.6 and "310" is 3.10: the first digit is the major version. "3.6" and "3.6.15" stay.
std::optional<std::string> dotted_version(std::string_view text) {
    const std::vector<std::string_view> parts = split(text, '.');
    if (!std::all_of(parts.begin(), parts.end(), is_decimal)) return std::nullopt;
    if (parts.size() == 1) {
        if (text.size() < 2) return std::nullopt;
        return fmt::format("{}.{}", text.substr(0, 1), text.substr(1));
    }
    if (parts.size() > 3) return std::nullopt;
    return std::string(text);
}

// "cp36" for "3.6" and "3.6.15".
std::string abi_prefix(std::string_view version) {
    const std::vector<std::string_view> parts = split(version, '.');
    return fmt::format("cp{}{}", parts[0], parts[1]);
}

bool is_word(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_ascii_alnum(c) || c == '_'; });
}

}  // namespace

Result<PlatformSpec> PlatformSpec::parse(std::string_view text) {
    const auto fields = split_fields(text);
    if (!fields) {
        return ParseError{"it needs four parts, PLATFORM-IMPLEMENTATION-VERSION-ABI", 0};
    }
    const auto& [platform, implementation, version, abi] = *fields;

    PlatformSpec spec;
    spec.platform = normal_platform(platform.text);
    if (!is_word(spec.platform)) {
        return ParseError{fmt::format("`{}` is no platform", printable(platform.text)), 0};
    }
    spec.implementation = ascii_lower(implementation.text);
    if (spec.implementation != "cp" && spec.implementation != "pp" && spec.implementation != "py") {
        return ParseError{fmt::format("`{}` is no implementation: cp is CPython, pp is PyPy",
                                      printable(implementation.text)),
                          implementation.offset};
    }
    const std::optional<std::string> dotted = dotted_version(version.text);
    if (!dotted) {
        return ParseError{fmt::format("`{}` is no Python version", printable(version.text)),
                          version.offset};
    }
    spec.version = *dotted;
    spec.abi = ascii_lower(abi.text);
    if (!is_word(spec.abi)) {
        return ParseError{fmt::format("`{}` is no ABI", printable(abi.text)), abi.offset};
    }
    // pex's short form: `m` after cp-36 is cp36m. Stable and absent ABIs are names of their own.
    const bool complete = spec.abi == "abi3" || spec.abi == "none" || spec.abi.starts_with("cp");
    if (spec.implementation == "cp" && !complete) spec.abi = abi_prefix(spec.version) + spec.abi;
    return spec;
}

std::string PlatformSpec::to_string() const {
    return fmt::format("{}-{}-{}-{}", platform, implementation, version, abi);
}

}  // namespace pexpack
