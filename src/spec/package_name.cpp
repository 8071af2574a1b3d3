#include "pexpack/spec/package_name.hpp"

#include <array>

#include "pexpack/support/text.hpp"
#include "unicode.hpp"

namespace pexpack {

namespace {

bool is_escaped(std::string_view name) {
    char32_t last = 0;
    for (std::size_t position = 0; position < name.size();) {
        const char32_t c = next_code_point(name, position);
        if (c != '.' && !is_word_character(c)) return false;
        if (c == '_' && last == '_') return false;
        last = c;
    }
    return !name.empty();
}

// What an ASCII character of an escaped name becomes in normal form; 0: it does not belong there.
constexpr auto kNormalOfEscaped = [] {
    std::array<char, 256> normal{};
    for (unsigned char c = '0'; c <= '9'; ++c) normal[c] = static_cast<char>(c);
    for (unsigned char c = 'a'; c <= 'z'; ++c) {
        normal[c] = static_cast<char>(c);
        normal[c - 'a' + 'A'] = static_cast<char>(c);
    }
    normal['_'] = normal['.'] = '-';
    return normal;
}();

}  // namespace

Result<PackageName> PackageName::parse(std::string_view text) {
    if (text.empty()) return ParseError{"a package name is missing", 0};
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_inner = i > 0 && i + 1 < text.size();
        const char c = text[i];
        if (is_ascii_alnum(c) || (is_inner && (c == '-' || c == '_' || c == '.'))) continue;
        return ParseError{"this does not belong in a package name", i};
    }
    return PackageName(normalized_name(text));
}

PackageName PackageName::normalized(std::string_view text) {
    return PackageName(normalized_name(text));
}

std::optional<PackageName> PackageName::escaped(std::string_view text) {
    PackageName name(std::string(text.size(), '\0'));
    char* end = name.text_.data();
    bool is_usual = !text.empty();
    char last = '\0';
    char last_normal = '\0';
    // Without branches: thousands of names are read, and they are all different.
    for (const char c : text) {
        const char normal = kNormalOfEscaped[static_cast<unsigned char>(c)];
        is_usual &= (normal != '\0') & !((c == '_') & (last == '_'));
        *end = normal;
        end += !((normal == '-') & (last_normal == '-'));
        last = c;
        last_normal = normal;
    }
    if (!is_usual) return is_escaped(text) ? std::optional(normalized(text)) : std::nullopt;
    name.text_.resize(static_cast<std::size_t>(end - name.text_.data()));
    return name;
}

std::string normalized_name(std::string_view text) {
    std::string name(text.size(), '\0');
    std::size_t size = 0;
    bool is_ascii = true;
    bool after_separator = false;
    for (const char c : text) {
        const bool is_separator = c == '-' || c == '_' || c == '.';
        is_ascii = is_ascii && static_cast<unsigned char>(c) < 0x80;
        name[size] = is_separator ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        size += is_separator && after_separator ? 0 : 1;
        after_separator = is_separator;
    }
    name.resize(size);
    return is_ascii ? name : unicode_lower(name);
}

bool is_normalized_name(std::string_view text) {
    bool after_hyphen = true;
    for (const char c : text) {
        if (c == '-' ? after_hyphen : !(is_ascii_digit(c) || (c >= 'a' && c <= 'z'))) return false;
        after_hyphen = c == '-';
    }
    return !after_hyphen;
}

}  // namespace pexpack
