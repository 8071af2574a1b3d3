#include "line_error.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "pexpack/support/secrets.hpp"
#include "pexpack/support/text.hpp"
#include "python_text.hpp"

namespace pexpack {
namespace {

// More of a long line would bury the message.
constexpr std::size_t kShownCharacters = 400;

SourceLocation place_of(const std::string& line, std::size_t offset,
                        const std::vector<TextOrigin>& origins, SourceLocation where) {
    const TextOrigin* origin = nullptr;
    for (const TextOrigin& candidate : origins) {
        if (candidate.offset <= offset) origin = &candidate;
    }
    if (!origin) return where;
    where.line = origin->line;
    if (origin->column == 0) return where;
    const std::string_view before =
        std::string_view(line).substr(origin->offset, offset - origin->offset);
    where.column = origin->column + static_cast<int>(count_characters(before));
    return where;
}

// The line without its secrets and a caret below what stands at `offset`, or below the secret that
// it is part of.
std::string shown_line(const std::string& line, std::size_t offset) {
    const std::string shown = without_secrets(line);
    const std::string_view rest = std::string_view(line).substr(offset);
    const auto same =
        static_cast<std::size_t>(std::ranges::mismatch(shown, line).in1 - shown.begin());
    const bool is_behind = offset > same && shown.ends_with(rest);
    const std::size_t at = is_behind ? shown.size() - rest.size() : std::min(offset, same);
    const std::string before = printable(std::string_view(shown).substr(0, at));
    return fmt::format("\n    {}\n    {}^", printable(shown),
                       std::string(count_characters(before), ' '));
}

}  // namespace

Error line_error(std::string message, const std::string& reason, const std::string& line,
                 std::size_t offset, const std::vector<TextOrigin>& origins,
                 const SourceLocation& where, const std::vector<SourceLocation>& included_from) {
    const std::size_t at = std::min(offset, line.size());
    std::string cause = reason;
    if (line.size() <= kShownCharacters) {
        cause += shown_line(line, at);
    }
    Error error(ErrorKind::kBadInput, std::move(message));
    error.at(place_of(line, at, origins, where)).because(std::move(cause));
    for (const SourceLocation& include : included_from) {
        error.because(fmt::format("the file is included from {}", include.to_string()));
    }
    return error;
}

}  // namespace pexpack
