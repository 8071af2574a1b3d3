#include "line_error.hpp"

#include <algorithm>

#include <fmt/format.h>

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

}  // namespace

Error line_error(std::string message, const std::string& reason, const std::string& line,
                 std::size_t offset, const std::vector<TextOrigin>& origins,
                 const SourceLocation& where, const std::vector<SourceLocation>& included_from) {
    const std::size_t at = std::min(offset, line.size());
    std::string cause = reason;
    if (line.size() <= kShownCharacters) {
        const std::string before = printable(std::string_view(line).substr(0, at));
        cause += fmt::format("\n    {}\n    {}^", printable(line),
                             std::string(count_characters(before), ' '));
    }
    Error error(ErrorKind::kBadInput, std::move(message));
    error.at(place_of(line, at, origins, where)).because(std::move(cause));
    for (const SourceLocation& include : included_from) {
        error.because(fmt::format("the file is included from {}", include.to_string()));
    }
    return error;
}

}  // namespace pexpack
