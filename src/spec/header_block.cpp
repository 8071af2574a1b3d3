#include "pexpack/spec/header_block.hpp"

#include <algorithm>

#include "pexpack/support/text.hpp"
#include "unicode.hpp"

namespace pexpack {

namespace {

// Where the first byte stands that begins no well-formed sequence.
std::size_t first_ill_formed(std::string_view bytes) {
    std::size_t position = 0;
    while (position < bytes.size()) {
        std::size_t end = position;
        next_code_point(bytes, end);
        if (!is_utf8(bytes.substr(position, end - position))) break;
        position = end;
    }
    return position;
}

// The next line with its end (LF, CR or CRLF).
std::string_view take_line(std::string_view& rest) {
    const auto is_line_end = [](char c) { return c == '\n' || c == '\r'; };
    auto end = static_cast<std::size_t>(std::ranges::find_if(rest, is_line_end) - rest.begin());
    if (end < rest.size()) end += rest.substr(end).starts_with("\r\n") ? std::size_t{2} : 1;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end);
    return line;
}

bool is_continuation(std::string_view line) {
    return line.front() == ' ' || line.front() == '\t';
}

// Printable ASCII up to a colon; an mbox "From " line counts as a header without effect.
bool is_header(std::string_view line) {
    if (line.starts_with("From ")) return true;
    for (const char c : line) {
        if (c == ':') return true;
        if (c < '!' || c > '~') return false;
    }
    return false;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

std::string_view without_line_end(std::string_view text) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

// The blanks that every line with text in it starts with.
std::string_view common_indentation(const std::vector<std::string_view>& lines) {
    std::optional<std::string_view> common;
    for (const std::string_view line : lines) {
        const auto text = std::find_if_not(line.begin(), line.end(), is_blank);
        if (text == line.end()) continue;
        const std::string_view blanks =
            line.substr(0, static_cast<std::size_t>(text - line.begin()));
        if (!common) common = blanks;
        const auto differ =
            std::mismatch(common->begin(), common->end(), blanks.begin(), blanks.end());
        common = common->substr(0, static_cast<std::size_t>(differ.first - common->begin()));
    }
    return common.value_or("");
}

// What importlib.metadata does to folded values, so that an indented Description comes out
// straight: the first line counts as indented by eight spaces.
std::string dedented(std::string_view value) {
    const std::string indented = "        " + std::string(value);
    const std::vector<std::string_view> lines = split(indented, '\n');
    const std::size_t margin = common_indentation(lines).size();
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) text.push_back('\n');
        if (!std::all_of(lines[i].begin(), lines[i].end(), is_blank)) {
            text.append(lines[i].substr(margin));
        }
    }
    return text;
}

}  // namespace

Result<HeaderBlock> HeaderBlock::parse(std::string_view bytes) {
    if (bytes.size() > kMaxLength) return ParseError{"metadata this long are not accepted", 0};
    if (!is_utf8(bytes)) return ParseError{"this is not UTF-8", first_ill_formed(bytes)};
    HeaderBlock block;
    bool continues = false;  // there is a header that a continuation line can belong to
    std::string_view rest = bytes;
    std::size_t end = 0;  // of the headers
    while (!rest.empty()) {
        const std::string_view line = take_line(rest);
        const bool is_part = is_continuation(line);
        if (!is_part && !is_header(line)) break;
        end = bytes.size() - rest.size();
        if (is_part) {
            // It stands right behind what it continues.
            if (continues) block.headers_.back().value_end = end;
            continue;
        }
        const std::size_t colon = line.find(':');
        continues = colon != 0 && !line.starts_with("From ");
        if (!continues) continue;
        const std::size_t start = end - line.size();
        std::size_t value = colon + 1;
        while (value < line.size() && is_blank(line[value])) ++value;
        block.headers_.push_back({start, start + colon, start + value, end});
    }
    block.text_ = std::string(bytes.substr(0, end));
    for (Header& header : block.headers_) {
        const std::string_view value = without_line_end(block.raw_value(header));
        header.value_end = header.value_start + value.size();
        if (value.find('\n') == std::string_view::npos) continue;
        header.folded = block.folded_.size();
        block.folded_.push_back(dedented(value));
    }
    return block;
}

std::string_view HeaderBlock::raw_value(const Header& header) const {
    return std::string_view(text_).substr(header.value_start,
                                          header.value_end - header.value_start);
}

std::string_view HeaderBlock::value_of(const Header& header) const {
    return header.folded == kNotFolded ? raw_value(header) : folded_[header.folded];
}

bool HeaderBlock::is_called(const Header& header, std::string_view lower) const {
    const std::size_t length = header.name_end - header.name_start;
    if (length != lower.size()) return false;
    const char* const name = text_.data() + header.name_start;
    return std::equal(name, name + length, lower.begin(), [](char c, char wanted) {
        return (c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) == wanted;
    });
}

std::optional<std::string_view> HeaderBlock::first(std::string_view name) const {
    const std::string lower = ascii_lower(name);
    for (const Header& header : headers_) {
        if (is_called(header, lower)) return value_of(header);
    }
    return std::nullopt;
}

std::vector<std::string_view> HeaderBlock::all(std::string_view name) const {
    const std::string lower = ascii_lower(name);
    std::vector<std::string_view> values;
    for (const Header& header : headers_) {
        if (is_called(header, lower)) values.push_back(value_of(header));
    }
    return values;
}

}  // namespace pexpack
