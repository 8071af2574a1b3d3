#include "pexpack/spec/marker.hpp"

#include <algorithm>

#include "marker_parser.hpp"
#include "marker_variable.hpp"

namespace pexpack {

namespace {

// As Python would write it, except that nothing but a quote needs an escape.
std::string quoted(const std::string& text) {
    if (text.find('"') == std::string::npos) return '"' + text + '"';
    if (text.find('\'') == std::string::npos) return '\'' + text + '\'';
    std::string escaped = "\"";
    for (const char c : text) {
        if (c == '"') {
            escaped += "\\x22";
        } else {
            escaped.push_back(c);
        }
    }
    return escaped + '"';
}

}  // namespace

std::string_view Marker::to_string(Operator op) {
    switch (op) {
        case Operator::kIn:
            return "in";
        case Operator::kNotIn:
            return "not in";
        case Operator::kEqual:
            return "==";
        case Operator::kNotEqual:
            return "!=";
        case Operator::kLess:
            return "<";
        case Operator::kLessEqual:
            return "<=";
        case Operator::kGreater:
            return ">";
        case Operator::kGreaterEqual:
            return ">=";
        case Operator::kCompatible:
            return "~=";
        case Operator::kArbitraryEqual:
            return "===";
    }
    return {};
}

std::string_view Marker::name_of(const Comparison& comparison) {
    return comparison.name_is_quoted ? comparison.literal_name
                                     : marker_variable_name(comparison.variable);
}

Result<Marker> Marker::parse(std::string_view text) {
    if (text.size() > kMaxLength) return ParseError{"a marker this long is not accepted", 0};
    TextCursor cursor(text);
    auto marker = MarkerParser(cursor).parse();
    if (marker && !cursor.at_end()) return cursor.error("expected `and`, `or` or the marker's end");
    return marker;
}

bool Marker::mentions(MarkerVariable variable) const {
    return std::any_of(comparisons_.begin(), comparisons_.end(),
                       [&](const Comparison& c) { return c.variable == variable; });
}

std::string Marker::to_string() const {
    std::string text;
    for (const Token& token : tokens_) {
        switch (token.step) {
            case Step::kAnd:
                text += " and ";
                break;
            case Step::kOr:
                text += " or ";
                break;
            case Step::kOpen:
                text += '(';
                break;
            case Step::kClose:
                text += ')';
                break;
            case Step::kComparison: {
                const Comparison& c = comparisons_[token.comparison];
                const std::string name =
                    c.name_is_quoted ? quoted(c.literal_name) : std::string(name_of(c));
                const std::string other = c.text_is_name ? c.text : quoted(c.text);
                text.append(c.variable_on_right ? other : name).append(1, ' ');
                text.append(to_string(c.op)).append(1, ' ');
                text.append(c.variable_on_right ? name : other);
                break;
            }
        }
    }
    return text;
}

}  // namespace pexpack
