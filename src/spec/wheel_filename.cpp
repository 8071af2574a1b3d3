#include "pexpack/spec/wheel_filename.hpp"

#include <algorithm>
#include <array>

#include "pexpack/support/text.hpp"
#include "unicode.hpp"
#include "version_parts.hpp"

namespace pexpack {

namespace {

// PEP 427 escapes runs of other characters in the name to one underscore; dots stayed in use.
bool is_escaped_name(std::string_view name) {
    char32_t last = 0;
    for (std::size_t position = 0; position < name.size();) {
        const char32_t c = next_code_point(name, position);
        if (c != '.' && !is_word_character(c)) return false;
        if (c == '_' && last == '_') return false;
        last = c;
    }
    return !name.empty();
}

constexpr std::size_t kMostHyphens = 5;

struct Fields {
    std::array<std::string_view, kMostHyphens + 1> parts;
    std::size_t hyphens = 0;  // more than kMostHyphens: there are too many
};

Fields split_at_hyphens(std::string_view text) {
    Fields fields;
    std::size_t start = 0;
    for (std::string_view& part : fields.parts) {
        const std::size_t end = text.find('-', start);
        part = text.substr(start, end - start);
        if (end == text.npos) break;
        ++fields.hyphens;
        start = end + 1;
    }
    return fields;
}

}  // namespace

std::strong_ordering operator<=>(const BuildTag& a, const BuildTag& b) {
    // Without leading zeros the longer number is the larger one, and none at all the least.
    if (const auto order = a.number.size() <=> b.number.size(); order != 0) return order;
    if (const auto order = a.number <=> b.number; order != 0) return order;
    return a.suffix <=> b.suffix;
}

Result<WheelFilename> WheelFilename::parse(std::string_view filename) {
    if (filename.size() > kMaxLength) return ParseError{"a file name this long is not accepted", 0};
    if (!filename.ends_with(".whl")) return ParseError{"a wheel's name ends in `.whl`", 0};
    const std::string_view stem = filename.substr(0, filename.size() - 4);
    const auto [fields, hyphens] = split_at_hyphens(stem);
    if (hyphens != kMostHyphens - 1 && hyphens != kMostHyphens) {
        return ParseError{"a wheel's name has five or six parts joined by hyphens", 0};
    }
    if (!is_escaped_name(fields[0])) return ParseError{"this is no package name", 0};
    const auto offset = [&, &parts = fields](std::size_t field) {
        return static_cast<std::size_t>(parts[field].data() - filename.data());
    };
    auto version = Version::parse(fields[1]);
    if (!version) return ParseError{version.error().message, offset(1) + version.error().offset};

    BuildTag build;
    if (hyphens == kMostHyphens) {
        const auto end = std::find_if_not(fields[2].begin(), fields[2].end(), is_ascii_digit);
        const auto digits = static_cast<std::size_t>(end - fields[2].begin());
        if (digits == 0) return ParseError{"a build tag starts with a digit", offset(2)};
        build.number = without_leading_zeros(fields[2].substr(0, digits));
        // As the reference reads it: what follows a line's end does not count.
        build.suffix = fields[2].substr(digits, fields[2].find('\n') - digits);
    }
    const std::size_t tag_field = hyphens - 2;
    auto tags = CompressedTags::parse(stem.substr(offset(tag_field)));
    if (!tags) return ParseError{tags.error().message, offset(tag_field)};
    return WheelFilename{std::string(filename), PackageName::normalized(fields[0]),
                         std::move(version).value(), std::move(build), std::move(tags).value()};
}

}  // namespace pexpack
