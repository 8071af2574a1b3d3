#include "pexpack/spec/version.hpp"

#include "pexpack/support/check.hpp"
#include "unicode.hpp"
#include "usual_version.hpp"
#include "version_key.hpp"
#include "version_parts.hpp"

namespace pexpack {

namespace {

// The parts of a text in normal form; scanning it again is cheaper than storing them.
VersionParts parts_of(const Version& version) {
    const auto scanned = scan_version(version.to_string());
    PEXPACK_CHECK(scanned.has_value());
    return scanned->parts;
}

}  // namespace

Version::Version(std::string_view text, UsualVersion&& usual)
    : text_(text), key_(std::move(usual.key)), is_prerelease_(usual.is_prerelease) {}

Version::Version(const VersionParts& parts)
    : text_(normal_text(parts)), key_(version_key(parts)), is_prerelease_(parts.is_prerelease()) {}

Result<Version> Version::parse(std::string_view text) {
    if (text.size() > kMaxLength) return ParseError{"a version this long is not accepted", 0};
    if (auto usual = read_usual_version(text)) {
        return Result<Version>(std::in_place, text, *std::move(usual));
    }
    const std::string_view stripped = strip_python_space(text);
    const auto offset =
        stripped.empty() ? 0 : static_cast<std::size_t>(stripped.data() - text.data());
    const auto scanned = scan_version(stripped);
    if (!scanned) return ParseError{"expected a version", offset};
    if (scanned->length != stripped.size()) {
        return ParseError{"this does not belong in a version", offset + scanned->length};
    }
    return Result<Version>(std::in_place, scanned->parts);
}

std::string Version::canonical() const {
    VersionParts parts = parts_of(*this);
    parts.release = without_trailing_zeros(parts.release);
    return normal_text(parts);
}

Version Version::without_local() const {
    VersionParts parts = parts_of(*this);
    parts.local = {};
    return Version(parts);
}

Version Version::base() const {
    const VersionParts parts = parts_of(*this);
    VersionParts base;
    base.epoch = parts.epoch;
    base.release = parts.release;
    return Version(base);
}

std::vector<std::string_view> Version::release() const {
    std::vector<std::string_view> numbers;
    for_each_release_number(parts_of(*this).release,
                            [&](std::string_view number) { numbers.push_back(number); });
    return numbers;
}

std::string_view Version::epoch() const {
    return parts_of(*this).epoch;
}

std::string_view Version::pre() const {
    const VersionParts parts = parts_of(*this);
    if (parts.pre == PreKind::kNone) return {};
    const std::size_t letters = parts.pre == PreKind::kCandidate ? 2 : 1;
    return {parts.pre_number.data() - letters, parts.pre_number.size() + letters};
}

std::optional<std::string_view> Version::post() const {
    return parts_of(*this).post;
}

std::optional<std::string_view> Version::dev() const {
    return parts_of(*this).dev;
}

std::string_view Version::local() const {
    return parts_of(*this).local;
}

}  // namespace pexpack
