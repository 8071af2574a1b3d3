#include "pexpack/support/quotations.hpp"

#include <fmt/format.h>

namespace pexpack {

namespace {

// Its first characters, `most` bytes at most, with what says how long it is.
std::string cut(std::string_view text, std::size_t most, std::string_view behind) {
    std::size_t end = most;
    const auto is_inside_character = [](char c) { return (c & 0xc0) == 0x80; };
    while (end > 0 && is_inside_character(text[end])) --end;
    return fmt::format("{}…{} ({} bytes)", text.substr(0, end), behind, text.size());
}

}  // namespace

std::string with_short_quotations(std::string_view line) {
    constexpr std::size_t kMostQuoted = 300;
    constexpr std::size_t kMost = 10'000;
    if (line.size() <= kMostQuoted) return std::string(line);
    std::string result;
    for (bool is_quotation = false;; is_quotation = !is_quotation) {
        const auto end = line.find('`');
        const bool is_closed = end != std::string_view::npos;
        const std::string_view part = line.substr(0, end);
        if (is_quotation && is_closed && part.size() > kMostQuoted) {
            result += cut(part, kMostQuoted, "`");
        } else {
            result += part;
            if (is_closed) result += '`';
        }
        if (!is_closed) break;
        line.remove_prefix(end + 1);
    }
    return result.size() > kMost ? cut(result, kMost, "") : result;
}

}  // namespace pexpack
