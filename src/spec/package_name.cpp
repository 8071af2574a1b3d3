#include "pexpack/spec/package_name.hpp"

#include "pexpack/support/text.hpp"
#include "unicode.hpp"

namespace pexpack {

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
