#include "pexpack/archive/wheel_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "bad_wheel.hpp"
#include "pexpack/spec/record.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

std::string_view name_fault(std::string_view name) {
    if (name.empty()) return "has an empty name";
    if (!is_utf8(name)) return "has a name that is not UTF-8";
    if (name.front() == '/') return "has an absolute path";
    if (name.find('\\') != std::string_view::npos) return "has a backslash in its name";
    const bool has_control = std::ranges::any_of(
        name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (has_control) return "has a control character in its name";
    if (name.size() > 1 && name[1] == ':' && is_ascii_alpha(name[0])) return "has a drive letter";
    std::string_view rest = name.ends_with('/') ? name.substr(0, name.size() - 1) : name;
    for (const std::string_view part : split(rest, '/')) {
        if (part == "..") return "leads out of its folder";
        if (part.empty() || part == ".") return "has an empty part in its path";
        constexpr std::size_t kLongestFileName = 255;
        if (part.size() > kLongestFileName) return "has a name too long for a file system";
    }
    return {};
}

void check_names(const WheelReader& wheel) {
    std::unordered_set<std::string_view> files;
    for (const ZipEntry& entry : wheel.directory().entries()) {
        std::string_view fault = name_fault(entry.name);
        if (fault.empty() && entry.is_symlink()) fault = "is a symbolic link";
        if (!fault.empty()) {
            throw bad_wheel(wheel.file().path(),
                            fmt::format("`{}` {}", printable(entry.name), fault));
        }
        if (!entry.is_directory()) files.insert(entry.name);
    }
    for (const ZipEntry& entry : wheel.directory().entries()) {
        const std::string_view name = entry.name;
        for (auto slash = name.find('/'); slash != std::string_view::npos;
             slash = name.find('/', slash + 1)) {
            if (files.contains(name.substr(0, slash))) {
                throw bad_wheel(wheel.file().path(), fmt::format("`{}` is a file and a folder",
                                                                 printable(name.substr(0, slash))));
            }
        }
    }
}

void check_wheel_version(const WheelReader& wheel) {
    const auto text = wheel.dist_info_file("WHEEL");
    if (!text) throw bad_wheel(wheel.file().path(), "it has no WHEEL file");
    constexpr std::string_view kField = "wheel-version:";
    for (const std::string_view line : split(*text, '\n')) {
        if (!ascii_lower(line).starts_with(kField)) continue;
        std::string_view version = trim_blanks(line.substr(kField.size()));
        if (version.ends_with('\r')) version.remove_suffix(1);
        if (version.starts_with("1.") || version == "1") return;
        throw bad_wheel(
            wheel.file().path(),
            fmt::format("its format is version {}, only 1.x is known", printable(version)));
    }
    throw bad_wheel(wheel.file().path(), "its WHEEL file names no Wheel-Version");
}

// RECORD lists every file but itself and its signatures, and nothing that is not there.
void check_record(const WheelReader& wheel) {
    const std::string& path = wheel.file().path();
    const auto text = wheel.dist_info_file("RECORD");
    if (!text) throw bad_wheel(path, "it has no RECORD");
    const auto record = parse_record(*text);
    if (!record)
        throw bad_wheel(path, fmt::format("its RECORD cannot be read: {}", record.error().message));
    std::unordered_set<std::string_view> listed;
    for (const RecordEntry& row : *record) {
        const ZipEntry* entry = wheel.directory().find(row.path);
        if (entry == nullptr) {
            throw bad_wheel(
                path, fmt::format("RECORD lists `{}`, which is not there", printable(row.path)));
        }
        if (row.size && *row.size != entry->size) {
            throw bad_wheel(path, fmt::format("`{}` has {} bytes, RECORD says {}",
                                              printable(row.path), entry->size, *row.size));
        }
        listed.insert(row.path);
    }
    const std::string own = wheel.dist_info() + "/RECORD";
    for (const ZipEntry& entry : wheel.directory().entries()) {
        if (entry.is_directory() || entry.name == own || entry.name == own + ".jws" ||
            entry.name == own + ".p7s") {
            continue;
        }
        if (!listed.contains(entry.name)) {
            throw bad_wheel(path, fmt::format("RECORD does not list `{}`", printable(entry.name)));
        }
    }
}

}  // namespace

void check_wheel(const WheelReader& wheel) {
    check_names(wheel);
    for (const ZipEntry& entry : wheel.directory().entries())
        check_local_header(wheel.file(), entry);
    check_wheel_version(wheel);
    check_record(wheel);
}

}  // namespace pexpack
