// Reading the little-endian integers of zip records. The caller checks remaining() first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "pexpack/support/check.hpp"

namespace pexpack {

class LittleEndianReader {
  public:
    explicit LittleEndianReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    std::size_t remaining() const { return bytes_.size(); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(integer(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(integer(4)); }
    std::uint64_t u64() { return integer(8); }
    void skip(std::size_t count) { take(count); }

    std::span<const std::byte> take(std::size_t count) {
        PEXPACK_CHECK(count <= bytes_.size());
        const auto taken = bytes_.first(count);
        bytes_ = bytes_.subspan(count);
        return taken;
    }

  private:
    std::uint64_t integer(std::size_t width) {
        const auto bytes = take(width);
        std::uint64_t value = 0;
        for (std::size_t i = width; i-- > 0;)
            value = value << 8U | std::to_integer<std::uint64_t>(bytes[i]);
        return value;
    }

    std::span<const std::byte> bytes_;
};

}  // namespace pexpack
