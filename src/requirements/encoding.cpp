#include "encoding.hpp"

#include <iconv.h>

#include <array>
#include <cerrno>
#include <optional>

#include <fmt/format.h>

#include "pexpack/support/text.hpp"

namespace pexpack {
namespace {

using namespace std::string_view_literals;

struct Mark {
    std::string_view bytes;
    const char* encoding;
};
// UTF-32 little endian starts as UTF-16 does, so it is looked for first.
constexpr std::array<Mark, 5> kMarks{{
    {"\xEF\xBB\xBF"sv, "UTF-8"},
    {"\xFF\xFE\0\0"sv, "UTF-32LE"},
    {"\0\0\xFE\xFF"sv, "UTF-32BE"},
    {"\xFF\xFE"sv, "UTF-16LE"},
    {"\xFE\xFF"sv, "UTF-16BE"},
}};

// Python's other names of the usual encodings; iconv knows the rest by Python's name.
struct Alias {
    std::string_view python;
    const char* iconv;
};
constexpr std::array<Alias, 28> kAliases{{
    {"utf-8", "UTF-8"},
    {"utf8", "UTF-8"},
    {"u8", "UTF-8"},
    {"utf", "UTF-8"},
    {"utf-8-sig", "UTF-8"},
    {"utf-16-le", "UTF-16LE"},
    {"utf-16-be", "UTF-16BE"},
    {"utf-32-le", "UTF-32LE"},
    {"utf-32-be", "UTF-32BE"},
    {"cp65001", "UTF-8"},
    {"ascii", "US-ASCII"},
    {"us-ascii", "US-ASCII"},
    {"646", "US-ASCII"},
    {"latin-1", "ISO-8859-1"},
    {"latin1", "ISO-8859-1"},
    {"latin", "ISO-8859-1"},
    {"l1", "ISO-8859-1"},
    {"8859", "ISO-8859-1"},
    {"cp819", "ISO-8859-1"},
    {"iso8859-1", "ISO-8859-1"},
    {"iso-8859-1", "ISO-8859-1"},
    {"windows-1252", "CP1252"},
    {"1252", "CP1252"},
    {"latin-2", "ISO-8859-2"},
    {"latin-9", "ISO-8859-15"},
    {"iso8859-15", "ISO-8859-15"},
    {"sjis", "SHIFT_JIS"},
    {"mac-roman", "MACINTOSH"},
}};

// As Python tells the names of its codecs apart: without case, and one mark is like another, at the
// end like none.
std::string codec_name(std::string_view declared) {
    std::string name;
    bool after_mark = false;
    for (const char c : ascii_lower(declared)) {
        const bool is_mark = !is_ascii_alnum(c) && c != '.';
        if (!is_mark && after_mark && !name.empty()) name.push_back('-');
        if (!is_mark) name.push_back(c);
        after_mark = is_mark;
    }
    return name;
}

std::string iconv_name(std::string_view declared) {
    const std::string name = codec_name(declared);
    for (const Alias& alias : kAliases) {
        if (alias.python == name) return alias.iconv;
    }
    return name;
}

class Converter {
  public:
    explicit Converter(const std::string& encoding)
        : handle_(iconv_open("UTF-8", encoding.c_str())) {}
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    ~Converter() {
        if (is_open()) iconv_close(handle_);
    }
    bool is_open() const { return errno_free(handle_); }

    // The text, or the offset of the first byte that means nothing in the encoding.
    Result<std::string> convert(std::string_view bytes) {
        std::string result;
        std::string input(bytes);
        char* in = input.data();
        std::size_t in_left = input.size();
        std::array<char, 4096> buffer;
        while (in_left > 0) {
            char* out = buffer.data();
            std::size_t out_left = buffer.size();
            const std::size_t done = iconv(handle_, &in, &in_left, &out, &out_left);
            const int reason = errno;
            result.append(buffer.data(), buffer.size() - out_left);
            if (done == static_cast<std::size_t>(-1) && reason != E2BIG) {
                return ParseError{"", input.size() - in_left};
            }
        }
        return result;
    }

  private:
    static bool errno_free(iconv_t handle) {
        // iconv_open's failure is the pointer value -1.
        return reinterpret_cast<std::intptr_t>(handle) != -1;
    }
    iconv_t handle_;
};

bool is_codec_character(char c) {
    return is_ascii_alnum(c) || c == '-' || c == '_' || c == '.';
}

// The name after `coding:` or `coding=` in a comment.
std::optional<std::string_view> declared_encoding(std::string_view line) {
    constexpr std::string_view word = "coding";
    std::size_t at = line.find(word);
    while (at != std::string_view::npos) {
        std::size_t start = at + word.size();
        if (start < line.size() && (line[start] == ':' || line[start] == '=')) {
            ++start;
            while (start < line.size() &&
                   " \t\r\f\v"sv.find(line[start]) != std::string_view::npos) {
                ++start;
            }
            std::size_t end = start;
            while (end < line.size() && is_codec_character(line[end])) ++end;
            if (end > start) return line.substr(start, end - start);
        }
        at = line.find(word, at + 1);
    }
    return std::nullopt;
}

std::optional<std::string_view> encoding_comment(std::string_view bytes) {
    for (int i = 0; i < 2; ++i) {
        const std::size_t end = bytes.find('\n');
        const std::string_view line = bytes.substr(0, end);
        if (line.starts_with('#')) {
            if (const auto name = declared_encoding(line)) return name;
        }
        if (end == std::string_view::npos) break;
        bytes.remove_prefix(end + 1);
    }
    return std::nullopt;
}

Result<std::string> convert(std::string_view bytes, const std::string& encoding,
                            std::string_view shown) {
    if (encoding == "UTF-8") {
        if (is_utf8(bytes)) return std::string(bytes);
        return ParseError{"the file is not UTF-8", 0};
    }
    Converter converter(encoding);
    if (!converter.is_open()) {
        return ParseError{fmt::format("no encoding is called `{}`", printable(shown)), 0};
    }
    Result<std::string> text = converter.convert(bytes);
    if (text) return text;
    const std::size_t offset = text.error().offset;
    return ParseError{fmt::format("the byte at {} is not {}", offset, printable(shown)), offset};
}

}  // namespace

Result<std::string> decode_requirements(std::string_view bytes) {
    for (const Mark& mark : kMarks) {
        if (bytes.starts_with(mark.bytes)) {
            return convert(bytes.substr(mark.bytes.size()), mark.encoding, mark.encoding);
        }
    }
    if (const std::optional<std::string_view> name = encoding_comment(bytes)) {
        return convert(bytes, iconv_name(*name), *name);
    }
    return convert(bytes, "UTF-8", "UTF-8");
}

}  // namespace pexpack
