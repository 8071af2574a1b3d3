#include "sdist_metadata.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "pexpack/spec/metadata.hpp"
#include "pexpack/spec/version.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::array<std::string_view, 3> kNeeded = {"requires-dist", "provides-extra",
                                                     "requires-python"};

bool is_needed(std::string_view field) {
    return std::ranges::find(kNeeded, ascii_lower(trim_blanks(field))) != kNeeded.end();
}

}  // namespace

bool is_static(const HeaderBlock& pkg_info) {
    static const Version first = Version::parse("2.2").value();
    const auto text = pkg_info.first("Metadata-Version");
    const auto version = text ? Version::parse(*text).optional() : std::nullopt;
    return version && *version >= first && std::ranges::none_of(pkg_info.all("Dynamic"), is_needed);
}

std::optional<std::string> sdist_excerpt(const HeaderBlock& pkg_info) {
    auto excerpt = Metadata::excerpt(pkg_info);
    if (!excerpt) return std::nullopt;
    if (is_static(pkg_info)) excerpt->append("Metadata-Version: 2.2\n");
    return excerpt;
}

}  // namespace pexpack
