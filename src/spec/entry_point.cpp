#include "pexpack/spec/entry_point.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "pexpack/spec/package_name.hpp"
#include "pexpack/support/text.hpp"
#include "unicode.hpp"

namespace pexpack {

namespace {

// Identifiers joined by dots.
bool is_dotted_name(std::string_view text) {
    bool at_start = true;
    for (std::size_t position = 0; position < text.size();) {
        const char32_t c = next_code_point(text, position);
        const bool is_digit = c >= '0' && c <= '9';
        if (at_start ? !is_word_character(c) || is_digit : c != '.' && !is_word_character(c)) {
            return false;
        }
        at_start = c == '.';
    }
    return !at_start;
}

// "[a, b]" at the end of `text` is cut off and gives its names.
Result<std::vector<std::string>> take_extras(std::string_view& text) {
    std::vector<std::string> extras;
    if (!text.ends_with(']')) return extras;
    const std::size_t open = text.find('[');
    if (open == std::string_view::npos) return ParseError{"a `[` is missing before the `]`", 0};
    const std::string_view list = strip_python_space(text.substr(open + 1, text.size() - open - 2));
    text = strip_python_space(text.substr(0, open));
    if (list.empty()) return extras;
    for (const std::string_view part : split(list, ',')) {
        const std::string_view extra = strip_python_space(part);
        if (extra.empty()) return ParseError{"the name of an extra is missing", open};
        if (!PackageName::parse(extra)) return ParseError{"this is no name of an extra", open};
        extras.emplace_back(extra);
    }
    return extras;
}

// Reads the dialect of Python's configparser: `name = value` or `name: value` in [sections], lines
// that start with `#` or `;` are comments, deeper indented lines continue a value.
class EntryPointsParser {
  public:
    explicit EntryPointsParser(std::string_view text) : text_(text) {}

    Result<std::vector<EntryPoint>> parse() {
        for (std::size_t start = 0; start < text_.size();) {
            const std::size_t end = std::min(text_.find_first_of("\r\n", start), text_.size());
            line_start_ = start;
            if (!take_line(text_.substr(start, end - start))) return *error_;
            start = end + 1;
        }
        if (!finish_entry()) return *error_;
        return std::move(entries_);
    }

  private:
    bool take_line(std::string_view line) {
        const std::string_view stripped = strip_python_space(line);
        if (stripped.empty() || stripped.front() == '#' || stripped.front() == ';') return true;
        const auto indentation = static_cast<std::size_t>(stripped.data() - line.data());
        if (has_entry_ && indentation > indentation_) {
            value_.append(1, '\n').append(stripped);
            return true;
        }
        if (!finish_entry()) return false;
        indentation_ = indentation;
        return stripped.front() == '[' ? start_section(stripped) : start_entry(stripped);
    }

    bool start_section(std::string_view line) {
        const std::size_t end = line.find(']');
        if (end == std::string_view::npos || end == 1) return fail("this is no section header");
        group_ = line.substr(1, end - 1);
        if (!groups_.insert(group_).second) return fail("this section is there twice");
        names_.clear();
        return true;
    }

    bool start_entry(std::string_view line) {
        if (groups_.empty()) return fail("a line stands before the first section");
        // A colon delimits for configparser but belongs to the name for importlib.metadata.
        std::size_t delimiter = line.find('=');
        if (delimiter == std::string_view::npos) delimiter = line.find(':');
        if (delimiter == std::string_view::npos) return fail("expected `name = module:object`");
        name_ = strip_python_space(line.substr(0, delimiter));
        if (name_.empty()) return fail("the entry point's name is missing");
        if (!names_.insert(name_).second) return fail("this entry point is there twice");
        value_ = strip_python_space(line.substr(delimiter + 1));
        entry_start_ = line_start_;
        has_entry_ = true;
        return true;
    }

    bool finish_entry() {
        if (!has_entry_) return true;
        has_entry_ = false;
        std::string_view value = strip_python_space(value_);
        auto extras = take_extras(value);
        if (!extras) return fail(extras.error().message, entry_start_);
        auto object = ObjectReference::parse(value);
        if (!object) return fail(object.error().message, entry_start_);
        entries_.push_back({group_, name_, std::move(object).value(), std::move(extras).value()});
        return true;
    }

    bool fail(std::string message) { return fail(std::move(message), line_start_); }
    bool fail(std::string message, std::size_t offset) {
        error_ = ParseError{std::move(message), offset};
        return false;
    }

    std::string_view text_;
    std::size_t line_start_ = 0;
    std::string group_;
    std::set<std::string> groups_;
    std::set<std::string> names_;  // in the group at hand
    bool has_entry_ = false;       // `name_` and `value_` wait for continuation lines
    std::string name_;
    std::string value_;
    std::size_t entry_start_ = 0;
    std::size_t indentation_ = 0;
    std::vector<EntryPoint> entries_;
    std::optional<ParseError> error_;
};

}  // namespace

Result<ObjectReference> ObjectReference::parse(std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::string_view module = strip_python_space(text.substr(0, colon));
    if (!is_dotted_name(module)) return ParseError{"expected a module's dotted name", 0};
    if (colon == std::string_view::npos) return ObjectReference{std::string(module), {}};
    const std::string_view attribute = strip_python_space(text.substr(colon + 1));
    if (!is_dotted_name(attribute)) {
        return ParseError{"expected an object's dotted name after `:`", colon + 1};
    }
    return ObjectReference{std::string(module), std::string(attribute)};
}

std::string ObjectReference::to_string() const {
    return attribute.empty() ? module : module + ':' + attribute;
}

Result<std::vector<EntryPoint>> parse_entry_points(std::string_view text) {
    if (text.size() > kMaxEntryPointsLength)
        return ParseError{"a file this long is not accepted", 0};
    if (!is_utf8(text)) return ParseError{"this is not UTF-8", 0};
    return EntryPointsParser(text).parse();
}

}  // namespace pexpack
