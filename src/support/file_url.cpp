#include "pexpack/support/file_url.hpp"

#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

int hex_digit(char c) {
    if (is_ascii_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

std::string file_url(std::string_view path) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string url = "file://";
    for (const char c : path) {
        if (is_ascii_alnum(c) || std::string_view("_.-~/").find(c) != std::string_view::npos) {
            url.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        url.push_back('%');
        url.push_back(kHex[byte >> 4U]);
        url.push_back(kHex[byte & 15U]);
    }
    return url;
}

std::optional<std::string> path_of_file_url(std::string_view url) {
    constexpr std::string_view kScheme = "file:";
    if (!ascii_lower(url.substr(0, kScheme.size())).starts_with(kScheme)) return std::nullopt;
    url.remove_prefix(kScheme.size());
    url = url.substr(0, url.find_first_of("#?"));
    if (url.starts_with("//")) {
        url.remove_prefix(2);
        const std::string_view host = url.substr(0, url.find('/'));
        if (!host.empty() && ascii_lower(host) != "localhost") return std::nullopt;
        url.remove_prefix(host.size());
    }
    std::string path = unquoted(url);
    return path.find('\0') == std::string::npos ? std::optional(std::move(path)) : std::nullopt;
}

std::string unquoted(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool coded = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                           hex_digit(text[i + 2]) >= 0;
        if (!coded) {
            result.push_back(text[i]);
            continue;
        }
        result.push_back(static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])));
        i += 2;
    }
    return result;
}

}  // namespace pexpack
