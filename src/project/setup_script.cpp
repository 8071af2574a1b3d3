// setup.py, when it says all by literals and a few usual calls.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "handed_over.hpp"
#include "pexpack/support/text.hpp"
#include "python_expression.hpp"
#include "setuptools_project.hpp"

namespace pexpack {

namespace {

using Kind = PythonToken::Kind;

[[noreturn]] void not_understood(PythonTokens tokens) {
    hand_over(fmt::format("`{} …` in setup.py is not understood",
                          tokens.empty() ? "" : tokens.front().text));
}

// Modules that do nothing when they are imported.
bool is_harmless_module(std::string_view name) {
    constexpr std::array<std::string_view, 26> kModules = {
        "__future__", "ast",     "codecs",   "collections", "contextlib", "datetime", "errno",
        "functools",  "glob",    "inspect",  "io",          "itertools",  "json",     "logging",
        "os",         "pathlib", "platform", "re",          "setuptools", "shutil",   "string",
        "subprocess", "sys",     "textwrap", "typing",      "warnings"};
    const std::string_view top = name.substr(0, name.find('.'));
    return std::ranges::find(kModules, top) != kModules.end() && name != "setuptools.command";
}

std::string_view word_at(PythonTokens tokens, std::size_t at) {
    return at < tokens.size() ? tokens[at].text : std::string_view();
}

class Script {
  public:
    Script(const ProjectFolder& folder, std::string_view source)
        : folder_(folder), lines_(python_lines(source)) {}

    Setting::Table run() && {
        at_ = 0;
        while (at_ < lines_.size()) statement();
        hand_over_unless(is_called_, "setup.py calls no setup()");
        return std::move(attributes_);
    }

  private:
    void statement() {
        const PythonLine& line = lines_[at_++];
        statement(line, line.tokens);
    }

    // `tokens` are those of the line, or of what stands behind a colon in it.
    void statement(const PythonLine& line, PythonTokens tokens) {
        const std::string_view first = word_at(tokens, 0);
        if (first == "import") {
            read_import(tokens.subspan(1));
        } else if (first == "from") {
            read_from_import(tokens);
        } else if (first == "def") {
            read_function(line);
        } else if (first == "with") {
            read_with(line, tokens);
        } else if (first == "try") {
            read_try(line);
        } else if (first == "if") {
            read_if(line);
        } else if (word_at(tokens, 1) == "=" && word_at(tokens, 2) != "=") {
            names_[std::string(first)] = value(tokens.subspan(2));
        } else if (word_at(tokens, 1) == "+" && word_at(tokens, 2) == "=") {
            add_to(first, tokens.subspan(3));
        } else {
            expression(tokens);
        }
    }

    PythonValue value(PythonTokens tokens) {
        return PythonEvaluator(folder_, names_, functions_, budget_).value(tokens);
    }

    void add_to(std::string_view name, PythonTokens tokens) {
        const auto known = names_.find(name);
        const PythonValue more = value(tokens);
        auto* text =
            known == names_.end() ? nullptr : std::get_if<std::string>(&known->second.plain.value);
        const auto* behind = std::get_if<std::string>(&more.plain.value);
        if (text == nullptr || behind == nullptr) not_understood(tokens);
        budget_.spend(behind->size());
        *text += *behind;
    }

    // "import a.b as c, d"
    void read_import(PythonTokens tokens) {
        while (!tokens.empty()) {
            std::string module;
            while (!tokens.empty() && word_at(tokens, 0) != "," && word_at(tokens, 0) != "as") {
                module += word_at(tokens, 0);
                tokens = tokens.subspan(1);
            }
            std::string name = module.substr(0, module.find('.'));
            std::string meant = name;
            if (word_at(tokens, 0) == "as") {
                name = word_at(tokens, 1);
                meant = module;
                tokens = tokens.subspan(std::min<std::size_t>(2, tokens.size()));
            }
            bind(name, module, meant);
            if (!tokens.empty()) tokens = tokens.subspan(1);
        }
    }

    void read_from_import(PythonTokens tokens) {
        std::string module;
        std::size_t at = 1;
        for (; at < tokens.size() && word_at(tokens, at) != "import"; ++at)
            module += word_at(tokens, at);
        for (++at; at < tokens.size(); ++at) {
            const std::string name(word_at(tokens, at));
            if (name == "(" || name == ")" || name == ",") continue;
            std::string bound = name;
            if (word_at(tokens, at + 1) == "as") {
                bound = word_at(tokens, at + 2);
                at += 2;
            }
            bind(bound, module, module + "." + name);
        }
    }

    void bind(const std::string& name, const std::string& module, const std::string& meant) {
        if (!is_harmless_module(module)) hand_over(fmt::format("setup.py imports `{}`", module));
        names_[name] = {.kind = PythonValue::Kind::kImported, .plain = {}, .text = meant};
    }

