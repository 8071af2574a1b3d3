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
    std::string name;
    name.reserve(text.size());
    bool is_ascii = true;
    for (const char c : text) {
        if (c == '-' || c == '_' || c == '.') {
            if (name.empty() || name.back() != '-') name.push_back('-');
        } else {
            is_ascii = is_ascii && static_cast<unsigned char>(c) < 0x80;
            name.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
        }
    }
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
