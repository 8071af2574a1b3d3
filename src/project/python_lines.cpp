#include "python_lines.hpp"

#include <algorithm>

#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool is_name_start(char c) {
    return is_ascii_alpha(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_name_part(char c) {
    return is_name_start(c) || is_ascii_digit(c);
}

bool is_prefix_of_text(std::string_view word) {
    constexpr std::size_t kLongest = 2;
    return word.size() <= kLongest &&
           word.find_first_not_of("rRbBuUfFtT") == std::string_view::npos;
}

class Reader {
  public:
    explicit Reader(std::string_view source) : source_(source) {
        if (source_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    }

    std::vector<PythonLine> run() && {
        while (at_ < source_.size()) {
            if (line_.tokens.empty() && depth_ == 0) measure_indent();
            if (at_ < source_.size()) step();
        }
        end_line();
        return std::move(lines_);
    }

  private:
    char here() const { return source_[at_]; }

    void measure_indent() {
        constexpr std::size_t kTab = 8;
        line_.indent = 0;
        for (; at_ < source_.size(); ++at_) {
            if (here() == ' ') {
                ++line_.indent;
            } else if (here() == '\t') {
                line_.indent = (line_.indent / kTab + 1) * kTab;
            } else if (here() != '\f') {
                return;
            }
        }
    }

    void step() {
        const char c = here();
        if (c == '\n' || c == '\r') {
            ++at_;
            if (depth_ == 0) end_line();
        } else if (c == '#') {
            at_ = std::min(source_.find_first_of("\r\n", at_), source_.size());
        } else if (c == '\\') {
            at_ += source_.substr(at_).starts_with("\\\r\n") ? 3U : 2U;
        } else if (c == ' ' || c == '\t' || c == '\f') {
            ++at_;
        } else if (c == '"' || c == '\'') {
            read_text(at_);
        } else if (is_name_part(c)) {
            read_word();
        } else {
            read_operator();
        }
    }

    void read_word() {
        const std::size_t begin = at_;
        while (at_ < source_.size() && is_name_part(here())) ++at_;
        const std::string_view word = source_.substr(begin, at_ - begin);
        const bool has_quote = at_ < source_.size() && (here() == '"' || here() == '\'');
        if (has_quote && is_prefix_of_text(word)) {
            read_text(begin);
        } else {
            add(is_ascii_digit(word.front()) ? PythonToken::Kind::kOther : PythonToken::Kind::kName,
                begin);
        }
    }

    // `at_` is at the opening quote.
    void read_text(std::size_t begin) {
        const char quote = here();
        const std::string three(3, quote);
        const bool is_long = source_.substr(at_).starts_with(three);
        at_ += is_long ? three.size() : 1;
        while (at_ < source_.size()) {
            if (here() == '\\') {
                at_ += 2;
            } else if (is_long ? source_.substr(at_).starts_with(three) : here() == quote) {
                at_ += is_long ? three.size() : 1;
                break;
            } else if (!is_long && here() == '\n') {
                break;
            } else {
                ++at_;
            }
        }
        at_ = std::min(at_, source_.size());
        add(PythonToken::Kind::kText, begin);
    }

    void read_operator() {
        const char c = here();
        const bool closes = c == ')' || c == ']' || c == '}';
        if (closes && depth_ > 0) --depth_;
        const std::size_t begin = at_;
        at_ += source_.substr(at_).starts_with(":=") ? 2U : 1U;
        add(PythonToken::Kind::kOther, begin);
        if (c == '(' || c == '[' || c == '{') ++depth_;
    }

    void add(PythonToken::Kind kind, std::size_t begin) {
        line_.tokens.push_back(
            {.kind = kind, .text = source_.substr(begin, at_ - begin), .depth = depth_});
    }

    void end_line() {
        if (!line_.tokens.empty()) lines_.push_back(std::move(line_));
        line_ = {};
    }

    std::string_view source_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    PythonLine line_;
    std::vector<PythonLine> lines_;
};

}  // namespace

std::vector<PythonLine> python_lines(std::string_view source) {
    return Reader(source).run();
}

bool is_in_other_encoding(std::string_view source) {
    constexpr std::string_view kWord = "coding";
    constexpr std::string_view kBlanks = " \t\f";
    const auto lines = split(source.substr(0, 1000), '\n');
    for (std::size_t i = 0; i < lines.size() && i < 2; ++i) {
        const std::size_t begin = lines[i].find_first_not_of(kBlanks);
        if (begin == std::string_view::npos) continue;
        if (lines[i][begin] != '#') return false;
        const std::size_t word = lines[i].find(kWord);
        if (word == std::string_view::npos) continue;
        std::string_view rest = lines[i].substr(word + kWord.size());
        if (!rest.starts_with(':') && !rest.starts_with('=')) continue;
        rest = trim_blanks(rest.substr(1));
        const std::string name = ascii_lower(rest.substr(0, 5));
        return name != "utf-8" && name != "utf_8" && !name.starts_with("utf8");
    }
    return false;
}

}  // namespace pexpack
