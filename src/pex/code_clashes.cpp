#include "pexpack/pex/code_clashes.hpp"

#include <fmt/format.h>

#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

using Files = std::unordered_map<std::string_view, const SourceFile*>;

constexpr std::string_view kSite = "site/";
constexpr const char* kHint = "rename what is in the code, or leave the package out";

// Calls visit("a/b") and visit("a") for "a/b/c", until it returns false.
template <typename Visit>
void for_each_folder(std::string_view name, Visit visit) {
    for (auto slash = name.rfind('/'); slash != std::string_view::npos && slash > 0;
         slash = name.rfind('/', slash - 1)) {
        if (!visit(name.substr(0, slash))) return;
    }
}

// The folders that the code needs, each with a file that is in it.
Files folders_of(const std::vector<SourceFile>& code) {
    Files folders;
    for (const SourceFile& file : code) {
        for_each_folder(file.name, [&](std::string_view folder) {
            return folders.emplace(folder, &file).second;
        });
    }
    return folders;
}

Files files_of(const std::vector<SourceFile>& code) {
    Files files;
    for (const SourceFile& file : code) files.emplace(file.name, &file);
    return files;
}

// Those of the wheel that the code has, too, but others.
std::vector<std::string_view> differing(const WheelPlaces& wheel, const Files& files) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < wheel.places.size(); ++i) {
        std::string_view name = wheel.places[i];
        if (!name.starts_with(kSite)) continue;
        name.remove_prefix(kSite.size());
        const auto found = files.find(name);
        if (found != files.end() && content_mark_of(found->second->path) != wheel.marks[i])
            names.push_back(name);
    }
    return names;
}

[[noreturn]] void refuse_file_of_code(const SourceFile& file, const WheelPlaces& wheel,
                                      std::string_view inside) {
    throw Error(ErrorKind::kBadInput, fmt::format("`{}` is a file where `{}` needs a folder",
                                                  printable(file.path), printable(wheel.filename)))
        .because(fmt::format("the wheel has `{}`", printable(inside)))
        .hint(kHint);
}

[[noreturn]] void refuse_file_of_wheel(std::string_view name, const WheelPlaces& wheel,
                                       const SourceFile& inside) {
    throw Error(ErrorKind::kBadInput,
                fmt::format("`{}` of `{}` is a file where `{}` needs a folder", printable(name),
                            printable(wheel.filename), printable(inside.path)))
        .hint(kHint);
}

}  // namespace

void refuse_clashes_with_code(const std::vector<WheelPlaces>& wheels,
                              const std::vector<SourceFile>& code) {
    if (code.empty()) return;
    const Files folders = folders_of(code);
    const Files files = files_of(code);
    std::unordered_set<std::string_view> seen;  // folders of wheels
    for (const WheelPlaces& wheel : wheels) {
        for (const std::string_view place : wheel.places) {
            if (!place.starts_with(kSite)) continue;
            const std::string_view name = place.substr(kSite.size());
            const auto needed = folders.find(name);
            if (needed != folders.end()) refuse_file_of_wheel(name, wheel, *needed->second);
            for_each_folder(name, [&](std::string_view folder) {
                const auto found = files.find(folder);
                if (found != files.end()) refuse_file_of_code(*found->second, wheel, name);
                return seen.insert(folder).second;
            });
        }
    }
}

std::vector<std::string> replaced_by_code(const std::vector<WheelPlaces>& wheels,
                                          const std::vector<SourceFile>& code) {
    std::vector<std::string> warnings;
    if (code.empty()) return warnings;
    const Files files = files_of(code);
    for (const WheelPlaces& wheel : wheels) {
        const auto names = differing(wheel, files);
        if (names.empty()) continue;
        const std::string more =
            names.size() == 1 ? "" : fmt::format(" and {} more", names.size() - 1);
        warnings.push_back(
            fmt::format("the code and `{}` both have `{}`{}, which differ: the code's are used",
                        printable(wheel.filename), printable(names.front()), more));
    }
    return warnings;
}

}  // namespace pexpack
