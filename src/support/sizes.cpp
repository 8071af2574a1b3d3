#include "pexpack/support/sizes.hpp"

#include <fmt/format.h>

namespace pexpack {

std::string size_text(std::uint64_t bytes) {
    constexpr double kMegabyte = 1e6;
    constexpr std::uint64_t kSmall = 1'000'000;
    if (bytes < kSmall) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / kMegabyte);
}

}  // namespace pexpack
