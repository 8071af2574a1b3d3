#include "version_in_file.hpp"

#include <algorithm>

#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::string_view kBlanks = " \t\f\v";

void skip(std::string_view& line, std::string_view blanks) {
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
}

// What is behind `NAME = ` in the line; nothing when it is no such line.
std::optional<std::string_view> value_in(std::string_view line, std::string_view name,
                                         std::string_view blanks) {
    if (!line.starts_with(name)) return std::nullopt;
    line.remove_prefix(name.size());
    skip(line, blanks);
    if (!line.starts_with('=')) return std::nullopt;
    line.remove_prefix(1);
    skip(line, blanks);
    if (!line.starts_with('"') && !line.starts_with('\'')) return std::nullopt;
    return line;
}

bool is_end_of_statement(std::string_view rest) {
    skip(rest, kBlanks);
    return rest.empty() || rest.front() == '#';
}

std::optional<std::string> hatchling_version(std::string_view value) {
    const char quote = value.front();
    value.remove_prefix(1);
    const bool has_v = value.starts_with('v') || value.starts_with('V');
    for (const std::string_view rest : {value.substr(has_v ? 1 : 0), value}) {
        const std::size_t end = rest.find(quote, 1);
        if (!rest.empty() && end != std::string_view::npos) return std::string(rest.substr(0, end));
    }
    return std::nullopt;
}

std::optional<std::string> pdm_version(std::string_view value) {
    value.remove_prefix(1);
    for (std::size_t end = value.find_first_of("\"'", 1); end != std::string_view::npos;
         end = value.find_first_of("\"'", end + 1)) {
        if (is_end_of_statement(value.substr(end + 1))) return std::string(value.substr(0, end));
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> version_by_hatchling(std::string_view text) {
    for (const std::string_view line : split(text, '\n')) {
        const std::string lower = ascii_lower(line);
        for (const std::string_view name : {"__version__", "version"}) {
            const auto value = value_in(lower, name, " ");
            if (!value) continue;
            if (auto version = hatchling_version(line.substr(line.size() - value->size())))
                return version;
        }
    }
    return std::nullopt;
}

std::optional<std::string> version_by_pdm(std::string_view text) {
    for (const std::string_view line : split(text, '\n')) {
        for (const std::string_view name : {"__version__", "VERSION"}) {
            const auto value = value_in(line, name, kBlanks);
            if (!value) continue;
            if (auto version = pdm_version(*value)) return version;
        }
    }
    return std::nullopt;
}

}  // namespace pexpack
