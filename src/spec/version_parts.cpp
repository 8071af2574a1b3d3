#include "version_parts.hpp"

#include <algorithm>
#include <array>

namespace pexpack {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_alnum(char c) {
    return is_digit(c) || static_cast<unsigned char>(lower(c) - 'a') < 26;
}

bool is_separator(char c) {
    return c == '.' || c == '-' || c == '_';
}

// Walks over the text; every take_… either consumes what it names or leaves the position alone.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    std::size_t position() const { return position_; }

    bool take(char c) {
        if (peek() != c) return false;
        ++position_;
        return true;
    }

    std::string_view take_digits() {
        const std::size_t start = position_;
        while (is_digit(peek())) ++position_;
        return text_.substr(start, position_ - start);
    }

    // "1.02.3"; stops before a dot that no digit follows.
    std::string_view take_release() {
        const std::size_t start = position_;
        if (take_digits().empty()) return {};
        while (peek() == '.' && is_digit(peek(1))) {
            ++position_;
            take_digits();
        }
        return text_.substr(start, position_ - start);
    }

    // [separator] word [separator] [digits]; the number, "0" when there is none.
    template <std::size_t N>
    std::optional<std::string_view> take_labelled(const std::array<std::string_view, N>& words,
                                                  std::size_t& which) {
        const std::size_t lead = is_separator(peek()) ? 1 : 0;
        if (!is_alnum(peek(lead))) return std::nullopt;
        for (which = 0; which < N; ++which) {
            if (lower(peek(lead)) != words[which].front()) continue;
            if (!at_word(position_ + lead, words[which])) continue;
            position_ += lead + words[which].size();
            if (is_separator(peek())) ++position_;
            return without_leading_zeros(take_digits());
        }
        return std::nullopt;
    }

    // "-1" is the short form of ".post1".
    std::optional<std::string_view> take_implicit_post() {
        if (peek() != '-' || !is_digit(peek(1))) return std::nullopt;
        ++position_;
        return without_leading_zeros(take_digits());
    }

    std::string_view take_local() {
        if (peek() != '+' || !is_alnum(peek(1))) return {};
        const std::size_t start = ++position_;
        while (is_alnum(peek()) || (is_separator(peek()) && is_alnum(peek(1)))) {
            ++position_;
        }
        return text_.substr(start, position_ - start);
    }

  private:
    char peek(std::size_t ahead = 0) const {
        return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
    }

    bool at_word(std::size_t at, std::string_view word) const {
        if (at + word.size() > text_.size()) return false;
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (lower(text_[at + i]) != word[i]) return false;
        }
        return true;
    }

    std::string_view text_;
    std::size_t position_ = 0;
};

// Longer words come before their own beginnings.
constexpr std::array<std::string_view, 8> kPreWords = {"alpha", "beta", "preview", "pre",
                                                       "rc",    "a",    "b",       "c"};
constexpr std::array<PreKind, 8> kPreKinds = {
    PreKind::kAlpha,     PreKind::kBeta,  PreKind::kCandidate, PreKind::kCandidate,
    PreKind::kCandidate, PreKind::kAlpha, PreKind::kBeta,      PreKind::kCandidate};
constexpr std::array<std::string_view, 3> kPostWords = {"post", "rev", "r"};
constexpr std::array<std::string_view, 1> kDevWords = {"dev"};

void take_suffixes(Scanner& scanner, VersionParts& parts) {
    std::size_t which = 0;
    if (const auto number = scanner.take_labelled(kPreWords, which)) {
        parts.pre = kPreKinds[which];
        parts.pre_number = *number;
    }
    parts.post = scanner.take_implicit_post();
    if (!parts.post) parts.post = scanner.take_labelled(kPostWords, which);
    parts.dev = scanner.take_labelled(kDevWords, which);
    parts.local = scanner.take_local();
}

void append_local(std::string& text, std::string_view local) {
    text.push_back('+');
    for (std::size_t start = 0; start < local.size();) {
        const std::size_t end = std::min(local.find_first_of(".-_", start), local.size());
        const std::string_view segment = local.substr(start, end - start);
        if (start > 0) text.push_back('.');
        if (std::all_of(segment.begin(), segment.end(), is_digit)) {
            text.append(without_leading_zeros(segment));
        } else {
            std::transform(segment.begin(), segment.end(), std::back_inserter(text), lower);
        }
        start = end + 1;
    }
}

std::string_view pre_word(PreKind kind) {
    return kind == PreKind::kAlpha ? "a" : kind == PreKind::kBeta ? "b" : "rc";
}

}  // namespace

std::string next_number(std::string_view digits) {
    std::string next(digits);
    auto digit = next.rbegin();
    for (; digit != next.rend() && *digit == '9'; ++digit) *digit = '0';
    if (digit == next.rend()) return "1" + next;
    ++*digit;
    return next;
}

std::string_view without_trailing_zeros(std::string_view release) {
    std::size_t end = release.find_last_not_of("0.");
    if (end == std::string_view::npos)
        return release.substr(0, std::min(release.find('.'), release.size()));
    // Back to the end of the number that the last digit other than zero belongs to.
    return release.substr(0, std::min(release.find('.', end), release.size()));
}

std::optional<ScannedVersion> scan_version(std::string_view text) {
    Scanner scanner(text);
    ScannedVersion scanned;
    scanner.take('v') || scanner.take('V');
    scanned.parts.release = scanner.take_release();
    if (scanned.parts.release.empty()) return std::nullopt;
    if (scanned.parts.release.find('.') == std::string_view::npos && scanner.take('!')) {
        scanned.parts.epoch = without_leading_zeros(scanned.parts.release);
        scanned.parts.release = scanner.take_release();
        if (scanned.parts.release.empty()) return std::nullopt;
    }
    if (scanner.position() < text.size()) take_suffixes(scanner, scanned.parts);
    scanned.length = scanner.position();
    return scanned;
}

std::string normal_text(const VersionParts& parts) {
    std::string text;
    if (parts.epoch != "0") text.append(parts.epoch).push_back('!');
    const std::size_t release_start = text.size();
    for_each_release_number(parts.release, [&](std::string_view number) {
        if (text.size() > release_start) text.push_back('.');
        text.append(number);
    });
    if (parts.pre != PreKind::kNone) text.append(pre_word(parts.pre)).append(parts.pre_number);
    if (parts.post) text.append(".post").append(*parts.post);
    if (parts.dev) text.append(".dev").append(*parts.dev);
    if (!parts.local.empty()) append_local(text, parts.local);
    return text;
}

}  // namespace pexpack
