#include "pexpack/spec/requirement.hpp"

#include <algorithm>
#include <set>

#include "marker_parser.hpp"
#include "text_cursor.hpp"
#include "version_parts.hpp"

namespace pexpack {

namespace {

class RequirementParser {
  public:
    explicit RequirementParser(std::string_view text) : cursor_(text) {}

    Result<Requirement> parse() {
        cursor_.skip_blanks();
        const std::string_view name = cursor_.take_identifier();
        if (name.empty()) return cursor_.error("expected a package name at the start");
        Requirement requirement{PackageName::normalized(name), std::string(name), {}, {}, {}, {}};
        cursor_.skip_blanks();
        auto error = parse_extras(requirement);
        cursor_.skip_blanks();
        if (!error)
            error = cursor_.take('@') ? parse_url(requirement) : parse_specifiers(requirement);
        if (!error) error = parse_marker(requirement);
        if (error) return *error;
        return requirement;
    }

  private:
    using Problem = std::optional<ParseError>;

    Problem parse_extras(Requirement& requirement) {
        if (!cursor_.take('[')) return std::nullopt;
        cursor_.skip_blanks();
        std::string_view extra = cursor_.take_identifier();
        while (!extra.empty()) {
            std::vector<std::string>& extras = requirement.extras;
            if (std::find(extras.begin(), extras.end(), extra) == extras.end()) {
                extras.emplace_back(extra);
            }
            cursor_.skip_blanks();
            if (!cursor_.take(',')) {
                if (!cursor_.take_identifier().empty()) {
                    return cursor_.error("expected a comma between the names of extras");
                }
                break;
            }
            cursor_.skip_blanks();
            extra = cursor_.take_identifier();
            if (extra.empty())
                return cursor_.error("expected the name of an extra after the comma");
        }
        if (!cursor_.take(']')) return cursor_.error("expected the `]` after the extras");
        return std::nullopt;
    }

    // A URL ends at white space alone, so a `;` directly behind it is part of it.
    Problem parse_url(Requirement& requirement) {
        cursor_.skip_blanks();
        const std::size_t start = cursor_.position();
        const std::size_t length =
            std::min(cursor_.rest().find_first_of(" \t"), cursor_.rest().size());
        if (length == 0) return cursor_.error("expected a URL after `@`");
        cursor_.move_to(start + length);
        requirement.url = cursor_.since(start);
        expected_ = "expected `;` or the end after the URL and white space";
        return std::nullopt;
    }

    Problem parse_specifiers(Requirement& requirement) {
        const bool in_parentheses = cursor_.take('(');
        cursor_.skip_blanks();
        const std::size_t start = cursor_.position();
        std::string clauses;
        while (is_operator_character(cursor_.peek())) {
            const std::size_t clause = cursor_.position();
            if (auto problem = skip_clause()) return problem;
            clauses.append(cursor_.since(clause));
            cursor_.skip_blanks();
            if (!cursor_.take(',')) break;
            clauses.push_back(',');
            cursor_.skip_blanks();
        }
        if (in_parentheses && !cursor_.take(')')) {
            return cursor_.error("expected the `)` after the version specifiers");
        }
        auto specifiers = SpecifierSet::parse(clauses);
        if (!specifiers) return ParseError{specifiers.error().message, start};
        requirement.specifiers = std::move(specifiers).value();
        expected_ = requirement.specifiers.empty()
                        ? "expected version specifiers, `;` or the end after the name"
                        : "expected a comma, `;` or the end after the version specifiers";
        return std::nullopt;
    }

    static bool is_operator_character(char c) {
        return c == '<' || c == '>' || c == '=' || c == '!' || c == '~';
    }

    // Moves behind one clause. What is wrong with it is left to Specifier::parse, which says it
    // best.
    Problem skip_clause() {
        const std::size_t start = cursor_.position();
        const std::string_view rest = cursor_.rest();
        std::size_t length = std::min(rest.find_first_not_of("<>=!~"), rest.size());
        if (rest.starts_with("===")) length = 3;
        length += python_space_length(rest, length);
        if (rest.starts_with("===")) {
            length = end_of_arbitrary(rest, length);
        } else if (const auto version = scan_version(rest.substr(length))) {
            length += version->length;
            if (rest.substr(length).starts_with(".*")) length += 2;
        }
        const auto specifier = Specifier::parse(rest.substr(0, length));
        if (!specifier) {
            // White space at the end does not count for Specifier, but what is missing stands
            // behind it.
            const bool at_end =
                specifier.error().offset == strip_python_space(rest.substr(0, length)).size();
            return ParseError{specifier.error().message,
                              start + (at_end ? length : specifier.error().offset)};
        }
        cursor_.move_to(start + length);
        return std::nullopt;
    }

    static std::size_t end_of_arbitrary(std::string_view text, std::size_t position) {
        while (position < text.size() && text[position] != ';' && text[position] != ')' &&
               python_space_length(text, position) == 0) {
            next_code_point(text, position);
        }
        return position;
    }

    Problem parse_marker(Requirement& requirement) {
        const bool after_blank = cursor_.skip_blanks();
        if (cursor_.at_end()) return std::nullopt;
        PEXPACK_CHECK(requirement.url.empty() || after_blank);
        if (!cursor_.take(';')) return cursor_.error(expected_);
        auto marker = MarkerParser(cursor_).parse();
        if (!marker) return marker.error();
        if (!cursor_.at_end())
            return cursor_.error("expected `and`, `or` or the end after the marker");
        requirement.marker = std::move(marker).value();
        return std::nullopt;
    }

    TextCursor cursor_;
    std::string expected_;  // what may follow, for the message
};

std::set<std::string> normal_extras(const Requirement& requirement) {
    std::set<std::string> names;
    for (const std::string& extra : requirement.extras) names.insert(normalized_name(extra));
    return names;
}

}  // namespace

Result<Requirement> Requirement::parse(std::string_view text) {
    if (text.size() > kMaxLength) return ParseError{"a requirement this long is not accepted", 0};
    return RequirementParser(text).parse();
}

std::string Requirement::to_string() const {
    std::string text = name_as_written;
    if (!extras.empty()) {
        std::vector<std::string> sorted = extras;
        std::sort(sorted.begin(), sorted.end());
        text += '[' + join(sorted, ",") + ']';
    }
    text += specifiers.to_string();
    if (!url.empty()) text += " @ " + url;
    if (marker) text += (url.empty() ? "; " : " ; ") + marker->to_string();
    return text;
}

bool operator==(const Requirement& a, const Requirement& b) {
    return a.name == b.name && normal_extras(a) == normal_extras(b) &&
           a.specifiers == b.specifiers && a.url == b.url && a.marker == b.marker;
}

std::size_t Requirement::hash() const {
    const std::hash<std::string> of_text;
    std::size_t sum = std::hash<PackageName>()(name);
    for (const std::string& extra : normal_extras(*this)) sum = sum * 31 + of_text(extra);
    sum = (sum * 31 + specifiers.hash()) * 31 + of_text(url);
    return marker ? sum * 31 + std::hash<Marker>()(*marker) : sum;
}

Result<SharedRequirement> RequirementReader::read(std::string_view text) {
    const auto known = known_.find(text);
    if (known != known_.end()) return known->second;
    auto requirement = Requirement::parse(text);
    if (!requirement) return requirement.error();
    auto shared = std::make_shared<const Requirement>(std::move(requirement).value());
    known_.emplace(text, shared);
    return SharedRequirement(std::move(shared));
}

}  // namespace pexpack
