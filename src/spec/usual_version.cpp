#include "usual_version.hpp"

#include "key_bytes.hpp"

namespace pexpack {

namespace {

struct Suffixes {
    PreKind pre = PreKind::kNone;
    std::uint32_t pre_number = 0;
    std::optional<std::uint32_t> post;
    std::optional<std::uint32_t> dev;
};

// Every take_… but the plain one is false when the text is not usual from here on.
class Reader {
  public:
    explicit Reader(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

    bool at_end() const { return at_ == end_; }

    bool take(std::string_view word) {
        if (static_cast<std::size_t>(end_ - at_) < word.size()) return false;
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (at_[i] != word[i]) return false;
        }
        at_ += word.size();
        return true;
    }

    bool take_number(std::uint32_t& number) {
        const char* const start = at_;
        number = 0;
        for (; at_ != end_ && is_digit(*at_); ++at_) {
            number = number * 10 + static_cast<unsigned>(*at_ - '0');
        }
        const std::ptrdiff_t digits = at_ - start;
        return digits > 0 && digits <= kMostSmallDigits && (*start != '0' || digits == 1);
    }

    bool take_release(KeyBytes& key) {
        ReleaseBytes release(key);
        for (;;) {
            std::uint32_t number = 0;
            if (!take_number(number)) return false;
            release.append(number, number == 0);
            if (end_ - at_ < 2 || at_[0] != '.' || !is_digit(at_[1])) break;
            ++at_;
        }
        release.end();
        return true;
    }

    bool take_suffixes(Suffixes& suffixes) {
        if (take("rc")) {
            suffixes.pre = PreKind::kCandidate;
        } else if (take("a")) {
            suffixes.pre = PreKind::kAlpha;
        } else if (take("b")) {
            suffixes.pre = PreKind::kBeta;
        }
        if (suffixes.pre != PreKind::kNone && !take_number(suffixes.pre_number)) return false;
        if (take(".post") && !take_number(suffixes.post.emplace())) return false;
        return !take(".dev") || take_number(suffixes.dev.emplace());
    }

  private:
    const char* at_;
    const char* end_;
};

}  // namespace

std::optional<UsualVersion> read_usual_version(std::string_view text) {
    Reader reader(text);
    KeyBytes key;
    append_number(key, 0U);  // the epoch
    Suffixes suffixes;
    if (!reader.take_release(key)) return std::nullopt;
    if (!reader.at_end() && !reader.take_suffixes(suffixes)) return std::nullopt;
    if (!reader.at_end()) return std::nullopt;
    append_stage(key, suffixes);
    key.push_back(kEnd);
    return UsualVersion{std::move(key).key(),
                        suffixes.pre != PreKind::kNone || suffixes.dev.has_value()};
}

}  // namespace pexpack
