#include "pexpack/project/python_source.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>

#include "pexpack/support/text.hpp"
#include "python_lines.hpp"

namespace pexpack {

namespace {

using Kind = PythonToken::Kind;
using Tokens = std::span<const PythonToken>;

constexpr std::array<std::string_view, 9> kBlockWords = {"if",  "elif",   "else",    "for", "while",
                                                         "try", "except", "finally", "with"};
// Names elsewhere. What their patterns bind is not told from what they compare with.
constexpr std::array<std::string_view, 2> kSoftBlockWords = {"match", "case"};
constexpr std::array<std::string_view, 33> kKeywords = {
    "False", "None",   "True", "and",   "as",     "assert",   "break", "class", "continue",
    "def",   "del",    "elif", "else",  "except", "finally",  "for",   "from",  "global",
    "if",    "import", "in",   "is",    "lambda", "nonlocal", "not",   "or",    "pass",
    "raise", "return", "try",  "while", "with",   "yield"};
// What fills a module's namespace past the compiler.
constexpr std::array<std::string_view, 5> kOpenAtTop = {"exec", "setattr", "vars", "locals",
                                                        "modules"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::ranges::find(words, word) != words.end();
}

std::string_view word_at(Tokens tokens, std::size_t at) {
    return at < tokens.size() ? tokens[at].text : std::string_view();
}

// "def main" and "async def main" -> "main"; "" for what is neither a function nor a class.
std::string_view name_of_scope(Tokens tokens) {
    if (word_at(tokens, 0) == "async" && word_at(tokens, 1) == "def") return word_at(tokens, 2);
    if (word_at(tokens, 0) == "def" || word_at(tokens, 0) == "class") return word_at(tokens, 1);
    return {};
}

std::vector<Tokens> split_at(Tokens tokens, std::string_view separator) {
    std::vector<Tokens> parts;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= tokens.size(); ++i) {
        const bool ends =
            i == tokens.size() || (tokens[i].text == separator && tokens[i].depth == 0);
        if (!ends) continue;
        parts.push_back(tokens.subspan(begin, i - begin));
        begin = i + 1;
    }
    return parts;
}

bool adjoin(const PythonToken& left, const PythonToken& right) {
    return left.text.data() + left.text.size() == right.text.data();
}

// `==`, `<=` and their like have another operator's character beside the `=`.
bool is_assignment(Tokens tokens, std::size_t at) {
    constexpr std::string_view kComparing = "=!<>";
    if (tokens[at].text != "=" || tokens[at].depth != 0) return false;
    const bool follows = at > 0 && adjoin(tokens[at - 1], tokens[at]) &&
                         kComparing.find(tokens[at - 1].text.back()) != std::string_view::npos;
    const bool precedes =
        at + 1 < tokens.size() && adjoin(tokens[at], tokens[at + 1]) && tokens[at + 1].text == "=";
    return !follows && !precedes;
}

class Names {
  public:
    DefinedNames run(std::string_view source) && {
        for (const PythonLine& line : python_lines(source)) add_line(line);
        names_.erase("");
        return {.names = {names_.begin(), names_.end()}, .is_open = is_open_};
    }

  private:
    void add_line(const PythonLine& line) {
        std::erase_if(scopes_, [&](std::size_t indent) { return indent >= line.indent; });
        note_odd_names(line.tokens);
        const std::string_view scope = name_of_scope(line.tokens);
        if (scopes_.empty()) {
            add_top_line(line.tokens);
        } else if (word_at(line.tokens, 0) == "global") {
            add_names(line.tokens);
        }
        if (!scope.empty()) scopes_.push_back(line.indent);
    }

    // `from .globals import …` only names a module.
    static Tokens without_module_path(Tokens tokens) {
        if (word_at(tokens, 0) != "from") return tokens;
        const auto word = std::ranges::find(tokens, "import", &PythonToken::text);
        return tokens.subspan(static_cast<std::size_t>(word - tokens.begin()));
    }

