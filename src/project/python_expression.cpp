#include "python_expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "handed_over.hpp"
#include "pexpack/support/text.hpp"
#include "setuptools_packages.hpp"

namespace pexpack {

namespace {

using Kind = PythonValue::Kind;

constexpr std::size_t kDeepest = 40;
constexpr std::size_t kCostOfPart = 8;  // a text of many short lines makes a larger list

PythonValue plain(Setting setting) {
    return {.kind = Kind::kPlain, .plain = std::move(setting), .text = {}};
}

PythonValue of_kind(Kind kind, std::string text) {
    return {.kind = kind, .plain = {}, .text = std::move(text)};
}

[[noreturn]] void not_understood(std::string_view what) {
    hand_over(fmt::format("`{}` in setup.py is not understood", what));
}

// A text, or the text of a path.
const std::string& text_in(const PythonValue& value) {
    if (value.kind == Kind::kPath) return value.text;
    const auto* text = std::get_if<std::string>(&value.plain.value);
    if (value.kind != Kind::kPlain || text == nullptr) not_understood("a value that is no text");
    return *text;
}

std::vector<std::string> list_in(const PythonValue& value) {
    if (value.kind != Kind::kPlain) not_understood("a value that is no list");
    return texts_of(value.plain, "a value in setup.py");
}

PythonValue list_of(const std::vector<std::string>& texts) {
    Setting::List list;
    for (const std::string& text : texts) list.push_back({text});
    return plain({std::move(list)});
}

std::string parent_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return {};
    return slash == 0 ? "/" : path.substr(0, slash);
}

constexpr std::string_view kBlanks = " \t\n\r\f\v";

std::string_view stripped(std::string_view text, bool left, bool right) {
    if (left) text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    if (right) text = text.substr(0, text.find_last_not_of(kBlanks) + 1);
    return text;
}

// Short texts can make a long one.
void refuse_length(std::size_t length) {
    constexpr std::size_t kLongest = std::size_t{16} << 20;
    if (length > kLongest) not_understood("so long a text");
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    if (from.empty()) not_understood("replace");
    std::string result;
    while (true) {
        refuse_length(result.size());
        const std::size_t at = text.find(from);
        result += text.substr(0, at);
        if (at == std::string_view::npos) return result;
        result += to;
        text.remove_prefix(at + from.size());
    }
}

std::vector<std::string> parts_of(std::string_view text, const PythonArguments& arguments) {
    std::vector<std::string> parts;
    if (arguments.positional.empty()) {
        while (!(text = stripped(text, true, false)).empty()) {
            const std::size_t end = std::min(text.find_first_of(kBlanks), text.size());
            parts.emplace_back(text.substr(0, end));
            text.remove_prefix(end);
        }
        return parts;
    }
    const std::string& separator = text_in(arguments.positional.front());
    if (separator.size() != 1 || arguments.positional.size() != 1) not_understood("split");
    for (const std::string_view part : split(text, separator.front())) parts.emplace_back(part);
    return parts;
}

std::vector<std::string> lines_of(std::string_view text, bool keep_ends) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1);
        const bool has_end = text[end] == '\n';
        lines.emplace_back(text.substr(0, end + (has_end && !keep_ends ? 0 : 1)));
        text.remove_prefix(end + 1);
    }
    return lines;
}

std::string joined(const std::vector<std::string>& parts, const std::string& separator) {
    std::size_t length = 0;
    for (const std::string& part : parts) {
        length += part.size() + separator.size();
        refuse_length(length);
    }
    return join(parts, separator);
}

// Letters, blanks and line ends that only Unicode knows, or \x1c and its like.
bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= ' ' && c < '\x7f') || kBlanks.find(c) != std::string_view::npos;
    });
}

PythonValue method_of_text(const std::string& text, std::string_view name,
                           const PythonArguments& arguments) {
    const auto& given = arguments.positional;
    if (!arguments.named.empty()) not_understood(name);
    const bool is_about_letters = name == "lower" || name == "splitlines" || name == "split";
    if (is_about_letters && given.empty() && !is_plain(text)) not_understood(name);
    if (given.empty()) {
        if (name == "strip") return plain({std::string(stripped(text, true, true))});
        if (name == "lstrip") return plain({std::string(stripped(text, true, false))});
        if (name == "rstrip") return plain({std::string(stripped(text, false, true))});
        if (name == "lower") return plain({ascii_lower(text)});
        if (name == "splitlines" && text.find_first_of("\f\v") == std::string::npos)
            return list_of(lines_of(text, false));
    }
    if (name == "split") return list_of(parts_of(text, arguments));
    if (name == "replace" && given.size() == 2)
        return plain({replaced(text, text_in(given[0]), text_in(given[1]))});
    if (name == "join" && given.size() == 1) return plain({joined(list_in(given[0]), text)});
    not_understood(name);
}