    // The lines of the block behind a line that ends with a colon; goes behind them.
    std::span<const PythonLine> block(std::size_t indent) {
        const std::size_t begin = at_;
        while (at_ < lines_.size() && lines_[at_].indent > indent) ++at_;
        return std::span(lines_).subspan(begin, at_ - begin);
    }

    void read_function(const PythonLine& line) {
        const PythonTokens tokens = line.tokens;
        const std::string name(word_at(tokens, 1));
        // What has been given its name would still mean the earlier one.
        const auto known = names_.find(name);
        if (known != names_.end() && known->second.kind == PythonValue::Kind::kFunction)
            not_understood(tokens);
        names_[name] = {.kind = PythonValue::Kind::kFunction, .plain = {}, .text = name};
        PythonFunction function;
        std::size_t at = 3;
        for (; at < tokens.size() && word_at(tokens, at) != ")"; ++at) {
            const std::string_view word = word_at(tokens, at);
            if (word == ",") continue;
            if (word == "*") {
                function.rest = word_at(tokens, ++at);
            } else if (tokens[at].kind == Kind::kName) {
                function.parameters.emplace_back(word);
            } else {
                not_understood(tokens);
            }
        }
        std::span<const PythonLine> body = block(line.indent);
        if (!body.empty() && body.front().tokens.size() == 1 &&
            body.front().tokens.front().kind == Kind::kText)
            body = body.subspan(1);
        if (!body.empty() && word_at(body.front().tokens, 0) == "with") {
            std::tie(function.opened, function.opened_name) = opened_in(body.front().tokens);
            body = body.subspan(1);
        }
        // Whether another one is understood matters only when it is called.
        if (body.size() != 1 || word_at(body.front().tokens, 0) != "return") return;
        function.result = PythonTokens(body.front().tokens).subspan(1);
        functions_[name] = std::move(function);
    }

    // "with EXPRESSION as NAME:"; what stands behind the colon goes into `behind`.
    static std::pair<PythonTokens, std::string> opened_in(PythonTokens tokens,
                                                          PythonTokens* behind = nullptr) {
        const auto as = std::ranges::find_if(tokens, [](const PythonToken& token) {
            return token.text == "as" && token.depth == 0;
        });
        const auto at = static_cast<std::size_t>(as - tokens.begin());
        const bool is_whole = at + 3 == tokens.size();
        if (at + 3 > tokens.size() || tokens[at + 2].text != ":" ||
            (!is_whole && behind == nullptr))
            not_understood(tokens);
        if (behind != nullptr) *behind = tokens.subspan(at + 3);
        return {tokens.subspan(1, at - 1), std::string(tokens[at + 1].text)};
    }

    // What is in the block is run as if it stood behind.
    void read_with(const PythonLine& line, PythonTokens tokens) {
        PythonTokens behind;
        const auto [opened, name] = opened_in(tokens, &behind);
        names_[name] = value(opened);
        if (!behind.empty()) statement(line, behind);
    }

    // Of old one fell back to distutils: only imports that are sure to succeed are tried here.
    void read_try(const PythonLine& line) {
        constexpr std::array<std::string_view, 6> kSure = {
            "setup", "find_packages", "find_namespace_packages", "Command", "Extension", ","};
        if (line.tokens.size() != 2) not_understood(line.tokens);
        for (const PythonLine& each : block(line.indent)) {
            const PythonTokens tokens = each.tokens;
            const bool is_import = tokens.size() == 2 && word_at(tokens, 0) == "import" &&
                                   word_at(tokens, 1) == "setuptools";
            bool is_sure = word_at(tokens, 0) == "from" && word_at(tokens, 1) == "setuptools" &&
                           word_at(tokens, 2) == "import" && tokens.size() > 3;
            for (std::size_t i = 3; is_sure && i < tokens.size(); ++i)
                is_sure = std::ranges::find(kSure, tokens[i].text) != kSure.end();
            if (is_import) read_import(tokens.subspan(1));
            if (is_sure) read_from_import(tokens);
            if (!is_import && !is_sure) not_understood(line.tokens);
        }
        while (at_ < lines_.size() && word_at(lines_[at_].tokens, 0) == "except") {
            const std::size_t indent = lines_[at_++].indent;
            block(indent);
        }
    }

    // `if __name__ == "__main__":` always holds, and a question about a Python before 3.9, where
    // setuptools does not run, never.
    void read_if(const PythonLine& line) {
        const PythonTokens tokens = line.tokens;
        const bool is_main = tokens.size() == 6 && word_at(tokens, 1) == "__name__" &&
                             word_at(tokens, 2) == "=" && word_at(tokens, 3) == "=" &&
                             literal_text(word_at(tokens, 4)) == "__main__";
        if (is_main) return;
        if (!asks_for_old_python(tokens)) not_understood(tokens);
        block(line.indent);
        const bool has_more = at_ < lines_.size() && (word_at(lines_[at_].tokens, 0) == "else" ||
                                                      word_at(lines_[at_].tokens, 0) == "elif");
        if (has_more) not_understood(lines_[at_].tokens);
    }

