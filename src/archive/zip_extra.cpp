#include "zip_extra.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "little_endian.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::uint16_t kZip64Id = 0x0001;
constexpr std::uint16_t kUnicodePathId = 0x7075;
constexpr std::string_view kMalformed = "has a malformed extra field";

std::string apply_zip64(ZipHeader header, LittleEndianReader field,
                        const std::vector<std::uint64_t*>& values) {
    const bool holds_all =
        header == ZipHeader::kLocal && field.remaining() == sizeof(std::uint64_t) * values.size();
    for (std::uint64_t* value : values) {
        if (*value != kZip64Elsewhere && !holds_all) continue;
        if (field.remaining() < sizeof(std::uint64_t)) return std::string(kMalformed);
        const std::uint64_t wide = field.u64();
        if (*value != kZip64Elsewhere && *value != wide)
            return "has a zip64 extra field that contradicts its header";
        *value = wide;
    }
    if (field.remaining() == 0) return {};
    return "has a zip64 extra field with more than its header asks for";
}

// Newer Pythons take the name from here, older ones and we do not (APPNOTE 4.6.9).
std::string fault_of_second_name(LittleEndianReader field, std::string_view name) {
    constexpr std::size_t kBeforeName = 5;  // a version and the first name's checksum
    if (field.remaining() < kBeforeName) return std::string(kMalformed);
    field.skip(kBeforeName);
    const auto bytes = field.take(field.remaining());
    const std::string_view second(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (second == name) return {};
    return fmt::format("has a second, unsafe name in an extra field, `{}`: readers would disagree",
                       printable(second));
}

}  // namespace

std::string apply_extra_fields(ZipHeader header, std::span<const std::byte> extra,
                               std::string_view name, const std::vector<std::uint64_t*>& values) {
    LittleEndianReader fields(extra);
    const bool needs_zip64 = std::ranges::any_of(
        values, [](const std::uint64_t* value) { return *value == kZip64Elsewhere; });
    bool has_zip64 = false;
    while (fields.remaining() > 0) {
        if (fields.remaining() < 4) return std::string(kMalformed);
        const std::uint16_t id = fields.u16();
        const std::uint16_t length = fields.u16();
        if (length > fields.remaining()) return std::string(kMalformed);
        const LittleEndianReader field(fields.take(length));
        std::string fault;
        if (id == kZip64Id) {
            if (has_zip64) return "has two zip64 extra fields";
            has_zip64 = true;
            fault = apply_zip64(header, field, values);
        } else if (id == kUnicodePathId) {
            fault = fault_of_second_name(field, name);
        }
        if (!fault.empty()) return fault;
    }
    if (needs_zip64 && !has_zip64) return "lacks the zip64 extra field that its size should be in";
    return {};
}

}  // namespace pexpack
