// What the flags and the version of a zip entry's headers ask of a reader (APPNOTE 4.4.3, 4.4.4).
#pragma once

#include <cstdint>
#include <string_view>

namespace pexpack {

inline constexpr std::uint16_t kZipEncrypted = 1U << 0U;
inline constexpr std::uint16_t kZipFollows = 1U << 3U;  // sizes and checksum are behind the content
inline constexpr std::uint16_t kZipPatch = 1U << 5U;
inline constexpr std::uint16_t kZipStronglyEncrypted = 1U << 6U;
inline constexpr std::uint16_t kZipUtf8Name = 1U << 11U;
inline constexpr std::uint16_t kZipMaskedHeaders = 1U << 13U;

// Those that change what an entry is; the others say how well it was compressed, or nothing.
inline constexpr std::uint16_t kZipMeaningfulFlags = kZipEncrypted | kZipFollows | kZipPatch |
                                                     kZipStronglyEncrypted | kZipUtf8Name |
                                                     kZipMaskedHeaders;

// "" when there is none.
inline std::string_view fault_of_flags(std::uint16_t flags) {
    constexpr std::uint16_t kAnyEncryption =
        kZipEncrypted | kZipStronglyEncrypted | kZipMaskedHeaders;
    if ((flags & kAnyEncryption) != 0) return "is encrypted";
    if ((flags & kZipPatch) != 0) return "is compressed as a patch, which is unsupported";
    return {};
}

// Python's zipfile refuses a version above 6.3. The high byte names a system.
inline std::string_view fault_of_version_needed(std::uint16_t version) {
    constexpr std::uint16_t kHighest = 63;
    if ((version & 0xffU) <= kHighest) return {};
    return "needs a version of the zip format above 6.3, which is unsupported";
}

}  // namespace pexpack
