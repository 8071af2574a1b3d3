// The quick way through a version.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "key_bytes.hpp"
#include "pexpack/spec/version.hpp"

namespace pexpack {

struct UsualVersion {
    VersionKey key;
    bool is_prerelease = false;
};

// Of a text that is a version in normal form with neither epoch nor local part and whose numbers
// have at most nine digits: nearly every version is one. Absent for any other text, which may be a
// version as well.
std::optional<UsualVersion> read_usual_version(std::string_view text);

// What nearly every specifier names: a few release numbers of at most nine digits and no more.
class UsualRelease {
  public:
    // Absent for any other text, which may be a version as well.
    static std::optional<UsualRelease> read(std::string_view text);

    std::size_t size() const { return size_; }
    UsualRelease without_last() const;
    // With the last number counted up by one.
    UsualRelease next() const;

    // The same as those for VersionParts in version_key.hpp.
    VersionKey cut_before() const;
    VersionKey cut_after_locals() const;
    VersionKey cut_after_posts() const;
    VersionKey cut_before_devs() const;

  private:
    static constexpr std::size_t kMostNumbers = 6;

    UsualRelease() = default;
    KeyBytes base() const;

    std::array<std::uint32_t, kMostNumbers> numbers_{};
    std::size_t size_ = 0;
};

}  // namespace pexpack
