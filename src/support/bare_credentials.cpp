#include "bare_credentials.hpp"

#include <algorithm>

namespace pexpack {

namespace {

constexpr auto kNone = std::string_view::npos;

class BareCredentials {
  public:
    BareCredentials(std::string_view text, bool is_path)
        : text_(text), last_(last_credentials_end(text)), is_path_(is_path) {
        start_word(0);
    }

    std::string hidden() {
        std::string result;
        std::size_t done = 0;
        for (std::size_t i = 0; i < text_.size(); ++i) {
            if (text_[i] != '@' || colon_ == kNone) {
                read(i);
                continue;
            }
            i = end_of_credentials(i);
            result.append(text_.substr(done, start_ - done)).append(kHidden);
            done = i;
            start_part(i);
        }
        return result.append(text_.substr(done));
    }

  private:
    void start_part(std::size_t start) {
        start_ = start;
        colon_ = kNone;
    }

    void start_word(std::size_t start) {
        start_part(start);
        const std::string_view word = text_.substr(std::min(start, text_.size()));
        const bool is_absolute = word.starts_with('/') && !word.starts_with("//");
        slash_ends_ = is_path_ || is_absolute || word.starts_with('.') || word.starts_with('~');
    }

    void read(std::size_t i) {
        const char c = text_[i];
        if (is_one_of(c, kWordEnd) || (c == '=' && colon_ == kNone)) {
            start_word(i + 1);
        } else if (c == '/' && (colon_ == kNone || slash_ends_)) {
            start_part(i + 1);
        } else if (c == ':' && colon_ == kNone && i > start_ && !is_login(i)) {
            colon_ = i;
        }
    }

    // `git@host:path`: the colon is none before a password.
    bool is_login(std::size_t colon) const {
        const std::string_view before = text_.substr(start_, colon - start_);
        return before.starts_with("git@") || before.starts_with("hg@");
    }

    // `at` is one `@`; a password may go on to the last.
    std::size_t end_of_credentials(std::size_t at) const {
        constexpr std::string_view kSegmentEnd = " \t\r\n\f\v\"'`<>/";
        const auto ends = slash_ends_ ? kSegmentEnd : kWordEnd;
        const auto end = std::min(text_.find_first_of(ends, at), text_.size());
        const auto last = text_.substr(0, end).rfind('@');
        if (slash_ends_ || text_.substr(last, end - last).find('/') != kNone) return last;
        return last_ != kNone && last_ > last ? last_ : last;
    }

    std::string_view text_;
    std::size_t last_;
    bool is_path_;
    bool slash_ends_ = false;
    std::size_t start_ = 0;
    std::size_t colon_ = kNone;  // the first one behind start_
};

}  // namespace

bool may_end_credentials(std::string_view text, std::size_t at) {
    return at > 0 && at + 1 < text.size() && !is_one_of(text[at - 1], kBlanks) &&
           !is_one_of(text[at + 1], kWordEnd);
}

std::size_t last_credentials_end(std::string_view text) {
    for (auto at = text.rfind('@'); at != kNone; at = at == 0 ? kNone : text.rfind('@', at - 1)) {
        if (may_end_credentials(text, at)) return at;
    }
    return kNone;
}

std::string without_bare_credentials(std::string_view text, bool is_path) {
    return BareCredentials(text, is_path).hidden();
}

}  // namespace pexpack