// Only what reads a text; the encoding is UTF-8 wherever a build runs.
void check_opening(const PythonArguments& arguments, std::size_t mode_at) {
    static constexpr std::array<std::string_view, 9> kFine = {
        "r", "rt", "utf-8", "utf8", "UTF-8", "UTF8", "utf_8", "utf-8-sig", "ascii"};
    const auto check = [](const PythonValue& value) {
        if (std::ranges::find(kFine, text_in(value)) == kFine.end()) not_understood("open");
    };
    for (std::size_t i = mode_at; i < arguments.positional.size(); ++i)
        check(arguments.positional[i]);
    for (const auto& [name, value] : arguments.named) {
        if (name != "encoding" && name != "mode") not_understood("open");
        check(value);
    }
}

}  // namespace

bool PythonEvaluator::takes(std::string_view text) {
    if (here() != text || tokens_.empty()) return false;
    tokens_ = tokens_.subspan(1);
    return true;
}

PythonValue PythonEvaluator::value(PythonTokens tokens) {
    tokens_ = tokens;
    PythonValue result = sum();
    if (!tokens_.empty()) not_understood(here());
    return result;
}

PythonArguments PythonEvaluator::arguments(PythonTokens tokens) {
    tokens_ = tokens;
    PythonArguments result = call_arguments();
    if (!tokens_.empty()) not_understood(here());
    return result;
}

PythonValue PythonEvaluator::sum() {
    if (++depth_ > kDeepest) not_understood("nesting");
    PythonValue left = quotient();
    while (takes("+")) {
        const PythonValue right = quotient();
        auto* list = std::get_if<Setting::List>(&left.plain.value);
        const auto* more = std::get_if<Setting::List>(&right.plain.value);
        if (list != nullptr && more != nullptr) {
            list->insert(list->end(), more->begin(), more->end());
        } else {
            auto* text = std::get_if<std::string>(&left.plain.value);
            if (text == nullptr || right.kind == Kind::kPath) not_understood("+");
            *text += text_in(right);
        }
    }
    --depth_;
    return left;
}

PythonValue PythonEvaluator::quotient() {
    PythonValue left = term();
    while (takes("/")) {
        const PythonValue right = term();
        if (left.kind != Kind::kPath) not_understood("/");
        left.text = join_path(left.text, text_in(right));
    }
    return left;
}

PythonValue PythonEvaluator::term() {
    PythonValue result = primary();
    while (true) {
        if (takes(".")) {
            const std::string_view name = here();
            if (tokens_.empty()) not_understood(".");
            tokens_ = tokens_.subspan(1);
            const bool is_value = result.kind != Kind::kImported;
            if (is_value && takes("(")) {
                const PythonArguments given = call_arguments();
                if (!takes(")")) not_understood(here());
                result = method(result, name, given);
            } else {
                result = attribute(std::move(result), name);
            }
        } else if (takes("(")) {
            const PythonArguments given = call_arguments();
            if (!takes(")")) not_understood(here());
            result = call(result, given);
        } else if (takes("[")) {
            const PythonValue key = sum();
            if (!takes("]")) not_understood(here());
            result = item(result, key);
        } else {
            return result;
        }
    }
}

PythonValue PythonEvaluator::primary() {
    constexpr std::size_t kCost = 16;
    budget_.spend(kCost);
    if (tokens_.empty()) not_understood("an unfinished expression");
    const PythonToken& token = tokens_.front();
    if (token.text == "[") return display("]");
    if (token.text == "(") return display(")");
    if (token.text == "{") return dictionary();
    const bool is_constant = token.text == "True" || token.text == "False" || token.text == "None";
    if (token.kind == PythonToken::Kind::kName && !is_constant) return name();
    auto literal = take_literal(tokens_);
    if (!literal) not_understood(token.text);
    return plain(std::move(*literal));
}

// A list or tuple, or what parentheses are around.
PythonValue PythonEvaluator::display(std::string_view end) {
    tokens_ = tokens_.subspan(1);
    std::vector<PythonValue> values;
    bool has_comma = false;
    while (!takes(end)) {
        values.push_back(sum());
        has_comma = takes(",");
        if (!has_comma && here() != end) not_understood(here());
    }
    if (end == ")" && values.size() == 1 && !has_comma) return values.front();
    Setting::List list;
    for (PythonValue& each : values) {
        if (each.kind != Kind::kPlain) not_understood("a value in a list");
        list.push_back(std::move(each.plain));
    }
    PythonValue result = plain({std::move(list)});
    budget_.spend_on(result.plain);
    return result;
}

