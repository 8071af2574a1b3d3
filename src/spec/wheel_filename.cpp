#include "pexpack/spec/wheel_filename.hpp"

#include <algorithm>
#include <optional>

#include "pexpack/support/text.hpp"
#include "version_parts.hpp"

namespace pexpack {

namespace {

constexpr std::string_view kSuffix = ".whl";
constexpr std::string_view kTooFewOrMany = "a wheel's name has five or six parts joined by hyphens";

struct Fields {
    std::string_view name;
    std::string_view version;
    std::string_view build;  // "" when there is none
    bool has_build = false;
    std::string_view tags;  // all three
};

// Absent when there are too few or too many. `are_tags` may know what three parts look like.
template <typename AreTags>
std::optional<Fields> split_at_hyphens(std::string_view stem, AreTags are_tags) {
    const std::size_t first = stem.find('-');
    const std::size_t second = stem.find('-', first + 1);
    if (first == stem.npos || second == stem.npos) return std::nullopt;
    Fields fields;
    fields.name = stem.substr(0, first);
    fields.version = stem.substr(first + 1, second - first - 1);
    fields.tags = stem.substr(second + 1);
    if (are_tags(fields.tags)) return fields;
    const auto hyphens = std::ranges::count(fields.tags, '-');
    if (hyphens == 2) return fields;
    if (hyphens != 3) return std::nullopt;
    const std::size_t third = fields.tags.find('-');
    fields.build = fields.tags.substr(0, third);
    fields.tags.remove_prefix(third + 1);
    fields.has_build = true;
    return fields;
}

Result<BuildTag> parse_build(std::string_view text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_ascii_digit);
    const auto digits = static_cast<std::size_t>(end - text.begin());
    if (digits == 0) return ParseError{"a build tag starts with a digit", 0};
    // As the reference reads it: what follows a line's end does not count.
    return BuildTag{std::string(without_leading_zeros(text.substr(0, digits))),
                    std::string(text.substr(digits, text.find('\n') - digits))};
}

// Where the part stands in the file name, added to what is wrong with it.
ParseError in_filename(ParseError error, std::string_view filename, std::string_view part) {
    error.offset += static_cast<std::size_t>(part.data() - filename.data());
    return error;
}

// `known_tags` gives the tags of a text when they were read before, `read_tags` reads them.
template <typename KnownTags, typename ReadTags>
Result<WheelFilename> parse_with(std::string_view filename, KnownTags known_tags,
                                 ReadTags read_tags) {
    if (filename.size() > WheelFilename::kMaxLength)
        return ParseError{"a file name this long is not accepted", 0};
    if (!filename.ends_with(kSuffix)) return ParseError{"a wheel's name ends in `.whl`", 0};
    const CompressedTags* known = nullptr;
    const auto fields =
        split_at_hyphens(filename.substr(0, filename.size() - kSuffix.size()),
                         [&](std::string_view tags) { return (known = known_tags(tags)); });
    if (!fields) return ParseError{std::string(kTooFewOrMany), 0};
    auto name = PackageName::escaped(fields->name);
    if (!name) return ParseError{"this is no package name", 0};
    auto version = Version::parse(fields->version);
    if (!version) return in_filename(version.error(), filename, fields->version);
    if (known != nullptr) {
        return Result<WheelFilename>(std::in_place, std::string(filename), std::move(*name),
                                     std::move(version).value(), *known);
    }
    BuildTag build;
    if (fields->has_build) {
        auto parsed = parse_build(fields->build);
        if (!parsed) return in_filename(parsed.error(), filename, fields->build);
        build = std::move(parsed).value();
    }
    auto tags = read_tags(fields->tags);
    if (!tags) return in_filename(tags.error(), filename, fields->tags);
    return Result<WheelFilename>(std::in_place, std::string(filename), std::move(*name),
                                 std::move(version).value(), std::move(tags).value(),
                                 std::move(build));
}

}  // namespace

std::strong_ordering operator<=>(const BuildTag& a, const BuildTag& b) {
    // Without leading zeros the longer number is the larger one, and none at all the least.
    if (const auto order = a.number.size() <=> b.number.size(); order != 0) return order;
    if (const auto order = a.number <=> b.number; order != 0) return order;
    return a.suffix <=> b.suffix;
}

Result<WheelFilename> WheelFilename::parse(std::string_view filename) {
    return parse_with(
        filename, [](std::string_view) -> const CompressedTags* { return nullptr; },
        [](std::string_view tags) { return CompressedTags::parse(tags); });
}

Result<WheelFilename> WheelFilename::parse(std::string_view filename, TagReader& reader) {
    return parse_with(
        filename, [&](std::string_view tags) { return reader.find(tags); },
        [&](std::string_view tags) { return reader.read(tags); });
}

}  // namespace pexpack
