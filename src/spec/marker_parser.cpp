#include "marker_parser.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "marker_variable.hpp"
#include "pexpack/spec/package_name.hpp"
#include "python_string.hpp"

namespace pexpack {

namespace {

// Spellings beyond the proper names.
constexpr std::array<std::pair<std::string_view, MarkerVariable>, 6> kAliases = {{
    {"os.name", MarkerVariable::kOsName},
    {"sys.platform", MarkerVariable::kSysPlatform},
    {"platform.version", MarkerVariable::kPlatformVersion},
    {"platform.machine", MarkerVariable::kPlatformMachine},
    {"platform.python_implementation", MarkerVariable::kPlatformPythonImplementation},
    {"python_implementation", MarkerVariable::kPlatformPythonImplementation},
}};

std::optional<MarkerVariable> take_variable(TextCursor& cursor) {
    for (const auto& [spelling, variable] : kAliases) {
        if (cursor.take_word(spelling)) return variable;
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(MarkerVariable::kOther); ++i) {
        const auto variable = static_cast<MarkerVariable>(i);
        if (cursor.take_word(marker_variable_name(variable))) return variable;
    }
    return std::nullopt;
}

// PEP 685: the names of extras and groups are compared in normal form.
bool names_an_extra(MarkerVariable variable) {
    return variable == MarkerVariable::kExtra || variable == MarkerVariable::kExtras ||
           variable == MarkerVariable::kDependencyGroups;
}

}  // namespace

Result<Marker> MarkerParser::parse() {
    groups_.push_back({0});
    for (;;) {
        cursor_.skip_blanks();
        if (cursor_.take('(')) {
            groups_.push_back({marker_.tokens_.size()});
            marker_.tokens_.push_back({Marker::Step::kOpen});
            marker_.depth_ = std::max(marker_.depth_, groups_.size() - 1);
            continue;
        }
        if (auto error = parse_comparison()) return *error;
        cursor_.skip_blanks();
        while (groups_.size() > 1 && cursor_.take(')')) {
            close_group();
            cursor_.skip_blanks();
        }
        if (cursor_.take_word("and")) {
            marker_.tokens_.push_back({Marker::Step::kAnd});
        } else if (cursor_.take_word("or")) {
            marker_.tokens_.push_back({Marker::Step::kOr});
        } else {
            break;
        }
    }
    if (groups_.size() > 1) {
        return cursor_.error("expected `and`, `or` or the `)` of a marker's parenthesis");
    }
    drop_needless_tokens();
    return std::move(marker_);
}

std::optional<ParseError> MarkerParser::parse_comparison() {
    auto left = parse_operand();
    if (!left) return left.error();
    cursor_.skip_blanks();
    auto op = parse_operator();
    if (!op) return op.error();
    cursor_.skip_blanks();
    auto right = parse_operand();
    if (!right) return right.error();
    add_comparison(std::move(left).value(), *op, std::move(right).value());
    return std::nullopt;
}

Result<MarkerParser::Operand> MarkerParser::parse_operand() {
    if (const auto variable = take_variable(cursor_)) {
        return Operand{variable, {}};
    }
    const char quote = cursor_.peek();
    const std::size_t start = cursor_.position();
    const std::size_t end =
        quote == '\'' || quote == '"' ? cursor_.rest().find(quote, 1) : std::string_view::npos;
    if (end == std::string_view::npos) {
        return cursor_.error("expected a marker variable or a quoted string");
    }
    auto text = decode_python_string(cursor_.rest().substr(1, end - 1));
    if (!text) return ParseError{"this quoted string is not valid", start};
    cursor_.move_to(start + end + 1);
    return Operand{std::nullopt, std::move(*text)};
}

Result<Marker::Operator> MarkerParser::parse_operator() {
    using Operator = Marker::Operator;
    if (cursor_.take_word("in")) return Operator::kIn;
    if (cursor_.take_word("not")) {
        if (!cursor_.skip_blanks()) return cursor_.error("expected white space after `not`");
        if (!cursor_.take_word("in")) return cursor_.error("expected `in` after `not`");
        return Operator::kNotIn;
    }
    // Longer spellings first.
    for (const Operator op :
         {Operator::kArbitraryEqual, Operator::kEqual, Operator::kCompatible, Operator::kNotEqual,
          Operator::kLessEqual, Operator::kGreaterEqual, Operator::kLess, Operator::kGreater}) {
        if (cursor_.take(Marker::to_string(op))) return op;
    }
    return cursor_.error(
        "expected a marker operator: `<=`, `<`, `!=`, `==`, `>=`, `>`, `~=`, `===`, `in` or `not "
        "in`");
}

void MarkerParser::add_comparison(Operand left, Marker::Operator op, Operand right) {
    Marker::Comparison& comparison = marker_.comparisons_.emplace_back();
    comparison.op = op;
    if (left.variable) {
        comparison.variable = *left.variable;
        comparison.text_is_name = right.variable.has_value();
        comparison.text = right.variable ? marker_variable_name(*right.variable) : right.text;
        if (*left.variable == MarkerVariable::kExtra && !right.variable) {
            comparison.text = normalized_name(comparison.text);
        }
    } else {
        comparison.variable_on_right = true;
        comparison.name_is_quoted = !right.variable;
        comparison.variable = right.variable.value_or(marker_variable_named(right.text));
        comparison.literal_name = std::move(right.text);
        comparison.text = right.variable && names_an_extra(*right.variable)
                              ? normalized_name(left.text)
                              : std::move(left.text);
    }
    if (is_version_variable(comparison.variable)) {
        if (comparison.variable_on_right) {
            comparison.version = Version::parse(comparison.text).optional();
        } else {
            comparison.specifier =
                Specifier::parse(std::string(Marker::to_string(op)) + comparison.text).optional();
        }
    }
    marker_.tokens_.push_back(
        {Marker::Step::kComparison, static_cast<std::uint32_t>(marker_.comparisons_.size() - 1)});
    ++groups_.back().elements;
}

void MarkerParser::close_group() {
    const Group group = groups_.back();
    groups_.pop_back();
    ++groups_.back().elements;
    if (group.elements > 1) {
        marker_.tokens_.push_back({Marker::Step::kClose});
        return;
    }
    is_needless_.resize(marker_.tokens_.size());
    is_needless_[group.open_token] = true;
}

void MarkerParser::drop_needless_tokens() {
    std::vector<Marker::Token>& tokens = marker_.tokens_;
    if (!is_needless_.empty()) {
        is_needless_.resize(tokens.size());
        std::size_t kept = 0;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (!is_needless_[i]) tokens[kept++] = tokens[i];
        }
        tokens.resize(kept);
    }
    // Parentheses around everything: the one element of the outermost level is a group.
    if (groups_.front().elements == 1 && tokens.front().step == Marker::Step::kOpen) {
        tokens.erase(tokens.begin());
        tokens.pop_back();
    }
}

}  // namespace pexpack
