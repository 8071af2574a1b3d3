// Environment markers (PEP 508 "Environment Markers", PEP 685, PEP 751's set-valued `extras`).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pexpack/spec/specifier.hpp"
#include "pexpack/spec/version.hpp"
#include "pexpack/support/result.hpp"

namespace pexpack {

enum class MarkerVariable : unsigned char {
    kImplementationName,
    kImplementationVersion,
    kOsName,
    kPlatformMachine,
    kPlatformPythonImplementation,
    kPlatformRelease,
    kPlatformSystem,
    kPlatformVersion,
    kPythonFullVersion,
    kPythonVersion,
    kSysPlatform,  // the last one that an environment holds
    kExtra,
    kExtras,
    kDependencyGroups,
    kOther,  // a name that PEP 508 does not know
};

// The values of the marker variables on one target: `python_version`, `sys_platform`, … A variable
// that is not known for the target (an abbreviated platform has no `platform_release`) is absent.
class MarkerEnvironment {
  public:
    void set(std::string name, std::string value);
    const std::string* find(std::string_view name) const;  // null when absent
    const std::map<std::string, std::string, std::less<>>& values() const { return values_; }

    friend bool operator==(const MarkerEnvironment& a, const MarkerEnvironment& b) {
        return a.values_ == b.values_;
    }

  private:
    friend class Marker;

    // What a comparison needs, ready for use.
    struct Value {
        std::string text;  // `python_full_version` of a development build ends in "+local" here
        std::optional<Version> version;
    };
    static constexpr std::size_t kSize = static_cast<std::size_t>(MarkerVariable::kSysPlatform) + 1;

    std::map<std::string, std::string, std::less<>> values_;
    std::array<std::optional<Value>, kSize> by_variable_;
};

// The variables that depend on where a marker stands rather than on the target. In metadata `extra`
// is "" or an extra that was asked for; in lock files `extras` and `dependency_groups` are sets; in
// other places they have no value.
struct MarkerContext {
    std::optional<std::string> extra;
    std::optional<std::set<std::string>> extras;
    std::optional<std::set<std::string>> dependency_groups;
};

class Marker {
  public:
    // Longer texts are refused. Within it parentheses may nest to any depth.
    static constexpr std::size_t kMaxLength = 1U << 20U;

    static Result<Marker> parse(std::string_view text);

    // True or false, or why it has no value: an absent variable, a comparison without meaning.
    // Every comparison is made, also those that cannot change the outcome (so do not rely on short
    // cuts). `extra` is the value of the variable of that name ("" when none was asked for).
    Result<bool> evaluate(const MarkerEnvironment& environment, std::string_view extra) const;
    Result<bool> evaluate(const MarkerEnvironment& environment, const MarkerContext& context) const;

    // True when some comparison is with `variable`.
    bool mentions(MarkerVariable variable) const;

    std::string to_string() const;  // canonical spelling, as `packaging` prints it
    friend bool operator==(const Marker& a, const Marker& b) {
        return a.to_string() == b.to_string();
    }

  private:
    friend class MarkerParser;

    enum class Operator : unsigned char {
        kIn,
        kNotIn,
        kEqual,
        kNotEqual,
        kLess,
        kLessEqual,
        kGreater,
        kGreaterEqual,
        kCompatible,
        kArbitraryEqual
    };

    // `variable op text`, or `text op variable` when the variable is on the right.
    struct Comparison {
        MarkerVariable variable = MarkerVariable::kOther;
        Operator op = Operator::kEqual;
        bool variable_on_right = false;
        bool name_is_quoted = false;  // two literals: the right one is taken for a name
        bool text_is_name = false;    // two variables: the right one stands for its own name
        std::string literal_name;     // what the name is when it is quoted
        std::string text;
        std::optional<Specifier>
            specifier;                   // `op text` when that is one and the variable a version
        std::optional<Version> version;  // `text` on the left of a version
    };

    // The marker as it was written, without needless parentheses.
    enum class Step : unsigned char { kComparison, kAnd, kOr, kOpen, kClose };
    struct Token {
        Step step;
        std::uint32_t comparison = 0;
    };

    struct Scope;  // the context during one evaluation

    static std::string_view to_string(Operator op);
    static std::string_view name_of(const Comparison& comparison);
    static Result<bool> compare(const Comparison& comparison, const MarkerEnvironment& environment,
                                const Scope& scope);
    static Result<bool> compare_versions(const Comparison& comparison,
                                         const MarkerEnvironment::Value& value);
    static Result<bool> compare_with_set(const Comparison& comparison,
                                         const std::set<std::string>* names);
    static Result<bool> compare_texts(Operator op, std::string_view left, std::string_view right);
    Result<bool> run(const MarkerEnvironment& environment, const Scope& scope) const;

    std::vector<Comparison> comparisons_;
    std::vector<Token> tokens_;
    std::size_t depth_ = 0;  // of nested parentheses
};

}  // namespace pexpack

template <>
struct std::hash<pexpack::Marker> {
    std::size_t operator()(const pexpack::Marker& marker) const {
        return std::hash<std::string>()(marker.to_string());
    }
};
