#include "logical_lines.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "pexpack/support/text.hpp"
#include "python_text.hpp"

namespace pexpack {
namespace {

constexpr std::size_t kLongestLine = std::size_t{1} << 20;

// The offset where a comment starts, white space before it included: `#` at the start of the line
// or after white space.
std::size_t comment_start(std::string_view text) {
    std::size_t run = 0;  // where the white space before `at` begins
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] == '#' && (run < at || at == 0)) return run;
        const std::size_t space = space_at(text, at);
        at += space == 0 ? 1 : space;
        if (space == 0) run = at;
    }
    return std::string_view::npos;
}

bool is_comment_line(std::string_view text) {
    return strip_left(text).starts_with('#');
}

std::string_view without_backslashes(std::string_view text) {
    const std::size_t first = text.find_first_not_of('\\');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of('\\') - first + 1);
}

class Joiner {
  public:
    void add(int number, std::string_view line) {
        const bool comment = is_comment_line(line);
        const bool goes_on = line.ends_with('\\') && !comment;
        if (pending_.origins.empty()) pending_.number = number;
        // A comment ends a joined line and must not stick to the word before it.
        if (comment) pending_.text.push_back(' ');
        const std::string_view piece = goes_on ? without_backslashes(line) : line;
        const auto skipped =
            static_cast<std::size_t>(piece.empty() ? 0 : piece.data() - line.data());
        const int column = static_cast<int>(count_characters(line.substr(0, skipped))) + 1;
        pending_.origins.push_back({pending_.text.size(), number, column});
        pending_.text.append(piece);
        if (!goes_on) finish();
    }

    // A file may end within a joined line.
    std::vector<LogicalLine> take() {
        if (!pending_.origins.empty()) finish();
        return std::move(lines_);
    }

  private:
    void finish() {
        lines_.push_back(std::move(pending_));
        pending_ = {};
    }
    LogicalLine pending_;
    std::vector<LogicalLine> lines_;
};

// Drops the comment and outer white space, moving the origins along.
void trim(LogicalLine& line) {
    std::string_view text = line.text;
    text = text.substr(0, comment_start(text));
    const std::string_view rest = strip_left(text);
    const std::size_t dropped = text.size() - rest.size();
    std::vector<TextOrigin> origins;
    for (const TextOrigin& origin : line.origins) {
        if (origin.offset > dropped) {
            origins.push_back({origin.offset - dropped, origin.line, origin.column});
            continue;
        }
        const std::string_view skipped =
            std::string_view(line.text).substr(origin.offset, dropped - origin.offset);
        const int column = origin.column + static_cast<int>(count_characters(skipped));
        origins.assign(1, {0, origin.line, column});
    }
    line.origins = std::move(origins);
    line.text = std::string(strip(rest));
}

bool is_variable_character(char c) {
    return (c >= 'A' && c <= 'Z') || is_ascii_digit(c) || c == '_';
}

// The names in `${NAME}`, in order.
std::vector<std::string> variable_names(std::string_view text) {
    std::vector<std::string> names;
    std::size_t at = text.find("${");
    while (at != std::string_view::npos) {
        const std::size_t start = at + 2;
        std::size_t end = start;
        while (end < text.size() && is_variable_character(text[end])) ++end;
        if (end > start && end < text.size() && text[end] == '}') {
            names.emplace_back(text.substr(start, end - start));
        }
        at = text.find("${", start);
    }
    return names;
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
    std::string result;
    std::size_t start = 0;
    std::size_t found = text.find(what);
    while (found != std::string::npos && result.size() <= kLongestLine) {
        result.append(text, start, found - start).append(with);
        start = found + what.size();
        found = text.find(what, start);
    }
    text = result.append(text, start, std::string::npos);
}

void expand_variables(LogicalLine& line, const RequirementsSource& source) {
    bool changed = false;
    for (const std::string& name : variable_names(line.text)) {
        const std::optional<std::string> value = source.variable(name);
        if (!value || value->empty()) continue;
        replace_all(line.text, "${" + name + "}", *value);
        changed = true;
        if (line.text.size() > kLongestLine) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("line {} is too long with its variables put in", line.number));
        }
    }
    // Columns no longer belong to what is in the file.
    if (changed) line.origins.assign(1, {0, line.number, 0});
}

}  // namespace

std::vector<LogicalLine> logical_lines(std::string_view content, const RequirementsSource& source) {
    Joiner joiner;
    int number = 0;
    for (std::string_view line : split_lines(content)) joiner.add(++number, line);
    std::vector<LogicalLine> lines = joiner.take();
    for (LogicalLine& line : lines) trim(line);
    std::erase_if(lines, [](const LogicalLine& line) { return line.text.empty(); });
    for (LogicalLine& line : lines) expand_variables(line, source);
    return lines;
}

}  // namespace pexpack
