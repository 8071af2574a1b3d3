#include <charconv>

#include "pexpack/index/wheelhouse.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

std::string unescaped(std::string_view url) {
    std::string text;
    for (std::size_t i = 0; i < url.size(); ++i) {
        unsigned char byte = 0;
        const bool escape = url[i] == '%' && i + 2 < url.size();
        const char* digits = url.data() + i + 1;
        if (escape && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
            text += static_cast<char>(byte);
            i += 2;
        } else {
            text += url[i];
        }
    }
    return text;
}

}  // namespace

std::optional<WheelFilename> wheel_in_url(std::string_view url) {
    url = url.substr(0, url.find_first_of("#?"));
    url.remove_prefix(url.rfind('/') + 1);
    return WheelFilename::parse(unescaped(url)).optional();
}

std::optional<std::string> path_of_file_url(std::string_view url) {
    constexpr std::string_view kScheme = "file:";
    if (!ascii_lower(url.substr(0, kScheme.size())).starts_with(kScheme)) return std::nullopt;
    url.remove_prefix(kScheme.size());
    url = url.substr(0, url.find_first_of("#?"));
    for (const std::string_view authority : {"//localhost/", "///"}) {
        if (url.starts_with(authority)) url.remove_prefix(authority.size() - 1);
    }
    // What is left in front of two slashes would be a folder of ours; it is another host's name.
    if (url.starts_with("//")) return std::nullopt;
    std::string path = unescaped(url);
    // To the system the path would end at the NUL byte.
    return path.find('\0') == std::string::npos ? std::optional(path) : std::nullopt;
}

}  // namespace pexpack
