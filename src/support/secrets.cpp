#include "pexpack/support/secrets.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "bare_credentials.hpp"
#include "pexpack/support/text.hpp"

// Secrets are hidden in text that may be broken in any way: a password with an `@`, a slash, a
// blank or a quote in it that nobody escaped, a URL with one slash or none. Where it is not clear
// what belongs to a password, more is hidden rather than less; a URL as it should be loses its user
// name, password and query only.
//
// A line is taken apart into URLs and what stands between them, from left to right. Whatever is
// searched lies before the next URL, or is hidden and not looked at again, so the time grows with
// the length of the text and not with its square.

namespace pexpack {

namespace {

constexpr auto kNone = std::string_view::npos;

struct UrlStart {
    std::size_t scheme = 0;
    std::size_t begin = 0;  // of what follows the slashes
    bool is_file = false;
    bool is_version_control = false;  // its path may end in @VERSION
};

bool is_web_scheme(std::string_view scheme) {
    constexpr std::array<std::string_view, 9> kKnown{"http", "https", "ftp", "file", "ssh",
                                                     "git",  "svn",   "hg",  "bzr"};
    scheme.remove_prefix(scheme.rfind('+') + 1);
    return std::ranges::find(kKnown, scheme) != kKnown.end();
}

// The next `scheme://` at or behind `from`; a scheme that is known also with a single slash.
std::optional<UrlStart> next_url(std::string_view line, std::size_t from) {
    for (auto colon = line.find(":/", from); colon != kNone; colon = line.find(":/", colon + 1)) {
        UrlStart url{.scheme = colon};
        const auto is_scheme = [](char c) { return is_ascii_alnum(c) || is_one_of(c, "+-."); };
        while (url.scheme > from && is_scheme(line[url.scheme - 1])) --url.scheme;
        const std::string scheme = ascii_lower(line.substr(url.scheme, colon - url.scheme));
        const bool has_two_slashes = line.substr(colon).starts_with("://");
        if (!has_two_slashes && !is_web_scheme(scheme)) continue;
        url.is_file = scheme == "file";
        url.is_version_control = scheme.find('+') != kNone || scheme == "ssh" || scheme == "git";
        url.begin = colon + (has_two_slashes ? 3 : 1);
        // No host can be missing here, but for a file.
        if (!url.is_file) url.begin = std::min(line.find_first_not_of('/', url.begin), line.size());
        return url;
    }
    return std::nullopt;
}

// The same, but for an `@VERSION` at the end: a path follows.
std::size_t last_credentials_end_before_path(std::string_view text) {
    bool has_path = false;
    for (std::size_t i = text.size(); i-- > 0;) {
        if (is_one_of(text[i], kWordEnd)) has_path = false;
        if (text[i] == '/') has_path = true;
        if (text[i] == '@' && has_path && may_end_credentials(text, i)) return i;
    }
    return last_credentials_end(text);
}

class LineWithUrls {
  public:
    explicit LineWithUrls(std::string_view line) : line_(line) {}

    std::string without_secrets() {
        while (position_ < line_.size()) {
            const auto url = next_url(line_, position_);
            const std::size_t end = url ? url->scheme : line_.size();
            note_quotes(line_.substr(position_, end - position_));
            show(end, /*is_path=*/false);
            if (!url) break;
            result_.append(line_.substr(url->scheme, url->begin - url->scheme));
            position_ = url->begin;
            read_url(*url);
        }
        return std::move(result_);
    }

  private:
    void show(std::size_t end, bool is_path) {
        result_ += without_bare_credentials(line_.substr(position_, end - position_), is_path);
        position_ = end;
    }

    void hide(std::size_t end) {
        result_ += kHidden;
        position_ = end;
    }

    // A quote that was opened before a URL ends it.
    void note_quotes(std::string_view text) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (!is_one_of(text[i], "\"'`")) continue;
            const auto open = open_quotes_.find(text[i]);
            const bool is_apostrophe = text[i] == '\'' && i > 0 && is_ascii_alnum(text[i - 1]);
            if (open != kNone) {
                open_quotes_.erase(open, 1);
            } else if (!is_apostrophe) {
                open_quotes_ += text[i];
            }
        }
    }

    // Finds the end of the word at `begin` and where the next URL behind that starts.
    void find_ends(std::size_t begin) {
        if (begin <= word_end_) return;
        word_end_ = std::min(line_.find_first_of(kWordEnd, begin), line_.size());
        const auto next = next_url(line_, word_end_);
        limit_ = next ? next->scheme : line_.size();
    }

