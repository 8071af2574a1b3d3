#include "python_literal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "handed_over.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

using Kind = PythonToken::Kind;

constexpr std::size_t kDeepest = 100;         // brackets in brackets
constexpr std::size_t kMostEntries = 10'000;  // of a dictionary: each is looked for in those before

void append_utf8(std::string& text, std::uint32_t code) {
    const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        add(code);
    } else if (code < 0x800) {
        add(0xC0 | code >> 6U);
        add(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        add(0xE0 | code >> 12U);
        add(0x80 | (code >> 6U & 0x3F));
        add(0x80 | (code & 0x3F));
    } else {
        add(0xF0 | code >> 18U);
        add(0x80 | (code >> 12U & 0x3F));
        add(0x80 | (code >> 6U & 0x3F));
        add(0x80 | (code & 0x3F));
    }
}

std::optional<std::uint32_t> number_in(std::string_view digits, std::uint32_t base) {
    std::uint32_t number = 0;
    for (const char c : digits) {
        const auto digit = std::string_view("0123456789abcdef").find(ascii_lower({&c, 1}));
        if (digit >= base) return std::nullopt;
        number = number * base + static_cast<std::uint32_t>(digit);
    }
    return number;
}

// Reads what is behind a backslash at the front of `rest`; false when it cannot be known.
bool take_escape(std::string_view& rest, std::string& text) {
    constexpr std::string_view kPlain = "\\'\"abfnrtv";
    constexpr std::string_view kMeaning = "\\'\"\a\b\f\n\r\t\v";
    const char c = rest.front();
    rest.remove_prefix(1);
    if (c == '\n') return true;
    if (const auto at = kPlain.find(c); at != std::string_view::npos) {
        text += kMeaning[at];
        return true;
    }
    const std::size_t width = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (width > 0) {
        const auto code = rest.size() < width ? std::nullopt : number_in(rest.substr(0, width), 16);
        if (!code || *code > 0x10FFFF || (*code >= 0xD800 && *code < 0xE000)) return false;
        append_utf8(text, *code);
        rest.remove_prefix(width);
        return true;
    }
    if (c == '0' && (rest.empty() || !is_ascii_digit(rest.front()))) {
        text += '\0';
        return true;
    }
    if (is_ascii_digit(c) || c == 'N') return false;
    text += '\\';
    text += c;
    return true;
}

std::optional<std::string> unescaped(std::string_view inside, bool is_raw) {
    std::string text;
    while (!inside.empty()) {
        const char c = inside.front();
        inside.remove_prefix(1);
        if (c == '\r') {
            if (!inside.starts_with('\n')) text += '\n';
        } else if (c != '\\' || is_raw) {
            text += c;
        } else if (inside.empty() || inside.front() == '\r' || !take_escape(inside, text)) {
            return std::nullopt;
        }
    }
    return text;
}

// Calls itself as deep as brackets are nested, up to a limit.
class LiteralReader {
  public:
    explicit LiteralReader(PythonTokens tokens) : tokens_(tokens) {}

    std::optional<Setting> value(std::size_t depth) {
        if (tokens_.empty() || depth > kDeepest) return std::nullopt;
        const PythonToken& token = tokens_.front();
        if (token.kind == Kind::kText) return texts();
        if (token.kind == Kind::kName) return constant();
        if (token.text == "[") return sequence("]", depth);
        if (token.text == "(") return parenthesised(depth);
        if (token.text == "{") return dictionary(depth);
        return number();
    }

    PythonTokens rest() const { return tokens_; }

  private:
    bool takes(std::string_view text) {
        if (tokens_.empty() || tokens_.front().text != text) return false;
        tokens_ = tokens_.subspan(1);
        return true;
    }

    std::optional<Setting> texts() {
        std::string all;
        while (!tokens_.empty() && tokens_.front().kind == Kind::kText) {
            const auto text = literal_text(tokens_.front().text);
            if (!text) return std::nullopt;
            all += *text;
            tokens_ = tokens_.subspan(1);
        }
        return Setting{std::move(all)};
    }

    std::optional<Setting> constant() {
        if (takes("True")) return Setting{true};
        if (takes("False")) return Setting{false};
        if (takes("None")) return Setting{Setting::None{}};
        return std::nullopt;
    }

    // What is beside each other without a blank: "3", ".", "6".
    std::optional<Setting> number() {
        std::string text;
        const char* end = nullptr;
        while (!tokens_.empty()) {
            const PythonToken& token = tokens_.front();
            const bool is_part = token.text == "." || is_ascii_digit(token.text.front());
            if (!is_part || (end != nullptr && end != token.text.data())) break;
            text += token.text;
            end = token.text.data() + token.text.size();
            tokens_ = tokens_.subspan(1);
        }
        if (text.empty() || text == "." ||
            text.find_first_not_of("0123456789.") != std::string::npos)
            return std::nullopt;
        return Setting{Setting::Number{std::move(text)}};
    }

    std::optional<Setting> sequence(std::string_view end, std::size_t depth) {
        tokens_ = tokens_.subspan(1);
        Setting::List list;
        while (!takes(end)) {
            auto each = value(depth + 1);
            if (!each) return std::nullopt;
            list.push_back(std::move(*each));
            if (!takes(",") && (tokens_.empty() || tokens_.front().text != end))
                return std::nullopt;
        }
        return Setting{std::move(list)};
    }

    // "(x)" is x, "(x,)" and "()" are tuples.
    std::optional<Setting> parenthesised(std::size_t depth) {
        const PythonTokens before = tokens_;
        auto list = sequence(")", depth);
        if (!list) return std::nullopt;
        auto& values = std::get<Setting::List>(list->value);
        const std::size_t used = before.size() - tokens_.size();
        if (values.size() != 1 || before[used - 2].text == ",") return list;
        return std::move(values.front());
    }

