#include "ini_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "handed_over.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

std::string_view stripped(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\f\v\r";
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

class Reader {
  public:
    std::vector<IniSection> run(std::string_view text) && {
        for (const std::string_view line : split(text, '\n')) read(line);
        for (IniSection& section : sections_) {
            for (auto& [name, value] : section.options) {
                while (!value.empty() &&
                       std::string_view(" \t\n").find(value.back()) != std::string_view::npos)
                    value.pop_back();
                hand_over_unless(value.find('%') == std::string::npos,
                                 "a value of setup.cfg has a `%`");
            }
        }
        return std::move(sections_);
    }

  private:
    void read(std::string_view line) {
        const std::string_view text = stripped(line);
        if (text.starts_with('#') || text.starts_with(';')) return;
        if (text.empty()) {
            if (in_option_) value() += '\n';
            return;
        }
        const std::size_t indent = line.find_first_not_of(" \t");
        if (in_option_ && indent > indent_) {
            value() += '\n';
            value() += text;
            return;
        }
        indent_ = indent;
        if (text.starts_with('[') && text.rfind(']') != std::string_view::npos) {
            open_section(text.substr(1, text.rfind(']') - 1));
        } else {
            open_option(text);
        }
    }

    void open_section(std::string_view name) {
        const bool is_known =
            std::ranges::find(sections_, name, &IniSection::name) != sections_.end();
        hand_over_unless(!name.empty() && name != "DEFAULT" && !is_known,
                         "a section of setup.cfg is not understood");
        sections_.push_back({.name = std::string(name), .options = {}});
        in_option_ = false;
    }

    void open_option(std::string_view text) {
        const std::size_t delimiter = text.find_first_of("=:");
        hand_over_unless(!sections_.empty() && delimiter != std::string_view::npos,
                         "a line of setup.cfg is not understood");
        const std::string name(stripped(text.substr(0, delimiter)));
        auto& options = sections_.back().options;
        const bool is_known =
            std::ranges::any_of(options, [&](const auto& option) { return option.first == name; });
        hand_over_unless(!name.empty() && !is_known, "an option of setup.cfg is not understood");
        options.emplace_back(name, stripped(text.substr(delimiter + 1)));
        in_option_ = true;
    }

    std::string& value() { return sections_.back().options.back().second; }

    std::vector<IniSection> sections_;
    bool in_option_ = false;
    std::size_t indent_ = 0;  // of the option's first line
};

}  // namespace

std::vector<IniSection> parse_ini(std::string_view text) {
    return Reader().run(text);
}

}  // namespace pexpack
