#include "line_options.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>

#include <fmt/format.h>

#include "pexpack/support/text.hpp"
#include "shell_words.hpp"

namespace pexpack {
namespace {

struct OptionSpelling {
    std::string_view text;
    OptionName name;
    bool takes_value;
};

// The options that pip reads in a requirements file ("Requirements File Format", supported
// options).
constexpr std::array<OptionSpelling, 26> kOptions{{
    {"-i", OptionName::kIndexUrl, true},
    {"--index-url", OptionName::kIndexUrl, true},
    {"--pypi-url", OptionName::kIndexUrl, true},
    {"--extra-index-url", OptionName::kExtraIndexUrl, true},
    {"--no-index", OptionName::kNoIndex, false},
    {"-c", OptionName::kConstraint, true},
    {"--constraint", OptionName::kConstraint, true},
    {"-r", OptionName::kRequirement, true},
    {"--requirement", OptionName::kRequirement, true},
    {"-e", OptionName::kEditable, true},
    {"--editable", OptionName::kEditable, true},
    {"-f", OptionName::kFindLinks, true},
    {"--find-links", OptionName::kFindLinks, true},
    {"--no-binary", OptionName::kNoBinary, true},
    {"--only-binary", OptionName::kOnlyBinary, true},
    {"--prefer-binary", OptionName::kPreferBinary, false},
    {"--require-hashes", OptionName::kRequireHashes, false},
    {"--no-require-hashes", OptionName::kNoRequireHashes, false},
    {"--pre", OptionName::kPre, false},
    {"--all-releases", OptionName::kAllReleases, true},
    {"--only-final", OptionName::kOnlyFinal, true},
    {"--trusted-host", OptionName::kTrustedHost, true},
    {"--use-feature", OptionName::kUseFeature, true},
    {"--hash", OptionName::kHash, true},
    {"-C", OptionName::kConfigSettings, true},
    {"--config-settings", OptionName::kConfigSettings, true},
}};

constexpr std::array<std::string_view, 6> kFeatures{
    "fast-deps",  "inprocess-build-deps",         "venv-isolation",
    "truststore", "no-binary-enable-wheel-cache", "build-constraint"};

std::string unknown_option(std::string_view option) {
    std::vector<std::string> names;
    for (const OptionSpelling& known : kOptions) names.emplace_back(known.text);
    const std::string near = nearest_word(std::string(option), names);
    return fmt::format("pip's requirements files know no option `{}`{}", printable(option),
                       near.empty() ? "" : fmt::format("; did you mean `{}`?", near));
}

// An exact name or the only one that starts with `text`.
Result<const OptionSpelling*> find_long(std::string_view text, std::size_t offset) {
    std::vector<const OptionSpelling*> matches;
    for (const OptionSpelling& option : kOptions) {
        if (option.text == text) return &option;
        if (option.text.starts_with(text)) matches.push_back(&option);
    }
    if (matches.size() == 1) return matches.front();
    if (matches.empty()) return ParseError{unknown_option(text), offset};
    std::vector<std::string> names;
    for (const OptionSpelling* match : matches) names.emplace_back(match->text);
    return ParseError{fmt::format("`{}` may mean {}", printable(text), join(names, " or ")),
                      offset};
}

const OptionSpelling* find_short(char letter) {
    for (const OptionSpelling& option : kOptions) {
        if (option.text.size() == 2 && option.text[1] == letter) return &option;
    }
    return nullptr;
}

// What is wrong with a value, or "".
std::string fault_of(OptionName name, std::string_view value) {
    switch (name) {
        case OptionName::kHash: {
            const std::string_view algorithm = value.substr(0, value.find(':'));
            if (algorithm.size() == value.size()) {
                return "a hash is written like `--hash=sha256:…`";
            }
            const bool strong =
                algorithm == "sha256" || algorithm == "sha384" || algorithm == "sha512";
            return strong ? "" : "only sha256, sha384 and sha512 are strong enough for --hash";
        }
        case OptionName::kConfigSettings:
            return value.find('=') == std::string_view::npos ? "a setting is written `KEY=VALUE`"
                                                             : "";
        case OptionName::kUseFeature:
            return std::find(kFeatures.begin(), kFeatures.end(), value) == kFeatures.end()
                       ? fmt::format("pip knows no feature `{}`", printable(value))
                       : "";
        case OptionName::kNoBinary:
        case OptionName::kOnlyBinary:
        case OptionName::kAllReleases:
        case OptionName::kOnlyFinal:
            return value.starts_with('-') ? "an option stands where a name is needed" : "";
        default:
            return "";
    }
}

// Reads options as Python's optparse does: values may be joined to the option or follow it, long
// names may be shortened, short ones run together.
class OptionReader {
  public:
    explicit OptionReader(const std::vector<ShellWord>& words)
        : words_(words.begin(), words.end()) {}

