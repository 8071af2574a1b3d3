#include "pexpack/support/file_url.hpp"

#include "pexpack/support/text.hpp"

namespace pexpack {

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

}  // namespace pexpack