PythonValue PythonEvaluator::dictionary() {
    tokens_ = tokens_.subspan(1);
    Setting::Table table;
    while (!takes("}")) {
        std::string key = text_in(sum());
        if (!takes(":")) not_understood(here());
        PythonValue each = sum();
        if (each.kind != Kind::kPlain) not_understood("a value in a dictionary");
        budget_.spend(table.size());
        std::erase_if(table, [&](const SettingEntry& entry) { return entry.key == key; });
        table.push_back({.key = std::move(key), .value = std::move(each.plain)});
        if (!takes(",") && here() != "}") not_understood(here());
    }
    PythonValue result = plain({std::move(table)});
    budget_.spend_on(result.plain);
    return result;
}

PythonValue PythonEvaluator::name() {
    const std::string word(here());
    tokens_ = tokens_.subspan(1);
    for (const PythonNames* names : {locals_, &names_}) {
        if (names == nullptr) continue;
        const auto known = names->find(word);
        if (known == names->end()) continue;
        budget_.spend_on(known->second.plain);
        return known->second;
    }
    if (word == "__file__") return plain({join_path(folder_.path(), "setup.py")});
    if (word == "open") return of_kind(Kind::kImported, "io.open");
    not_understood(word);
}

PythonArguments PythonEvaluator::call_arguments() {
    PythonArguments result;
    while (!tokens_.empty() && here() != ")") {
        const bool is_named = tokens_.size() > 2 && tokens_[1].text == "=" &&
                              tokens_[2].text != "=" && tokens_[0].kind == PythonToken::Kind::kName;
        if (is_named) {
            std::string key(here());
            tokens_ = tokens_.subspan(2);
            add_named(result, std::move(key), sum());
        } else if (takes("*")) {
            const bool is_table = takes("*");
            const PythonValue all = sum();
            const auto* table = std::get_if<Setting::Table>(&all.plain.value);
            if (is_table && table != nullptr) {
                for (const SettingEntry& entry : *table)
                    add_named(result, entry.key, plain(entry.value));
            } else if (!is_table) {
                for (const std::string& each : list_in(all))
                    result.positional.push_back(plain({each}));
            } else {
                not_understood("**");
            }
        } else {
            result.positional.push_back(sum());
        }
        if (!takes(",") && !tokens_.empty() && here() != ")") not_understood(here());
    }
    return result;
}

void PythonEvaluator::add_named(PythonArguments& arguments, std::string key,
                                PythonValue value) const {
    budget_.spend(arguments.named.size());
    const bool is_known = std::ranges::any_of(
        arguments.named, [&](const auto& argument) { return argument.first == key; });
    if (is_known) not_understood(key);
    arguments.named.emplace_back(std::move(key), std::move(value));
}

PythonValue PythonEvaluator::attribute(PythonValue value, std::string_view name) {
    if (value.kind == Kind::kImported)
        return of_kind(Kind::kImported, fmt::format("{}.{}", value.text, name));
    if (value.kind == Kind::kPath && name == "parent")
        return of_kind(Kind::kPath, parent_of(value.text));
    not_understood(name);
}

PythonValue PythonEvaluator::method(const PythonValue& value, std::string_view name,
                                    const PythonArguments& arguments) {
    if (value.kind == Kind::kFile) {
        if (!arguments.positional.empty() || !arguments.named.empty()) not_understood(name);
        if (name == "read") return plain({content(value.text)});
        if (name == "readlines") {
            const std::string text = content(value.text);
            budget_.spend(kCostOfPart * text.size());
            return list_of(lines_of(text, true));
        }
        not_understood(name);
    }
    if (value.kind == Kind::kPath) {
        if ((name == "resolve" || name == "absolute") && arguments.positional.empty())
            return of_kind(Kind::kPath, join_path(folder_.path(), value.text));
        if (name == "joinpath") {
            std::string path = value.text;
            for (const PythonValue& each : arguments.positional)
                path = join_path(path, text_in(each));
            return of_kind(Kind::kPath, std::move(path));
        }
        check_opening(arguments, 0);
        if (name == "read_text") return plain({content(value.text)});
        if (name == "open") return of_kind(Kind::kFile, value.text);
        not_understood(name);
    }
    const std::string& text = text_in(value);
    if (name.starts_with("split")) budget_.spend(kCostOfPart * text.size());
    return method_of_text(text, name, arguments);
}

