#include "usual_version.hpp"

#include "key_bytes.hpp"
#include "version_key.hpp"

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

// As the release and the stage of such parts are written.
VersionKey finished(KeyBytes&& base, const Suffixes& suffixes) {
    append_stage(base, suffixes);
    base.push_back(kEnd);
    return std::move(base).key();
}

}  // namespace

std::optional<UsualRelease> UsualRelease::read(std::string_view text) {
    constexpr std::uint32_t kLargestNumber = 999'999'999;  // next() would have a digit too many
    UsualRelease release;
    Reader reader(text);
    for (;;) {
        if (release.size_ == kMostNumbers) return std::nullopt;
        std::uint32_t& number = release.numbers_[release.size_++];
        if (!reader.take_number(number) || number == kLargestNumber) return std::nullopt;
        if (reader.at_end()) return release;
        if (!reader.take(".")) return std::nullopt;
    }
}

UsualRelease UsualRelease::without_last() const {
    UsualRelease shorter = *this;
    --shorter.size_;
    return shorter;
}

UsualRelease UsualRelease::next() const {
    UsualRelease next = *this;
    ++next.numbers_[size_ - 1];
    return next;
}

KeyBytes UsualRelease::base() const {
    KeyBytes key;
    append_number(key, 0U);  // the epoch
    ReleaseBytes release(key);
    for (std::size_t i = 0; i < size_; ++i) release.append(numbers_[i], numbers_[i] == 0);
    release.end();
    return key;
}

VersionKey UsualRelease::cut_before() const {
    return finished(base(), {});
}

VersionKey UsualRelease::cut_after_locals() const {
    Suffixes first_post;
    first_post.post = 0;
    first_post.dev = 0;
    return finished(base(), first_post);
}

VersionKey UsualRelease::cut_after_posts() const {
    KeyBytes key = base();
    key.push_back(kAfterPosts);
    return std::move(key).key();
}

VersionKey UsualRelease::cut_before_devs() const {
    Suffixes first_dev;
    first_dev.dev = 0;
    return cut_unless_least(finished(base(), first_dev));
}

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
