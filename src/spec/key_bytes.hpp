// The bytes of a version's key while they are put together; what they mean is in version_key.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "pexpack/spec/version.hpp"
#include "version_parts.hpp"

namespace pexpack {

enum KeyByte : unsigned char {
    kEnd = 0x00,
    kDev = 0x01,
    kAlpha = 0x02,
    kFinal = 0x05,
    kPost = 0x06,
    kAfterPosts = 0x07,
    kNoDev = 0x02,     // in a tail
    kTailPost = 0x03,  // in a tail
};

// Keys are made by the hundred thousand and nearly all fit into the two words of a VersionKey. They
// are put together in registers: bytes in memory that are read as a word the next moment stall.
class KeyBytes {
  public:
    [[gnu::always_inline]] void push_back(unsigned char byte) {
        if (size_ >= 2 * kWord) return push_back_rest(byte);
        const std::size_t place = size_++ % kWord;
        (size_ <= kWord ? high_ : low_) |= std::uint64_t{byte} << (8 * (kWord - 1 - place));
    }

    VersionKey key() && {
        if (!rest_.empty()) return key_with_rest();
        return {.high = high_, .low = low_, .rest = {}};
    }

  private:
    static constexpr std::size_t kWord = sizeof(std::uint64_t);

    // Kept out of the way of the usual keys, which are made in place.
    [[gnu::noinline]] void push_back_rest(unsigned char byte);
    [[gnu::noinline]] VersionKey key_with_rest();

    std::uint64_t high_ = 0;
    std::uint64_t low_ = 0;
    std::size_t size_ = 0;  // of what is in the two
    std::string rest_;
};

// More digits than these may be more than 32 bits.
inline constexpr std::ptrdiff_t kMostSmallDigits = 9;

inline void append_number(KeyBytes& key, std::uint32_t number) {
    constexpr std::uint32_t kOneByte = 200;
    constexpr std::uint32_t kTwoBytes = kOneByte + 32 * 256;
    const auto push_byte = [&](std::uint32_t byte) {
        key.push_back(static_cast<unsigned char>(byte & 0xFFU));
    };
    if (number < kOneByte) {
        push_byte(number + 1);
    } else if (number < kTwoBytes) {
        push_byte(0xC9 + ((number - kOneByte) >> 8U));
        push_byte(number - kOneByte);
    } else {
        push_byte(0xE9);
        for (const unsigned shift : {24U, 16U, 8U, 0U}) push_byte(number >> shift);
    }
}

// `digits` without leading zeros.
inline void append_number(KeyBytes& key, std::string_view digits) {
    if (std::ssize(digits) <= kMostSmallDigits) {
        std::uint32_t number = 0;
        for (const char digit : digits) number = number * 10 + static_cast<unsigned>(digit - '0');
        append_number(key, number);
        return;
    }
    key.push_back(0xF0);
    key.push_back(static_cast<unsigned char>(digits.size() >> 8U));
    key.push_back(static_cast<unsigned char>(digits.size() & 0xFFU));
    for (const char digit : digits) key.push_back(static_cast<unsigned char>(digit));
}

// Takes the release numbers one by one; zeros count only when another number follows.
class ReleaseBytes {
  public:
    explicit ReleaseBytes(KeyBytes& key) : key_(key) {}

    template <typename Number>  // as append_number() takes it
    void append(const Number& number, bool is_zero) {
        if (is_zero) {
            ++zeros_;
            return;
        }
        for (; zeros_ > 0; --zeros_) append_number(key_, 0U);
        append_number(key_, number);
    }
    void end() { key_.push_back(kEnd); }

  private:
    KeyBytes& key_;
    std::size_t zeros_ = 0;
};

// What stands between the release and the local part; `parts` has `pre`, `pre_number`, `post` and
// `dev`, its numbers as append_number() takes them.
template <typename Parts>
void append_stage(KeyBytes& key, const Parts& parts) {
    const auto append_dev = [&] {
        key.push_back(parts.dev ? kDev : kNoDev);
        if (parts.dev) append_number(key, *parts.dev);
    };
    const bool is_pre = parts.pre != PreKind::kNone;
    if (is_pre) {
        key.push_back(static_cast<unsigned char>(kAlpha + static_cast<unsigned>(parts.pre) - 1));
        append_number(key, parts.pre_number);
    }
    if (parts.post) {
        key.push_back(is_pre ? kTailPost : kPost);
        append_number(key, *parts.post);
        append_dev();
    } else if (is_pre || parts.dev) {
        append_dev();
    } else {
        key.push_back(kFinal);
    }
}

}  // namespace pexpack
