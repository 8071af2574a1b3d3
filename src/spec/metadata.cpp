#include "pexpack/spec/metadata.hpp"

#include <array>

#include "pexpack/support/text.hpp"
#include "unicode.hpp"

namespace pexpack {

namespace {

constexpr std::array kFields = {"Name", "Version", "Requires-Python", "Requires-Dist",
                                "Provides-Extra"};

ParseError in_field(std::string_view field, std::string_view value, const ParseError& error) {
    return {std::string(field) + " `" + printable(value) + "`: " + error.message, 0};
}

}  // namespace

Result<Metadata> Metadata::parse(std::string_view bytes) {
    RequirementReader requirements;
    return parse(bytes, requirements);
}

Result<Metadata> Metadata::parse(const HeaderBlock& headers) {
    RequirementReader requirements;
    return parse(headers, requirements);
}

Result<Metadata> Metadata::parse(std::string_view bytes, RequirementReader& requirements) {
    const auto headers = HeaderBlock::parse(bytes);
    if (!headers) return headers.error();
    return parse(*headers, requirements);
}

Result<Metadata> Metadata::parse(const HeaderBlock& headers, RequirementReader& requirements) {
    const auto name_text = headers.first("Name");
    if (!name_text) return ParseError{"the field Name is missing", 0};
    const auto version_text = headers.first("Version");
    if (!version_text) return ParseError{"the field Version is missing", 0};
    auto name = PackageName::parse(strip_python_space(*name_text));
    if (!name) return in_field("Name", *name_text, name.error());
    auto version = Version::parse(*version_text);
    if (!version) return in_field("Version", *version_text, version.error());

    Metadata metadata{std::move(name).value(), std::move(version).value(), {}, {}, {}, {}};
    if (const auto text = headers.first("Requires-Python")) {
        const auto specifiers = SpecifierSet::parse(*text);
        metadata.requires_python = specifiers.optional();
        if (!specifiers) {
            metadata.warnings.push_back(
                in_field("ignored Requires-Python", *text, specifiers.error()).message);
        }
    }
    for (const std::string_view text : headers.all("Requires-Dist")) {
        auto requirement = requirements.read(strip_python_space(text));
        if (!requirement) return in_field("Requires-Dist", text, requirement.error());
        metadata.requires_dist.push_back(std::move(requirement).value());
    }
    for (const std::string_view extra : headers.all("Provides-Extra")) {
        metadata.provides_extra.push_back(normalized_name(extra));
    }
    return metadata;
}

std::optional<std::string> Metadata::excerpt(const HeaderBlock& headers) {
    std::string bytes;
    for (const char* field : kFields) {
        for (const std::string_view value : headers.all(field)) {
            // Of a folded value the indentation is gone.
            if (value.find_first_of("\r\n") != std::string_view::npos) return std::nullopt;
            bytes.append(field).append(": ").append(value).append("\n");
        }
    }
    return bytes;
}

}  // namespace pexpack