    Result<std::vector<LineOption>> read() {
        while (!words_.empty() && !error_) {
            ShellWord word = std::move(words_.front());
            words_.pop_front();
            if (word.text == "--") break;
            if (word.text.starts_with("--")) {
                read_long(word);
            } else if (word.text.starts_with('-') && word.text.size() > 1) {
                read_short(word);
            }
        }
        if (error_) return *error_;
        return std::move(options_);
    }

  private:
    void read_long(const ShellWord& word) {
        const std::size_t equals = word.text.find('=');
        const Result<const OptionSpelling*> found =
            find_long(std::string_view(word.text).substr(0, equals), word.offset);
        if (!found) {
            error_ = found.error();
            return;
        }
        const OptionSpelling& option = **found;
        if (equals != std::string::npos) {
            if (!option.takes_value)
                return fail(word, fmt::format("`{}` takes no value", option.text));
            return add(option, word, word.text.substr(equals + 1));
        }
        if (!option.takes_value) return add(option, word, "");
        take_value(option, word);
    }

    // "-rfile" and "-r file"; letters may run together until one takes a value.
    void read_short(const ShellWord& word) {
        for (std::size_t i = 1; i < word.text.size() && !error_; ++i) {
            const OptionSpelling* option = find_short(word.text[i]);
            if (!option) return fail(word, unknown_option(std::string{'-', word.text[i]}));
            if (i + 1 < word.text.size()) return add(*option, word, word.text.substr(i + 1));
            take_value(*option, word);
        }
    }

    void take_value(const OptionSpelling& option, const ShellWord& word) {
        if (words_.empty()) return fail(word, fmt::format("`{}` needs a value", option.text));
        std::string value = std::move(words_.front().text);
        words_.pop_front();
        add(option, word, std::move(value));
    }

    void add(const OptionSpelling& option, const ShellWord& word, std::string value) {
        std::string fault = fault_of(option.name, value);
        if (!fault.empty()) return fail(word, std::move(fault));
        options_.push_back({option.name, std::move(value), word.offset});
    }

    void fail(const ShellWord& word, std::string message) {
        error_ = ParseError{std::move(message), word.offset};
    }

    std::deque<ShellWord> words_;
    std::vector<LineOption> options_;
    std::optional<ParseError> error_;
};

// Where the options begin: the first word after a space (and only a space) that starts with a dash.
std::size_t options_start(std::string_view line) {
    std::size_t at = 0;
    while (at < line.size() && line[at] != '-') {
        const std::size_t space = line.find(' ', at);
        if (space == std::string_view::npos) return line.size();
        at = space + 1;
    }
    return at;
}

}  // namespace

const std::string* OptionLine::first(OptionName name) const {
    const auto found = std::find_if(options.begin(), options.end(),
                                    [&](const LineOption& option) { return option.name == name; });
    return found == options.end() ? nullptr : &found->value;
}

const std::string* OptionLine::last(OptionName name) const {
    const auto found = std::find_if(options.rbegin(), options.rend(),
                                    [&](const LineOption& option) { return option.name == name; });
    return found == options.rend() ? nullptr : &found->value;
}

Result<OptionLine> parse_option_line(std::string_view line) {
    const std::size_t start = options_start(line);
    OptionLine result;
    result.requirement = std::string(line.substr(0, start));
    // The space before the first option separates; those before it stay, as pip has it.
    if (start > 0 && start < line.size()) result.requirement.pop_back();

    const Result<std::vector<ShellWord>> words = split_shell_words(line.substr(start));
    if (!words) return ParseError{words.error().message, words.error().offset + start};
    Result<std::vector<LineOption>> options = OptionReader(*words).read();
    if (!options) return ParseError{options.error().message, options.error().offset + start};
    result.options = std::move(options).value();
    for (LineOption& option : result.options) option.offset += start;
    return result;
}

}  // namespace pexpack
