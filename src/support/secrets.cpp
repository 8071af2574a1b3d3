#include "pexpack/support/secrets.hpp"

#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::string_view kSchemeEnd = "://";
constexpr std::string_view kUrlEnd = " \t\r\n\f\v\"'`<>";
constexpr std::string_view kHidden = "****";
constexpr auto kNone = std::string_view::npos;

// Where the user name and password end in a URL without its scheme: at its last `@` before the
// path. A `/` or `?` in a password should be escaped and often is not; what then looks like a port
// gives it away.
std::size_t credentials_end(std::string_view url) {
    const auto path = url.find_first_of("/?#");
    const auto at = url.substr(0, path).rfind('@');
    if (at != kNone) return at;
    const auto colon = url.substr(0, path).rfind(':');
    const bool is_port = colon == kNone || url.starts_with('[') ||
                         url.substr(0, path).find_first_not_of("0123456789", colon + 1) == kNone;
    if (is_port) return kNone;
    const auto last = url.rfind('@');
    return last == kNone ? url.size() : last;
}

// `url` starts behind the scheme.
std::string shown(std::string_view url) {
    std::string text;
    if (const auto at = credentials_end(url); at != kNone) {
        text = kHidden;
        url.remove_prefix(at);
    }
    const auto fragment = std::min(url.find('#'), url.size());
    const auto query = url.substr(0, fragment).find('?');
    if (query == kNone || query + 1 == fragment) return text.append(url);
    text.append(url.substr(0, query + 1)).append(kHidden);
    return text.append(url.substr(fragment));
}

}  // namespace

std::string without_secrets(std::string_view text) {
    std::string result;
    for (;;) {
        const auto scheme_end = text.find(kSchemeEnd);
        if (scheme_end == kNone) return result.append(text);
        const auto begin = scheme_end + kSchemeEnd.size();
        const auto end = std::min(text.find_first_of(kUrlEnd, begin), text.size());
        result.append(text.substr(0, begin)).append(shown(text.substr(begin, end - begin)));
        text.remove_prefix(end);
    }
}

}  // namespace pexpack