    // Where user name and password end, an `@` in most cases, or kNone.
    std::size_t credentials_end(const UrlStart& url) const {
        const std::string_view word = line_.substr(url.begin, word_end_ - url.begin);
        const std::string_view authority = word.substr(0, word.find_first_of("/?#"));
        const std::string_view before_limit = line_.substr(url.begin, limit_ - url.begin);
        const auto at = authority.rfind('@');
        if (at == kNone) {
            if (is_host(authority)) return kNone;
            const auto last = last_credentials_end(before_limit);
            return last == kNone ? word_end_ : url.begin + last;
        }
        const bool has_password = authority.substr(0, at).find(':') != kNone;
        const bool has_path = authority.size() < word.size();
        if (has_path && !has_password) return url.begin + at;
        if (has_path && url.is_version_control && is_full_host(authority.substr(at + 1)))
            return url.begin + at;
        const auto last = url.is_version_control ? last_credentials_end_before_path(before_limit)
                                                 : last_credentials_end(before_limit);
        return url.begin + (last == kNone ? at : std::max(last, at));
    }

    // HOST or HOST:PORT. What is no port gives away a password with a slash in it.
    static bool is_host(std::string_view text) {
        const auto colon = text.find(':');
        return text.starts_with('[') || colon == kNone ||
               text.find_first_not_of("0123456789", colon + 1) == kNone;
    }

    // More than a word that might stand in a password: a name with dots or a port.
    static bool is_full_host(std::string_view text) {
        const auto name = text.substr(0, text.find(':'));
        const bool has_port = name.size() + 1 < text.size();
        const bool is_name = !name.empty() && is_ascii_alnum(name.front()) &&
                             is_ascii_alnum(name.back()) && std::ranges::all_of(name, [](char c) {
                                 return is_ascii_alnum(c) || is_one_of(c, "-.");
                             });
        return is_host(text) && is_name && (has_port || name.find('.') != kNone);
    }

    void read_url(const UrlStart& url) {
        find_ends(url.begin);
        if (const auto end = credentials_end(url); end != kNone) hide(end);
        find_ends(position_);
        const auto inner = next_url(line_.substr(0, word_end_), position_);
        const std::size_t end = inner ? inner->scheme : word_end_;
        const auto mark = line_.substr(0, end).find_first_of("?#", position_);
        const bool has_query =
            mark != kNone && line_[mark] == '?' && mark + 1 < word_end_ && line_[mark + 1] != '#';
        if (url.is_file) {
            result_.append(line_.substr(position_, (has_query ? mark : end) - position_));
            position_ = has_query ? mark : end;
        } else {
            show(has_query ? mark : end, /*is_path=*/true);
        }
        if (!has_query) return;
        result_ += line_[mark];
        const auto fragment = line_.substr(0, word_end_).find('#', mark);
        hide(fragment == kNone ? query_end(url) : fragment);
    }

    // A token may have a blank or a quote in it, too. Then it ends where the quotation does, or
    // with the line or what else may stand there.
    std::size_t query_end(const UrlStart& url) const {
        const bool in_brackets = url.scheme > 0 && line_[url.scheme - 1] == '<';
        const std::string_view before_limit = line_.substr(0, limit_);
        const auto closed =
            before_limit.find_first_of(in_brackets ? open_quotes_ + ">" : open_quotes_, word_end_);
        if (closed != kNone) return closed;
        std::size_t end = word_end_;
        while (line_[end - 1] != ';') {
            const auto next = before_limit.find_first_not_of(kBlanks, end);
            if (next == kNone || is_one_of(line_[next], ";#(") ||
                line_.substr(next).starts_with("--"))
                break;
            end = std::min(before_limit.find_first_of(kBlanks, next), limit_);
        }
        return end;
    }

    std::string_view line_;
    std::string result_;
    std::size_t position_ = 0;  // what stands before it is in the result
    std::string open_quotes_;
    std::size_t word_end_ = 0;
    std::size_t limit_ = 0;
};

}  // namespace

std::string without_secrets(std::string_view text) {
    std::string result;
    for (;;) {
        const auto end = text.find('\n');
        result += LineWithUrls(text.substr(0, end)).without_secrets();
        if (end == kNone) return result;
        result += '\n';
        text.remove_prefix(end + 1);
    }
}

}  // namespace pexpack