    // "if sys.version_info < (3, 6):"
    bool asks_for_old_python(PythonTokens tokens) const {
        const auto sys = names_.find("sys");
        const bool is_question = word_at(tokens, 1) == "sys" && word_at(tokens, 2) == "." &&
                                 word_at(tokens, 3) == "version_info" &&
                                 word_at(tokens, 4) == "<" && word_at(tokens, 5) == "(" &&
                                 tokens.back().text == ":" && tokens.size() > 7;
        if (!is_question || sys == names_.end() || sys->second.text != "sys") return false;
        const auto release = literal_value(tokens.subspan(5, tokens.size() - 6));
        const auto* numbers = release ? std::get_if<Setting::List>(&release->value) : nullptr;
        if (numbers == nullptr || numbers->empty() || numbers->size() > 2) return false;
        std::vector<std::string> texts;
        for (const Setting& each : *numbers) {
            const auto* number = std::get_if<Setting::Number>(&each.value);
            texts.push_back(number == nullptr ? "" : number->text);
        }
        if (texts.front() == "2") return true;
        return texts.front() == "3" &&
               (texts.size() == 1 || (texts[1].size() == 1 && texts[1] != ""));
    }

    void expression(PythonTokens tokens) {
        if (tokens.size() == 1 && tokens.front().kind == Kind::kText) return;
        const auto open = std::ranges::find(tokens, "(", &PythonToken::text);
        const auto at = static_cast<std::size_t>(open - tokens.begin());
        if (at == tokens.size() || tokens.back().text != ")" || at == 0) not_understood(tokens);
        const PythonTokens inside = tokens.subspan(at + 1, tokens.size() - at - 2);
        if (word_at(tokens, 0) == "exec" && at == 1) {
            execute(inside);
            return;
        }
        const PythonValue function = value(tokens.first(at));
        if (function.text != "setuptools.setup" || is_called_) not_understood(tokens);
        is_called_ = true;
        const PythonArguments given =
            PythonEvaluator(folder_, names_, functions_, budget_).arguments(inside);
        if (!given.positional.empty()) not_understood(tokens);
        for (const auto& [key, each] : given.named) {
            if (each.kind != PythonValue::Kind::kPlain) not_understood(tokens);
            attributes_.push_back({.key = key, .value = each.plain});
        }
    }

    // `exec(TEXT)` and `exec(TEXT, NAME)` of a file that does nothing but give names literals.
    void execute(PythonTokens tokens) {
        const PythonArguments given =
            PythonEvaluator(folder_, names_, functions_, budget_).arguments(tokens);
        if (given.positional.empty() || given.positional.size() > 2 || !given.named.empty())
            not_understood(tokens);
        const auto* source = std::get_if<std::string>(&given.positional[0].plain.value);
        if (source == nullptr) not_understood(tokens);
        Setting::Table* table = nullptr;
        if (given.positional.size() == 2) {
            const auto known = names_.find(word_at(tokens, tokens.size() - 1));
            if (known != names_.end())
                table = std::get_if<Setting::Table>(&known->second.plain.value);
            if (table == nullptr) not_understood(tokens);
        }
        for (const PythonLine& line : python_lines(*source)) {
            if (line.tokens.size() == 1 && line.tokens.front().kind == Kind::kText) continue;
            if (word_at(line.tokens, 1) != "=" || line.indent != 0) not_understood(line.tokens);
            auto literal = literal_value(PythonTokens(line.tokens).subspan(2));
            if (!literal) not_understood(line.tokens);
            const std::string name(word_at(line.tokens, 0));
            if (table == nullptr) {
                names_[name] = {
                    .kind = PythonValue::Kind::kPlain, .plain = std::move(*literal), .text = {}};
                continue;
            }
            budget_.spend(table->size());
            std::erase_if(*table, [&](const SettingEntry& each) { return each.key == name; });
            table->push_back({.key = name, .value = std::move(*literal)});
        }
    }

    const ProjectFolder& folder_;
    std::vector<PythonLine> lines_;
    std::size_t at_ = 0;
    PythonNames names_;
    PythonFunctions functions_;
    PythonBudget budget_;
    Setting::Table attributes_;
    bool is_called_ = false;
};

}  // namespace

Setting::Table attributes_of_script(const ProjectFolder& folder) {
    const std::string source = python_source_in(folder, "setup.py");
    return Script(folder, source).run();
}

}  // namespace pexpack
