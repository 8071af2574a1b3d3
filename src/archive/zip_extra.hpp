// The extra fields of a zip entry's two headers (APPNOTE 4.5).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pexpack {

inline constexpr std::uint64_t kZip64Elsewhere = 0xffffffff;  // such a value is in the zip64 field

// In an entry's own header the zip64 field may hold both sizes where one says it is there.
enum class ZipHeader { kCentral, kLocal };

// Puts the values of the zip64 field into those of `values` that say they are elsewhere; these are
// in the order of APPNOTE 4.5.3. Gives what is wrong, "" when nothing is: a field that is cut off
// or there twice, a zip64 field that holds more or less than is asked for, another name than
// `name`.
std::string apply_extra_fields(ZipHeader header, std::span<const std::byte> extra,
                               std::string_view name, const std::vector<std::uint64_t*>& values);

}  // namespace pexpack
