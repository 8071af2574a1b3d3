#include "version_key.hpp"

#include <algorithm>
#include <array>

namespace pexpack {

namespace {

constexpr char kEnd = 0x00;
constexpr char kDev = 0x01;
constexpr char kNoDev = 0x02;
constexpr char kTailPost = 0x03;
constexpr char kFinal = 0x05;
constexpr char kPost = 0x06;
constexpr char kAfterPosts = 0x07;
constexpr unsigned kLargestSmallNumber = 199;

char pre_stage(PreKind kind) {
    return kind == PreKind::kAlpha ? 0x02 : kind == PreKind::kBeta ? 0x03 : 0x04;
}

// Grows on the stack first: nearly every key is short, and keys are made by the hundred thousand.
class KeyBytes {
  public:
    void push_back(char byte) {
        if (size_ < short_.size()) {
            short_[size_++] = byte;
            return;
        }
        if (long_.empty()) long_.assign(short_.data(), size_);
        long_.push_back(byte);
    }
    void append(std::string_view bytes) {
        for (const char byte : bytes) push_back(byte);
    }
    std::string_view view() const {
        return long_.empty() ? std::string_view(short_.data(), size_) : long_;
    }

  private:
    std::array<char, 64> short_;
    std::size_t size_ = 0;
    std::string long_;  // everything, once it is too much for `short_`
};

void append_number(KeyBytes& key, std::string_view digits) {
    if (digits.size() <= 3) {
        unsigned value = 0;
        for (const char digit : digits) value = value * 10 + static_cast<unsigned>(digit - '0');
        if (value <= kLargestSmallNumber) {
            key.push_back(static_cast<char>(value + 1));
            return;
        }
    }
    key.push_back(static_cast<char>(0xF0));
    key.push_back(static_cast<char>(digits.size() >> 8U));
    key.push_back(static_cast<char>(digits.size() & 0xFFU));
    key.append(digits);
}

void append_base(KeyBytes& key, std::string_view epoch, std::string_view release) {
    append_number(key, epoch);
    const std::string_view trimmed = without_trailing_zeros(release);
    if (trimmed.find_first_not_of('0') != std::string_view::npos) {
        for_each_release_number(trimmed,
                                [&](std::string_view number) { append_number(key, number); });
    }
    key.push_back(kEnd);
}

void append_dev(KeyBytes& key, const std::optional<std::string_view>& dev) {
    key.push_back(dev ? kDev : kNoDev);
    if (dev) append_number(key, *dev);
}

void append_stage(KeyBytes& key, const VersionParts& parts) {
    const bool is_pre = parts.pre != PreKind::kNone;
    if (is_pre) {
        key.push_back(pre_stage(parts.pre));
        append_number(key, parts.pre_number);
    }
    if (parts.post) {
        key.push_back(is_pre ? kTailPost : kPost);
        append_number(key, *parts.post);
        append_dev(key, parts.dev);
    } else if (is_pre || parts.dev) {
        append_dev(key, parts.dev);
    } else {
        key.push_back(kFinal);
    }
}

void append_local(KeyBytes& key, std::string_view local) {
    for (std::size_t start = 0; start < local.size();) {
        const std::size_t end = std::min(local.find_first_of(".-_", start), local.size());
        const std::string_view segment = local.substr(start, end - start);
        if (std::all_of(segment.begin(), segment.end(), is_digit)) {
            key.push_back(0x02);
            append_number(key, without_leading_zeros(segment));
        } else {
            key.push_back(0x01);
            for (const char c : segment)
                key.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
            key.push_back(kEnd);
        }
        start = end + 1;
    }
    key.push_back(kEnd);
}

void append_version(KeyBytes& key, const VersionParts& parts) {
    append_base(key, parts.epoch, parts.release);
    append_stage(key, parts);
    append_local(key, parts.local);
}

// The least version there is, 0.dev0, has nothing below it: a cut there is the one below all.
VersionKey cut(const KeyBytes& key) {
    static constexpr char kLeast[] = {0x01, kEnd, kDev, 0x01, kEnd};
    if (key.view() <= std::string_view(kLeast, sizeof kLeast)) return cut_below_all();
    return VersionKey(key.view());
}

VersionKey cut_at(const VersionParts& parts) {
    KeyBytes key;
    append_version(key, parts);
    return cut(key);
}

}  // namespace

VersionKey::VersionKey(std::string_view bytes) {
    for (std::size_t i = 0; i < 8; ++i) {
        const unsigned char byte = i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0;
        prefix = prefix << 8U | byte;
    }
    if (bytes.size() > 8) rest = bytes.substr(8);
}

VersionKey version_key(const VersionParts& parts) {
    KeyBytes key;
    append_version(key, parts);
    return VersionKey(key.view());
}

std::optional<VersionKey> plain_version_key(std::string_view text) {
    constexpr std::size_t kMaxNumbers = 4;  // with epoch, end, stage and local just eight bytes
    std::uint64_t numbers = 1;              // epoch 0
    std::size_t count = 0;                  // of numbers up to the last one that is not zero
    std::size_t zeros = 0;                  // of numbers after that
    for (std::size_t position = 0; position <= text.size();) {
        unsigned value = 0;
        const std::size_t start = position;
        while (position < text.size() && is_digit(text[position]) && value <= kLargestSmallNumber) {
            value = value * 10 + static_cast<unsigned>(text[position++] - '0');
        }
        const bool at_end = position == text.size();
        if (position == start || value > kLargestSmallNumber ||
            (!at_end && text[position] != '.') || (text[start] == '0' && position > start + 1)) {
            return std::nullopt;
        }
        ++position;
        if (value == 0) {
            ++zeros;
            continue;
        }
        count += zeros + 1;
        if (count > kMaxNumbers) return std::nullopt;
        for (; zeros > 0; --zeros) numbers = numbers << 8U | 1U;
        numbers = numbers << 8U | (value + 1);
    }
    VersionKey key;
    key.prefix = (numbers << 24U | std::uint64_t{kFinal} << 8U) << 8U * (kMaxNumbers - count);
    return key;
}

VersionKey cut_below_all() {
    return {};
}

VersionKey cut_above_all() {
    return VersionKey(std::string_view("\xFF"));
}

VersionKey cut_before(const VersionParts& parts) {
    return cut_at(parts);
}

VersionKey cut_after_exactly(const VersionParts& parts) {
    KeyBytes key;
    append_version(key, parts);
    key.push_back(0x01);  // a zero would not show in a short key
    return VersionKey(key.view());
}

VersionKey cut_after_locals(const VersionParts& parts) {
    VersionParts next = parts;
    next.local = {};
    std::string number;
    if (parts.dev) {
        number = next_number(*parts.dev);
        next.dev = number;
    } else {
        number = parts.post ? next_number(*parts.post) : "0";
        next.post = number;
        next.dev = "0";
    }
    return cut_at(next);
}

VersionKey cut_after_posts(const VersionParts& parts) {
    if (parts.pre != PreKind::kNone) {
        VersionParts next = parts;
        next.local = {};
        const std::string number = next_number(parts.pre_number);
        next.pre_number = number;
        next.dev = "0";
        return cut_at(next);
    }
    KeyBytes key;
    append_base(key, parts.epoch, parts.release);
    key.push_back(kAfterPosts);
    return cut(key);
}

VersionKey cut_before_devs(const VersionParts& parts) {
    VersionParts first = parts;
    first.dev = "0";
    first.local = {};
    return cut_at(first);
}

VersionKey cut_before_prefix(std::string_view epoch, std::string_view release) {
    VersionParts first;
    first.epoch = epoch;
    first.release = release;
    return cut_before_devs(first);
}

VersionKey cut_after_prefix(std::string_view epoch, std::string_view release) {
    const std::size_t dot = release.rfind('.');
    const std::size_t last = dot == std::string_view::npos ? 0 : dot + 1;
    const std::string next = std::string(release.substr(0, last)) +
                             next_number(without_leading_zeros(release.substr(last)));
    return cut_before_prefix(epoch, next);
}

}  // namespace pexpack
