#include "python_string.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "pexpack/support/text.hpp"
#include "unicode.hpp"

namespace pexpack {

namespace {

constexpr std::array<std::pair<std::string_view, char>, 43> kCharacterNames = {{
    {"space", ' '},
    {"exclamation mark", '!'},
    {"quotation mark", '"'},
    {"number sign", '#'},
    {"dollar sign", '$'},
    {"percent sign", '%'},
    {"ampersand", '&'},
    {"apostrophe", '\''},
    {"left parenthesis", '('},
    {"right parenthesis", ')'},
    {"asterisk", '*'},
    {"plus sign", '+'},
    {"comma", ','},
    {"hyphen-minus", '-'},
    {"full stop", '.'},
    {"solidus", '/'},
    {"digit zero", '0'},
    {"digit one", '1'},
    {"digit two", '2'},
    {"digit three", '3'},
    {"digit four", '4'},
    {"digit five", '5'},
    {"digit six", '6'},
    {"digit seven", '7'},
    {"digit eight", '8'},
    {"digit nine", '9'},
    {"colon", ':'},
    {"semicolon", ';'},
    {"less-than sign", '<'},
    {"equals sign", '='},
    {"greater-than sign", '>'},
    {"question mark", '?'},
    {"commercial at", '@'},
    {"left square bracket", '['},
    {"reverse solidus", '\\'},
    {"right square bracket", ']'},
    {"circumflex accent", '^'},
    {"low line", '_'},
    {"grave accent", '`'},
    {"left curly bracket", '{'},
    {"vertical line", '|'},
    {"right curly bracket", '}'},
    {"tilde", '~'},
}};

std::optional<char> named_character(std::string_view name) {
    const std::string lower = ascii_lower(name);
    for (const auto& [words, letter_shift] :
         {std::pair("latin small letter ", 0), std::pair("latin capital letter ", 'A' - 'a')}) {
        const std::string_view prefix = words;
        if (lower.size() == prefix.size() + 1 && lower.starts_with(prefix) &&
            is_ascii_alpha(lower.back())) {
            return static_cast<char>(lower.back() + letter_shift);
        }
    }
    const auto* found = std::find_if(kCharacterNames.begin(), kCharacterNames.end(),
                                     [&](const auto& row) { return row.first == lower; });
    if (found == kCharacterNames.end()) return std::nullopt;
    return found->second;
}

std::optional<unsigned> hex_value(char c) {
    if (is_ascii_digit(c)) return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

// One escape sequence at a time, from behind its backslash.
class Decoder {
  public:
    explicit Decoder(std::string_view body) : body_(body) {}

    std::optional<std::string> run() {
        while (position_ < body_.size()) {
            const char c = body_[position_++];
            if (c == '\n' || c == '\r' || c == '\0') return std::nullopt;
            if (c != '\\') {
                text_.push_back(c);
            } else if (!take_escape()) {
                return std::nullopt;
            }
        }
        return text_;
    }

  private:
    bool take_escape() {
        if (position_ == body_.size()) return false;
        const char c = body_[position_++];
        switch (c) {
            case '\\':
            case '\'':
            case '"':
                text_.push_back(c);
                return true;
            case 'a':
                text_.push_back('\a');
                return true;
            case 'b':
                text_.push_back('\b');
                return true;
            case 'f':
                text_.push_back('\f');
                return true;
            case 'n':
                text_.push_back('\n');
                return true;
            case 'r':
                text_.push_back('\r');
                return true;
            case 't':
                text_.push_back('\t');
                return true;
            case 'v':
                text_.push_back('\v');
                return true;
            case '\n':
                return true;  // a joined line
            case '\0':
                return false;
            case 'x':
                return take_hex(2);
            case 'u':
                return take_hex(4);
            case 'U':
                return take_hex(8);
            case 'N':
                return take_name();
            default:
                break;
        }
        if (c == '\r') {
            if (position_ < body_.size() && body_[position_] == '\n') ++position_;
        } else if (c >= '0' && c <= '7') {
            take_octal(static_cast<unsigned>(c - '0'));
        } else {
            text_.append({'\\', c});  // not an escape: stays as written
        }
        return true;
    }

    bool take_hex(int digits) {
        char32_t value = 0;
        for (int i = 0; i < digits; ++i, ++position_) {
            const auto digit =
                position_ < body_.size() ? hex_value(body_[position_]) : std::nullopt;
            if (!digit) return false;
            value = value << 4U | *digit;
        }
        // Python takes lone surrogates, but no text that could be compared with holds one.
        if (value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return false;
        append_utf8(text_, value);
        return true;
    }

    void take_octal(unsigned value) {
        for (int i = 0; i < 2 && position_ < body_.size(); ++i, ++position_) {
            const char c = body_[position_];
            if (c < '0' || c > '7') break;
            value = value * 8 + static_cast<unsigned>(c - '0');
        }
        append_utf8(text_, value);
    }

    bool take_name() {
        const std::size_t end = body_.find('}', position_);
        if (position_ == body_.size() || body_[position_] != '{' || end == std::string_view::npos) {
            return false;
        }
        const auto c = named_character(body_.substr(position_ + 1, end - position_ - 1));
        if (!c) return false;
        text_.push_back(*c);
        position_ = end + 1;
        return true;
    }

    std::string_view body_;
    std::size_t position_ = 0;
    std::string text_;
};

}  // namespace

std::optional<std::string> decode_python_string(std::string_view body) {
    const auto is_itself = [](char c) { return c != '\\' && c != '\n' && c != '\r' && c != '\0'; };
    if (std::all_of(body.begin(), body.end(), is_itself)) return std::string(body);
    return Decoder(body).run();
}

}  // namespace pexpack
