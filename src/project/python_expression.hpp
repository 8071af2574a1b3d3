// The few expressions of a setup.py that can be understood without running it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "project_folder.hpp"
#include "python_budget.hpp"
#include "python_literal.hpp"
#include "setting.hpp"

namespace pexpack {

struct PythonValue {
    enum class Kind {
        kPlain,     // what a literal may be
        kPath,      // a pathlib.Path; `text` is it
        kFile,      // an open file; `text` is its path
        kImported,  // a module or something of one; `text` is its dotted name
        kFunction,  // of the script's own; `text` is its name, whether it is understood or not
    };
    Kind kind = Kind::kPlain;
    Setting plain;
    std::string text;
};

// A function whose body is `return EXPRESSION`, perhaps in a `with EXPRESSION as NAME:`.
struct PythonFunction {
    std::vector<std::string> parameters;
    std::string rest;  // of `*rest`; "" without
    PythonTokens opened;
    std::string opened_name;  // "" without a `with`
    PythonTokens result;
};

using PythonNames = std::map<std::string, PythonValue, std::less<>>;
using PythonFunctions = std::map<std::string, PythonFunction, std::less<>>;

struct PythonArguments {
    std::vector<PythonValue> positional;
    std::vector<std::pair<std::string, PythonValue>> named;
};

// Values of expressions in a script at the top of the project. What is not understood hands the
// project over.
class PythonEvaluator {
  public:
    // `names` are the module's; `budget` is that of the whole script.
    PythonEvaluator(const ProjectFolder& folder, const PythonNames& names,
                    const PythonFunctions& functions, PythonBudget& budget)
        : folder_(folder), names_(names), functions_(functions), budget_(budget) {}

    PythonValue value(PythonTokens tokens);
    // Of a call: the tokens between its parentheses.
    PythonArguments arguments(PythonTokens tokens);

  private:
    // In a function that `caller` calls.
    PythonEvaluator(const PythonEvaluator& caller, const PythonNames& locals)
        : folder_(caller.folder_),
          names_(caller.names_),
          functions_(caller.functions_),
          budget_(caller.budget_),
          locals_(&locals),
          depth_(caller.depth_ + 1) {}

    PythonValue sum();
    PythonValue quotient();
    PythonValue term();
    PythonValue primary();
    PythonValue display(std::string_view end);
    PythonValue dictionary();
    PythonValue name();
    PythonArguments call_arguments();

    PythonValue attribute(PythonValue value, std::string_view name);
    PythonValue method(const PythonValue& value, std::string_view name,
                       const PythonArguments& arguments);
    PythonValue call(const PythonValue& function, const PythonArguments& arguments);
    PythonValue call_own(const PythonFunction& function, const PythonArguments& arguments);
    PythonValue item(const PythonValue& value, const PythonValue& key) const;
    PythonValue found(const PythonArguments& arguments, bool namespaces) const;
    void add_named(PythonArguments& arguments, std::string key, PythonValue value) const;
    std::string content(const std::string& path) const;

    std::string_view here() const { return tokens_.empty() ? "" : tokens_.front().text; }
    bool takes(std::string_view text);

    const ProjectFolder& folder_;
    const PythonNames& names_;
    const PythonFunctions& functions_;
    PythonBudget& budget_;
    const PythonNames* locals_ = nullptr;
    PythonTokens tokens_;
    std::size_t depth_ = 0;  // of calls and brackets around
};

}  // namespace pexpack
