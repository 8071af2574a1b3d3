#include "wheel_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "bad_wheel.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr auto kNone = std::string_view::npos;

std::string_view name_fault(std::string_view name) {
    if (name.empty()) return "has an empty name";
    if (!is_utf8(name)) return "has a name that is not UTF-8";
    constexpr std::size_t kLongestPath = 1024;  // with a folder in front still below PATH_MAX
    if (name.size() > kLongestPath) return "has a path too long for a file system";
    if (name.front() == '/') return "has an absolute path";
    if (name.find('\\') != std::string_view::npos) return "has a backslash in its name";
    if (printable(name) != name) return "has a control character in its name";
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

std::string_view entry_fault(const ZipEntry& entry) {
    const std::string_view fault = name_fault(entry.name);
    if (!fault.empty()) return fault;
    if (entry.is_symlink()) return "is a symbolic link";
    if (entry.is_special()) return "is a special file: a device, pipe or socket";
    if (entry.is_directory() && entry.size != 0) return "is a directory entry with content";
    return {};
}

[[noreturn]] void refuse(const WheelReader& wheel, std::string_view name, std::string_view fault) {
    throw bad_wheel(wheel.file().path(), fmt::format("`{}` {}", printable(name), fault));
}

bool has_odd_part(std::string_view name) {
    return name.starts_with("./") || name.starts_with('/') || name.find("//") != kNone ||
           name.find("/./") != kNone;
}

// "a/./b" and "a//b" are "a/b" to who joins paths, and then there are two of it.
void refuse_second_spellings(const WheelReader& wheel) {
    for (const ZipEntry& entry : wheel.directory().entries()) {
        if (!has_odd_part(entry.name)) continue;
        std::string plain;
        for (const std::string_view part : split(entry.name, '/')) {
            if (part.empty() || part == ".") continue;
            plain.append(plain.empty() ? "" : "/").append(part);
        }
        const ZipEntry* other = wheel.directory().find(plain);
        if (other == nullptr || other == &entry || entry.is_directory()) continue;
        refuse(wheel, entry.name,
               fmt::format("is the same file as `{}`: it is there twice", printable(plain)));
    }
}

void refuse_files_as_folders(const WheelReader& wheel) {
    std::unordered_set<std::string_view> files;
    for (const ZipEntry& entry : wheel.directory().entries()) {
        if (!entry.is_directory()) files.insert(entry.name);
    }
    for (const ZipEntry& entry : wheel.directory().entries()) {
        const std::string_view name = entry.name;
        for (auto slash = name.find('/'); slash != std::string_view::npos;
             slash = name.find('/', slash + 1)) {
            const std::string_view folder = name.substr(0, slash);
            if (files.contains(folder)) refuse(wheel, folder, "is both a file and a folder");
        }
    }
}

// The wheel specification's "The .data directory".
constexpr std::array<std::string_view, 5> kDataFolders = {"purelib", "platlib", "headers",
                                                          "scripts", "data"};

}  // namespace

std::string installed_at(const WheelReader& wheel, std::string_view name) {
    const std::string data_folder =
        wheel.dist_info().substr(0, wheel.dist_info().rfind('.')) + ".data/";
    if (!name.starts_with(data_folder)) {
        // pip spreads the parts of any such folder, others of the wheel's own alone.
        if (name.substr(0, name.find('/')).ends_with(".data"))
            refuse(wheel, name, "is not in the wheel's own `.data` folder, but in one named alike");
        return fmt::format("site/{}", name);
    }
    const std::string_view inside = name.substr(data_folder.size());
    if (inside.empty()) return {};
    const std::string_view folder = inside.substr(0, inside.find('/'));
    if (std::ranges::find(kDataFolders, folder) == kDataFolders.end() ||
        folder.size() == inside.size()) {
        refuse(wheel, name, "is in none of the folders that `.data` may have");
    }
    if (folder == "purelib" || folder == "platlib") {
        return fmt::format("site{}", inside.substr(folder.size()));
    }
    return std::string(inside);
}

void check_names(const WheelReader& wheel) {
    refuse_second_spellings(wheel);
    for (const ZipEntry& entry : wheel.directory().entries()) {
        const std::string_view fault = entry_fault(entry);
        if (!fault.empty()) refuse(wheel, entry.name, fault);
    }
    refuse_files_as_folders(wheel);
    std::unordered_map<std::string, std::string_view> places;
    for (const ZipEntry& entry : wheel.directory().entries()) {
        const std::string place = installed_at(wheel, entry.name);
        if (entry.is_directory()) continue;
        const auto [known, is_new] = places.emplace(place, entry.name);
        if (is_new) continue;
        throw bad_wheel(wheel.file().path(),
                        fmt::format("`{}` and `{}` are both installed as one file",
                                    printable(known->second), printable(entry.name)));
    }
}

}  // namespace pexpack