PythonValue PythonEvaluator::call(const PythonValue& function, const PythonArguments& arguments) {
    if (function.kind == Kind::kFunction) {
        const auto own = functions_.find(function.text);
        if (own == functions_.end()) not_understood(function.text);
        return call_own(own->second, arguments);
    }
    if (function.kind != Kind::kImported) not_understood("a call");
    const std::string& name = function.text;
    if (name == "setuptools.find_packages") return found(arguments, false);
    if (name == "setuptools.find_namespace_packages") return found(arguments, true);
    const auto& given = arguments.positional;
    if (given.empty()) not_understood(name);
    if (name == "io.open" || name == "codecs.open") {
        check_opening(arguments, 1);
        return of_kind(Kind::kFile, text_in(given[0]));
    }
    if (!arguments.named.empty()) not_understood(name);
    if (name == "os.path.join" || name == "pathlib.Path") {
        std::string path = text_in(given[0]);
        for (std::size_t i = 1; i < given.size(); ++i) path = join_path(path, text_in(given[i]));
        return name == "pathlib.Path" ? of_kind(Kind::kPath, std::move(path))
                                      : plain({std::move(path)});
    }
    if (given.size() != 1) not_understood(name);
    if (name == "os.path.dirname") return plain({parent_of(text_in(given[0]))});
    if (name == "os.path.abspath" || name == "os.path.realpath")
        return plain({absolute_path(join_path(folder_.path(), text_in(given[0])))});
    not_understood(name);
}

PythonValue PythonEvaluator::call_own(const PythonFunction& function,
                                      const PythonArguments& arguments) {
    constexpr std::size_t kCost = 256;
    budget_.spend(kCost);
    PythonNames locals;
    const auto& given = arguments.positional;
    const std::size_t count = function.parameters.size();
    if (given.size() < count || (given.size() > count && function.rest.empty()) ||
        !arguments.named.empty())
        not_understood("a call of a function");
    for (std::size_t i = 0; i < count; ++i) locals[function.parameters[i]] = given[i];
    if (!function.rest.empty()) {
        std::vector<std::string> rest;
        for (std::size_t i = count; i < given.size(); ++i) rest.push_back(text_in(given[i]));
        locals[function.rest] = list_of(rest);
    }
    if (!function.opened_name.empty()) {
        PythonValue opened = PythonEvaluator(*this, locals).value(function.opened);
        locals[function.opened_name] = std::move(opened);
    }
    return PythonEvaluator(*this, locals).value(function.result);
}

PythonValue PythonEvaluator::item(const PythonValue& value, const PythonValue& key) const {
    if (const auto* table = std::get_if<Setting::Table>(&value.plain.value)) {
        budget_.spend(table->size());
        const auto entry = std::ranges::find(*table, text_in(key), &SettingEntry::key);
        if (entry != table->end()) return plain(entry->value);
    }
    not_understood("[");
}

PythonValue PythonEvaluator::found(const PythonArguments& arguments, bool namespaces) const {
    constexpr std::array<std::string_view, 3> kParameters = {"where", "exclude", "include"};
    constexpr std::size_t kCost = std::size_t{1} << 16;  // a walk through the project
    budget_.spend(kCost);
    PackageSearch search{.where = {}, .exclude = {}, .namespaces = namespaces};
    const auto set = [&](std::string_view name, const PythonValue& given) {
        if (name == "where") {
            std::string_view where = text_in(given);
            const std::string top = folder_.path() + "/";
            if (where == folder_.path()) where = "";
            if (where.starts_with(top)) where.remove_prefix(top.size());
            search.where = normal_name(where);
        } else if (name == "exclude") {
            search.exclude = list_in(given);
        } else if (name == "include") {
            search.include = list_in(given);
        } else {
            not_understood(name);
        }
    };
    if (arguments.positional.size() > kParameters.size()) not_understood("find_packages");
    for (std::size_t i = 0; i < arguments.positional.size(); ++i)
        set(kParameters[i], arguments.positional[i]);
    for (const auto& [name, given] : arguments.named) set(name, given);
    return list_of(find_packages(folder_, search));
}

std::string PythonEvaluator::content(const std::string& path) const {
    const std::string top = folder_.path() + "/";
    const std::string absolute = absolute_path(join_path(folder_.path(), path));
    if (!absolute.starts_with(top)) not_understood(path);
    std::string text = folder_.text(absolute.substr(top.size()));
    budget_.spend(text.size());
    return text;
}

}  // namespace pexpack