    std::optional<Setting> dictionary(std::size_t depth) {
        tokens_ = tokens_.subspan(1);
        Setting::Table table;
        while (!takes("}")) {
            auto key = value(depth + 1);
            if (!key || !std::holds_alternative<std::string>(key->value) || !takes(":"))
                return std::nullopt;
            auto each = value(depth + 1);
            if (!each) return std::nullopt;
            std::string name = std::get<std::string>(std::move(key->value));
            if (table.size() >= kMostEntries ||
                std::ranges::find(table, name, &SettingEntry::key) != table.end())
                return std::nullopt;
            table.push_back({.key = std::move(name), .value = std::move(*each)});
            if (!takes(",") && (tokens_.empty() || tokens_.front().text != "}"))
                return std::nullopt;
        }
        return Setting{std::move(table)};
    }

    PythonTokens tokens_;
};

bool is_assigning(PythonTokens tokens, std::size_t at) {
    constexpr std::string_view kOther = "=!<>+-*/%&|^@~:";
    if (tokens[at].text != "=" || tokens[at].depth != 0) return false;
    const char* begin = tokens[at].text.data();
    const bool follows = at > 0 &&
                         tokens[at - 1].text.data() + tokens[at - 1].text.size() == begin &&
                         kOther.find(tokens[at - 1].text.back()) != std::string_view::npos;
    const bool precedes = at + 1 < tokens.size() && tokens[at + 1].text.data() == begin + 1 &&
                          tokens[at + 1].text == "=";
    return !follows && !precedes;
}

bool ends_statement(const PythonToken& token) {
    return token.text == ";" && token.depth == 0;
}

// Where the value begins in `NAME = …` and `NAME: type = …`; 0 for anything else.
std::size_t value_at(PythonTokens tokens, std::string_view name) {
    if (tokens.front().text != name || tokens.size() < 3) return 0;
    if (is_assigning(tokens, 1)) return 2;
    if (tokens[1].text != ":") return 0;
    for (std::size_t i = 2; i + 1 < tokens.size() && !ends_statement(tokens[i]); ++i) {
        if (is_assigning(tokens, i)) return i + 1;
    }
    return 0;
}

// Whether the statement could assign the name in some other way: `a = NAME = 1`, `NAME += 1`,
// `x = 1; NAME = 2`.
bool may_assign(PythonTokens tokens, std::string_view name) {
    std::size_t last = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].text == "=" && tokens[i].depth == 0) last = i;
    }
    for (std::size_t i = 0; i < last; ++i) {
        if (tokens[i].kind == Kind::kName && tokens[i].text == name) return true;
    }
    return false;
}

bool starts_no_assignment(std::string_view word) {
    constexpr std::string_view kWords[] = {
        "import", "from", "def",     "class",  "if",    "elif", "else",  "for",    "while", "try",
        "except", "with", "finally", "return", "async", "@",    "raise", "assert", "del"};
    return std::ranges::find(kWords, word) != std::end(kWords);
}

}  // namespace

std::optional<std::string> literal_text(std::string_view literal) {
    bool is_raw = false;
    while (!literal.empty() && literal.front() != '"' && literal.front() != '\'') {
        const std::string prefix = ascii_lower(literal.substr(0, 1));
        if (prefix != "r" && prefix != "u") return std::nullopt;
        is_raw = is_raw || prefix == "r";
        literal.remove_prefix(1);
    }
    if (literal.size() < 2) return std::nullopt;
    const std::string three(3, literal.front());
    const std::size_t width = literal.starts_with(three) && literal.size() >= 6 ? 3 : 1;
    if (!literal.ends_with(literal.substr(0, width))) return std::nullopt;
    return unescaped(literal.substr(width, literal.size() - 2 * width), is_raw);
}

std::optional<Setting> take_literal(PythonTokens& tokens) {
    LiteralReader reader(tokens);
    auto value = reader.value(0);
    if (value) tokens = reader.rest();
    return value;
}

std::optional<Setting> literal_value(PythonTokens tokens) {
    auto first = take_literal(tokens);
    if (!first || tokens.empty()) return first;
    // "1, 2" is a tuple without its parentheses.
    Setting::List list{std::move(*first)};
    while (!tokens.empty()) {
        if (tokens.front().text != ",") return std::nullopt;
        tokens = tokens.subspan(1);
        if (tokens.empty()) break;
        auto next = take_literal(tokens);
        if (!next) return std::nullopt;
        list.push_back(std::move(*next));
    }
    return Setting{std::move(list)};
}

std::string python_source_in(const ProjectFolder& folder, std::string_view name) {
    std::string source = folder.text(name);
    const bool is_ascii =
        std::ranges::all_of(source, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!is_ascii && is_in_other_encoding(source))
        hand_over(fmt::format("`{}` is not UTF-8", name));
    return source;
}

std::optional<PythonAssignment> first_assignment(std::string_view source, std::string_view name) {
    for (const PythonLine& line : python_lines(source)) {
        const PythonTokens tokens = line.tokens;
        if (line.indent != 0 || starts_no_assignment(tokens.front().text)) continue;
        if (const std::size_t at = value_at(tokens, name))
            return PythonAssignment{literal_value(tokens.subspan(at))};
        if (may_assign(tokens, name))
            hand_over(fmt::format("how `{}` gets its value is not understood", name));
    }
    return std::nullopt;
}

std::optional<std::string> docstring_of(std::string_view source) {
    const auto lines = python_lines(source);
    if (lines.empty() || lines.front().tokens.size() != 1) return std::nullopt;
    const PythonToken& token = lines.front().tokens.front();
    return token.kind == Kind::kText ? literal_text(token.text) : std::nullopt;
}

}  // namespace pexpack
