#include <array>

#include "marker_variable.hpp"
#include "pexpack/spec/package_name.hpp"

namespace pexpack {

// `extra` is in normal form.
struct Marker::Scope {
    std::optional<std::string_view> extra;
    const std::set<std::string>* extras = nullptr;
    const std::set<std::string>* dependency_groups = nullptr;
};

namespace {

ParseError no_value(std::string_view name) {
    return {"`" + std::string(name) + "` has no value here", 0};
}

std::string without_meaning(std::string_view op, std::string_view operands) {
    return "the comparison `" + std::string(op) + "` has no meaning for " + std::string(operands);
}

bool has_member(const std::set<std::string>& names, const std::string& normal) {
    for (const std::string& name : names) {
        if (normalized_name(name) == normal) return true;
    }
    return false;
}

}  // namespace

Result<bool> Marker::evaluate(const MarkerEnvironment& environment, std::string_view extra) const {
    Scope scope;
    if (extra.empty() || is_normalized_name(extra)) {
        scope.extra = extra;
        return run(environment, scope);
    }
    const std::string normal = normalized_name(extra);
    scope.extra = normal;
    return run(environment, scope);
}

Result<bool> Marker::evaluate(const MarkerEnvironment& environment,
                              const MarkerContext& context) const {
    Scope scope;
    const std::string extra = normalized_name(context.extra.value_or(""));
    if (context.extra) scope.extra = extra;
    if (context.extras) scope.extras = &*context.extras;
    if (context.dependency_groups) scope.dependency_groups = &*context.dependency_groups;
    return run(environment, scope);
}

// `and` binds tighter than `or`, so a level is an `or` of finished conjunctions and the one at
// hand.
Result<bool> Marker::run(const MarkerEnvironment& environment, const Scope& scope) const {
    struct Level {
        bool any = false;
        bool all = true;
        bool value() const { return any || all; }
    };
    std::array<Level, 8> shallow;
    std::vector<Level> deep(depth_ + 1 > shallow.size() ? depth_ + 1 : 0);
    Level* level = deep.empty() ? shallow.data() : deep.data();
    for (const Token& token : tokens_) {
        switch (token.step) {
            case Step::kAnd:
                break;
            case Step::kOr:
                *level = {level->value(), true};
                break;
            case Step::kOpen:
                *++level = {};
                break;
            case Step::kClose: {
                const bool value = level->value();
                --level;
                level->all = level->all && value;
                break;
            }
            case Step::kComparison: {
                const auto value = compare(comparisons_[token.comparison], environment, scope);
                if (!value) return value;
                level->all = level->all && *value;
                break;
            }
        }
    }
    return level->value();
}

Result<bool> Marker::compare_texts(Operator op, std::string_view left, std::string_view right) {
    switch (op) {
        case Operator::kIn:
            return right.find(left) != std::string_view::npos;
        case Operator::kNotIn:
            return right.find(left) == std::string_view::npos;
        case Operator::kEqual:
        case Operator::kLessEqual:
        case Operator::kGreaterEqual:
            return left == right;
        case Operator::kNotEqual:
            return left != right;
        case Operator::kLess:
        case Operator::kGreater:
            return false;
        case Operator::kCompatible:
        case Operator::kArbitraryEqual:
            break;
    }
    return ParseError{without_meaning(to_string(op), "texts that are no versions"), 0};
}

Result<bool> Marker::compare_with_set(const Comparison& comparison,
                                      const std::set<std::string>* names) {
    if (names == nullptr) return no_value(name_of(comparison));
    if (!comparison.variable_on_right) {
        return ParseError{"`" + std::string(name_of(comparison)) +
                              "` is a set and can only stand on the right of `in`",
                          0};
    }
    switch (comparison.op) {
        case Operator::kIn:
            return has_member(*names, normalized_name(comparison.text));
        case Operator::kNotIn:
            return !has_member(*names, normalized_name(comparison.text));
        case Operator::kNotEqual:
            return true;
        case Operator::kCompatible:
        case Operator::kArbitraryEqual:
            return ParseError{without_meaning(to_string(comparison.op), "a set"), 0};
        default:
            return false;  // a text is no set
    }
}

Result<bool> Marker::compare_versions(const Comparison& comparison,
                                      const MarkerEnvironment::Value& value) {
    if (!comparison.variable_on_right) {
        // `===` compares the texts even of what is no version.
        if (comparison.specifier->op() == SpecifierOperator::kArbitraryEqual) {
            return comparison.specifier->contains_text(value.text);
        }
        return value.version && comparison.specifier->contains(*value.version);
    }
    const auto specifier = Specifier::parse(std::string(to_string(comparison.op)) + value.text);
    if (!specifier) return compare_texts(comparison.op, comparison.text, value.text);
    if (specifier->op() == SpecifierOperator::kArbitraryEqual) {
        return specifier->contains_text(comparison.text);
    }
    return comparison.version && specifier->contains(*comparison.version);
}

Result<bool> Marker::compare(const Comparison& comparison, const MarkerEnvironment& environment,
                             const Scope& scope) {
    std::string_view text;
    switch (comparison.variable) {
        case MarkerVariable::kExtras:
            return compare_with_set(comparison, scope.extras);
        case MarkerVariable::kDependencyGroups:
            return compare_with_set(comparison, scope.dependency_groups);
        case MarkerVariable::kExtra:
            if (!scope.extra) return no_value(name_of(comparison));
            text = *scope.extra;
            break;
        case MarkerVariable::kOther: {
            const std::string* other = environment.find(name_of(comparison));
            if (other == nullptr) return no_value(name_of(comparison));
            text = *other;
            break;
        }
        default: {
            const auto& value =
                environment.by_variable_[static_cast<std::size_t>(comparison.variable)];
            if (!value) return no_value(name_of(comparison));
            if (comparison.specifier ||
                (comparison.variable_on_right && is_version_variable(comparison.variable))) {
                return compare_versions(comparison, *value);
            }
            text = value->text;
            break;
        }
    }
    return comparison.variable_on_right ? compare_texts(comparison.op, comparison.text, text)
                                        : compare_texts(comparison.op, text, comparison.text);
}

}  // namespace pexpack
