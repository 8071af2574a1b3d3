#include "python_text.hpp"

#include <algorithm>

namespace pexpack {
namespace {

constexpr bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// The bytes that end a line at `offset`, or 0.
std::size_t line_end_at(std::string_view text, std::size_t offset) {
    const std::string_view rest = text.substr(offset);
    if (rest.starts_with("\r\n")) return 2;
    const char c = rest.front();
    if ((c >= '\n' && c <= '\r') || (c >= '\x1c' && c <= '\x1e')) return 1;
    if (rest.starts_with("\xC2\x85")) return 2;
    if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) return 3;
    return 0;
}

}  // namespace

std::size_t space_at(std::string_view text, std::size_t offset) {
    const std::string_view rest = text.substr(offset);
    if (rest.empty()) return 0;
    const char c = rest.front();
    if (c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f')) return 1;
    if (rest.starts_with("\xC2\x85") || rest.starts_with("\xC2\xA0")) return 2;
    if (rest.size() < 3) return 0;
    const std::string_view three = rest.substr(0, 3);
    // U+1680, U+3000, U+202F, U+205F, U+2028, U+2029 and U+2000 to U+200A
    if (three == "\xE1\x9A\x80" || three == "\xE3\x80\x80" || three == "\xE2\x80\xAF" ||
        three == "\xE2\x81\x9F" || three == "\xE2\x80\xA8" || three == "\xE2\x80\xA9") {
        return 3;
    }
    return three >= "\xE2\x80\x80" && three <= "\xE2\x80\x8A" ? 3 : 0;
}

std::string_view strip_left(std::string_view text) {
    while (const std::size_t length = space_at(text, 0)) text.remove_prefix(length);
    return text;
}

std::string_view strip(std::string_view text) {
    return strip_right(strip_left(text));
}

std::string_view strip_right(std::string_view text) {
    std::size_t end = text.size();
    while (end > 0) {
        std::size_t start = end - 1;
        while (start > 0 && is_continuation(text[start])) --start;
        if (space_at(text, start) != end - start) break;
        end = start;
    }
    return text.substr(0, end);
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    std::size_t start = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = line_end_at(text, at);
        if (length == 0) {
            ++at;
            continue;
        }
        lines.push_back(text.substr(start, at - start));
        at += length;
        start = at;
    }
    if (start < text.size()) lines.push_back(text.substr(start));
    return lines;
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

}  // namespace pexpack
