#include <fmt/format.h>
#include <array>

#include "corpus_kinds.hpp"
#include "pexpack/spec/header_block.hpp"
#include "pexpack/spec/metadata.hpp"
#include "pexpack/support/text.hpp"
#include "unicode.hpp"

namespace pexpack::oracle {

namespace {

// The extras that the cases ask for; a comma separates several.
constexpr std::array<const char*, 8> kAskedExtras = {"test", "dev-tools", "Dev_Tools",  "a,b",
                                                     "a",    "all",       "undeclared", "x"};

std::string bytes_of(const std::string& hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    }
    return bytes;
}

Json failure(std::string_view error, std::string message) {
    return {{"error", error}, {"message", std::move(message)}};
}

// The reference's words for our own.
std::string reference_message(std::string_view requirement, const ParseError& error) {
    static const std::map<std::string_view, std::string_view> kWords = {
        {"expected a package name at the start",
         "Expected package name at the start of dependency specifier"},
        {"expected a comma between the names of extras", "Expected comma between extra names"},
        {"expected the name of an extra after the comma", "Expected extra name after comma"},
        {"expected the `]` after the extras",
         "Expected matching RIGHT_BRACKET for LEFT_BRACKET, after extras"},
        {"expected a URL after `@`", "Expected URL after @"},
        {"expected `;` or the end after the URL and white space",
         "Expected semicolon (after URL and whitespace) or end"},
        {"expected the `)` after the version specifiers",
         "Expected matching RIGHT_PARENTHESIS for LEFT_PARENTHESIS, after version specifier"},
        {"expected version specifiers, `;` or the end after the name",
         "Expected semicolon (after name with no version specifier) or end"},
        {"expected a comma, `;` or the end after the version specifiers",
         "Expected comma (within version specifier), semicolon (after version specifier) or end"},
        {"`.*` can only be used with `==` or `!=`",
         ".* suffix can only be used with `==` or `!=` operators"},
        {"`.*` cannot follow a pre-release, post-release, dev or local version",
         ".* suffix cannot be used with pre-release, post-release, dev or local versions"},
        {"a local version can only be used with `==` or `!=`",
         "Local version label can only be used with `==` or `!=` operators"},
        {"expected a marker variable or a quoted string",
         "Expected a marker variable or quoted string"},
        {"this quoted string is not valid", "Invalid quoted string"},
        {"expected `and`, `or` or the end after the marker",
         "Expected end of dependency specifier"},
        {"expected `and`, `or` or the `)` of a marker's parenthesis",
         "Expected matching RIGHT_PARENTHESIS for LEFT_PARENTHESIS, after marker expression"},
    };
    if (const auto words = kWords.find(error.message); words != kWords.end()) {
        return std::string(words->second);
    }
    if (error.message.starts_with("expected a marker operator")) {
        return "Expected marker operator, one of <=, <, !=, ==, >=, >, ~=, ===, in, not in";
    }
    // A clause that is none: the reference stops before it and misses what could follow there.
    const std::string_view before = requirement.substr(0, error.offset);
    if (before.find('(') != std::string_view::npos) {
        return std::string(kWords.at("expected the `)` after the version specifiers"));
    }
    return std::string(
        before.find(',') != std::string_view::npos
            ? kWords.at("expected a comma, `;` or the end after the version specifiers")
            : kWords.at("expected version specifiers, `;` or the end after the name"));
}

// How many bytes follow the first of a sequence in UTF-8; none for one that begins no sequence.
std::size_t following_bytes(unsigned char byte) {
    if (byte < 0xC2 || byte > 0xF4) return 0;
    return byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
}

// The second byte decides whether a code point is written shorter than it should be, is half a
// surrogate pair or beyond the last one.
bool continues(unsigned char first, unsigned char byte, std::size_t place) {
    const unsigned low = place > 1 ? 0x80 : first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = place > 1 ? 0xBF : first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return byte >= low && byte <= high;
}

// Python's words for the bytes that begin no code point.
std::string decoding_message(std::string_view bytes, std::size_t offset) {
    const auto first = static_cast<unsigned char>(bytes[offset]);
    const std::size_t following = following_bytes(first);
    std::size_t length = 1;
    while (length <= following && offset + length < bytes.size() &&
           continues(first, static_cast<unsigned char>(bytes[offset + length]), length)) {
        ++length;
    }
    const bool ended = offset + length == bytes.size();
    const std::string where =
        length == 1 ? fmt::format("byte 0x{:02x} in position {}", first, offset)
                    : fmt::format("bytes in position {}-{}", offset, offset + length - 1);
    return fmt::format(
        "Error decoding metadata for foo-1.0-py3-none-any.whl: 'utf-8' codec can't decode {}: {} "
        "in METADATA file",
        where,
        following == 0 ? "invalid start byte"
        : ended        ? "unexpected end of data"
                       : "invalid continuation byte");
}

Json undecodable(std::string_view bytes, std::size_t offset) {
    Json answer;
    for (const char* field :
         {"raw_name", "canonical_name", "version", "requires_python", "requires_python_raw",
          "metadata_version", "requires_dist", "provides_extra", "deps_no_extra"}) {
        answer[field] = failure("UnsupportedWheel", decoding_message(bytes, offset));
    }
    if (bytes.find("xtra") != std::string_view::npos) {
        for (const char* asked : kAskedExtras) {
            answer[std::string("deps_extra:") + asked] = answer["deps_no_extra"];
        }
    }
    return answer;
}

// Python's repr() of a text without unusual characters beyond ASCII.
std::string quoted(std::string_view text) {
    const bool doubles =
        text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
    const char quote = doubles ? '"' : '\'';
    std::string result(1, quote);
    for (const char c : text) {
        if (c == '\\' || c == quote) {
            result.append(1, '\\').append(1, c);
        } else if (c == '\n' || c == '\r' || c == '\t') {
            result.append(c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
        } else if ((c >= 0 && c < ' ') || c == '\x7F') {
            result.append(fmt::format("\\x{:02x}", static_cast<unsigned char>(c)));
        } else {
            result.push_back(c);
        }
    }
    return result + quote;
}

Json version_of(const HeaderBlock& headers) {
    const auto text = headers.first("Version");
    if (!text) return failure("InvalidVersion", "Invalid version: None");
    const auto version = Version::parse(*text);
    if (version) return version->to_string();
    return failure("InvalidVersion", "Invalid version: " + quoted(*text));
}

// The requirements that apply when `extras` were asked for.
Json dependencies(const HeaderBlock& headers, const std::vector<std::string>& extras) {
    MarkerEnvironment environment;
    for (const auto& [name, value] :
         std::map<std::string, std::string>{{"implementation_name", "cpython"},
                                            {"implementation_version", "3.11.7"},
                                            {"os_name", "posix"},
                                            {"platform_machine", "x86_64"},
                                            {"platform_release", "6.1.0"},
                                            {"platform_python_implementation", "CPython"},
                                            {"platform_system", "Linux"},
                                            {"platform_version", "#1 SMP"},
                                            {"python_full_version", "3.11.7"},
                                            {"python_version", "3.11"},
                                            {"sys_platform", "linux"}}) {
        environment.set(name, value);
    }
    Json texts = Json::array();
    for (const std::string_view field : headers.all("Requires-Dist")) {
        const std::string_view text = strip_python_space(field);
        const auto requirement = Requirement::parse(text);
        if (!requirement) {
            return failure("InvalidRequirement", reference_message(text, requirement.error()));
        }
        bool applies = !requirement->marker.has_value();
        for (const std::string& extra : extras) {
            if (applies) break;
            const auto value = requirement->marker->evaluate(environment, extra);
            applies = value && *value;
        }
        if (applies) texts.push_back(requirement->to_string());
    }
    return texts;
}

std::vector<std::string> separated(std::string_view text) {
    std::vector<std::string> parts;
    for (const std::string_view part : split(text, ',')) parts.emplace_back(part);
    return parts;
}

Json answer_metadata(const Json& input) {
    const std::string bytes = bytes_of(input.at("bytes_hex").get<std::string>());
    const auto parsed = HeaderBlock::parse(bytes);
    if (!parsed) return {{"pip", undecodable(bytes, parsed.error().offset)}};
    const HeaderBlock& headers = *parsed;
    const auto or_null = [&](const char* field) {
        const auto value = headers.first(field);
        return value ? Json(*value) : Json();
    };
    Json answer;
    const auto name = headers.first("Name");
    const Json no_name =
        failure("BadMetadata", "Bad metadata in <dist> (invalid metadata entry 'name')");
    answer["raw_name"] = name ? Json(*name) : no_name;
    answer["canonical_name"] = name ? Json(normalized_name(*name)) : no_name;
    answer["version"] = version_of(headers);
    answer["requires_python_raw"] = or_null("Requires-Python");
    const auto python = SpecifierSet::parse(headers.first("Requires-Python").value_or(""));
    // The warning about one that is none wants the name.
    answer["requires_python"] = python ? Json(python->to_string()) : name ? Json("") : no_name;
    answer["metadata_version"] = or_null("Metadata-Version");
    const auto requires_dist = headers.all("Requires-Dist");
    answer["requires_dist"] = requires_dist.empty() ? Json() : Json(requires_dist);
    answer["provides_extra"] = Json::array();
    for (const std::string_view extra : headers.all("Provides-Extra")) {
        answer["provides_extra"].push_back(normalized_name(extra));
    }
    answer["deps_no_extra"] = dependencies(headers, {""});
    if (bytes.find("xtra") != std::string::npos) {
        for (const char* asked : kAskedExtras) {
            answer[std::string("deps_extra:") + asked] = dependencies(headers, separated(asked));
        }
    }
    return {{"pip", answer}};
}

}  // namespace

Kinds metadata_kinds() {
    return {{"metadata", answer_metadata}};
}

}  // namespace pexpack::oracle