    void note_odd_names(Tokens line) {
        const Tokens tokens = without_module_path(line);
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const std::string_view text = tokens[i].text;
            if (tokens[i].kind != Kind::kName) continue;
            const bool is_attribute = i > 0 && tokens[i - 1].text == ".";
            const bool is_odd = std::ranges::any_of(text, [](char c) { return c < 0; });
            if ((text == "globals" && !is_attribute) || is_odd) is_open_ = true;
            if (scopes_.empty() && is_one_of(text, kOpenAtTop)) is_open_ = true;
        }
    }

    void add_top_line(Tokens tokens) {
        const std::string_view scope = name_of_scope(tokens);
        if (!scope.empty()) {
            add(scope);
            if (scope == "__getattr__") is_open_ = true;
            return;
        }
        add_walruses(tokens);
        const bool is_async = word_at(tokens, 0) == "async" && word_at(tokens, 1) != "=";
        if (is_async) tokens = tokens.subspan(1);
        if (is_one_of(word_at(tokens, 0), kSoftBlockWords)) {
            add_names(tokens);
        } else if (is_one_of(word_at(tokens, 0), kBlockWords)) {
            add_block(tokens);
        } else {
            add_statements(tokens);
        }
    }

    void add_statements(Tokens tokens) {
        for (const Tokens statement : split_at(tokens, ";")) add_statement(statement);
    }

    // What a block's head binds, and what follows it in its line.
    void add_block(Tokens tokens) {
        const auto is_colon = [](const PythonToken& token) {
            return token.text == ":" && token.depth == 0;
        };
        if (std::ranges::find(tokens, "lambda", &PythonToken::text) != tokens.end()) {
            add_names(tokens);  // its colon is not told from the head's
            return;
        }
        const auto colon = std::ranges::find_if(tokens, is_colon);
        const auto length = static_cast<std::size_t>(colon - tokens.begin());
        const Tokens head = tokens.first(length);
        if (word_at(head, 0) == "for")
            add_names(head.first(static_cast<std::size_t>(
                std::ranges::find(head, "in", &PythonToken::text) - head.begin())));
        const auto as = std::ranges::find(head, "as", &PythonToken::text);
        add_names(head.subspan(static_cast<std::size_t>(as - head.begin())));
        if (length < tokens.size()) add_statements(tokens.subspan(length + 1));
    }

    void add_statement(Tokens tokens) {
        if (word_at(tokens, 0) == "import") {
            for (const Tokens each : split_at(tokens.subspan(1), ",")) add_import(each);
        } else if (word_at(tokens, 0) == "from") {
            add_from_import(tokens);
        } else {
            std::size_t end = 0;
            for (std::size_t i = 0; i < tokens.size(); ++i) {
                if (is_assignment(tokens, i)) end = i;
            }
            add_names(tokens.first(end));
        }
    }

    // "a.b" binds a, "a.b as c" binds c.
    void add_import(Tokens tokens) {
        const bool is_renamed = tokens.size() > 2 && tokens[tokens.size() - 2].text == "as";
        if (!tokens.empty()) add(is_renamed ? tokens.back().text : tokens.front().text);
    }

    void add_from_import(Tokens tokens) {
        const Tokens names = without_module_path(tokens);
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i].text == "*") is_open_ = true;
            if (names[i].kind == Kind::kName && word_at(names, i + 1) != "as") add(names[i].text);
        }
    }

    void add_walruses(Tokens tokens) {
        for (std::size_t i = 1; i < tokens.size(); ++i) {
            if (tokens[i].text == ":=") add(tokens[i - 1].text);
        }
    }

    void add_names(Tokens tokens) {
        for (const PythonToken& token : tokens) {
            if (token.kind == Kind::kName) add(token.text);
        }
    }

    void add(std::string_view name) {
        if (!is_one_of(name, kKeywords)) names_.emplace(name);
    }

    std::vector<std::size_t> scopes_;  // indents of the functions and classes around the line
    std::set<std::string, std::less<>> names_;
    bool is_open_ = false;
};

}  // namespace

DefinedNames defined_names(std::string_view source) {
    if (source.size() > kMaxSourceLength) return {.names = {}, .is_open = true};
    return Names().run(source);
}

}  // namespace pexpack
