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

// A blank or a quote in a password looks like the end of the URL. Then there is no host yet.
std::size_t url_end(std::string_view text) {
    const auto end = std::min(text.find_first_of(kUrlEnd), text.size());
    const std::string_view url = text.substr(0, end);
    if (credentials_end(url) != end) return end;
    const auto at = text.substr(0, text.find('\n')).find('@', end);
    return at == kNone ? end : std::min(text.find_first_of(kUrlEnd, at), text.size());
}

std::string without_secrets_of_urls(std::string_view text) {
    std::string result;
    for (;;) {
        const auto scheme_end = text.find(kSchemeEnd);
        if (scheme_end == kNone) return result.append(text);
        const auto begin = scheme_end + kSchemeEnd.size();
        const auto end = begin + url_end(text.substr(begin));
        result.append(text.substr(0, begin)).append(shown(text.substr(begin, end - begin)));
        text.remove_prefix(end);
    }
}

// `user:password@host` without a scheme, or behind one that is misspelt.
std::string without_bare_credentials(std::string text) {
    constexpr std::string_view kBefore = " \t\r\n\f\v\"'`<>/=";
    for (auto at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
        const auto before = at == 0 ? kNone : text.find_last_of(kBefore, at - 1);
        const auto begin = before == kNone ? 0 : before + 1;
        const auto colon = text.find(':', begin);
        if (colon == begin || colon > at) continue;
        text.replace(begin, at - begin, kHidden);
        at = begin + kHidden.size();
    }
    return text;
}

}  // namespace

std::string without_secrets(std::string_view text) {
    return without_bare_credentials(without_secrets_of_urls(text));
}
}  // namespace pexpack
