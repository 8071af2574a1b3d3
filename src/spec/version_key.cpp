#include "version_key.hpp"

#include <algorithm>

#include "key_bytes.hpp"

namespace pexpack {

namespace {

void append_base(KeyBytes& key, std::string_view epoch, std::string_view release) {
    append_number(key, epoch);
    ReleaseBytes bytes(key);
    for_each_release_number(release,
                            [&](std::string_view number) { bytes.append(number, number == "0"); });
    bytes.end();
}

unsigned char lower(char c) {
    return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
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
            for (const char c : segment) key.push_back(lower(c));
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

KeyBytes bytes_of(const VersionParts& parts) {
    KeyBytes key;
    append_version(key, parts);
    return key;
}

VersionKey cut_at(const VersionParts& parts) {
    return cut_unless_least(version_key(parts));
}

}  // namespace

void KeyBytes::push_back_rest(unsigned char byte) {
    rest_.push_back(static_cast<char>(byte));
}

VersionKey KeyBytes::key_with_rest() {
    return {
        .high = high_, .low = low_, .rest = std::make_shared<const std::string>(std::move(rest_))};
}

VersionKey version_key(const VersionParts& parts) {
    return bytes_of(parts).key();
}

VersionKey cut_below_all() {
    return {};
}

VersionKey cut_unless_least(VersionKey key) {
    constexpr std::uint64_t kLeast = std::uint64_t{0x0100010100} << 24U;
    return key.high <= kLeast ? cut_below_all() : key;
}

VersionKey cut_above_all() {
    KeyBytes key;
    key.push_back(0xFF);
    return std::move(key).key();
}

VersionKey cut_before(const VersionParts& parts) {
    return cut_at(parts);
}

VersionKey cut_after_exactly(const VersionParts& parts) {
    KeyBytes key = bytes_of(parts);
    key.push_back(0x01);  // a zero would not show in a short key
    return std::move(key).key();
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
    return std::move(key).key();
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
