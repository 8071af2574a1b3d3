#include "entry_point_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "pexpack/archive/wheel_places.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

using Names = std::vector<std::string>;

Names importable_files(const std::vector<SourceFile>& code,
                       const std::vector<PackedWheel>& wheels) {
    constexpr std::string_view kSite = "site/";
    Names names;
    for (const SourceFile& file : code) names.push_back(file.name);
    for (const PackedWheel& wheel : wheels) {
        const auto filename = WheelFilename::parse(wheel.filename);
        if (!filename) continue;
        for (const std::string& place :
             places_of(WheelReader(wheel.path, *filename), wheel.filename).places) {
            if (place.starts_with(kSite)) names.push_back(place.substr(kSite.size()));
        }
    }
    return names;
}

// "a/b" is a module when there is a file a/b.py, an extension a/b.….so or a folder a/b.
bool has_module(const Names& files, const std::string& path) {
    return std::ranges::any_of(files, [&](std::string_view file) {
        if (!file.starts_with(path) || file.size() == path.size()) return false;
        const std::string_view rest = file.substr(path.size());
        return rest == ".py" || rest.starts_with('/') ||
               (rest.starts_with('.') && rest.ends_with(".so"));
    });
}

// What can be imported first: "shop" of shop.py and of shop/__init__.py.
std::vector<std::string> top_level_names(const Names& files) {
    std::set<std::string> names;
    for (const std::string_view file : files) {
        const auto end = file.find_first_of("/.");
        if (end == std::string_view::npos || end == 0) continue;
        if (file[end] == '/' || file.substr(end) == ".py") names.emplace(file.substr(0, end));
    }
    return {names.begin(), names.end()};
}

}  // namespace

std::optional<std::string> missing_module(const std::string& entry_point,
                                          const std::vector<SourceFile>& code,
                                          const std::vector<PackedWheel>& wheels) {
    const std::string module = entry_point.substr(0, entry_point.find(':'));
    const Names files = importable_files(code, wheels);
    std::string path = module;
    std::ranges::replace(path, '.', '/');
    if (has_module(files, path)) return std::nullopt;
    const std::string top = module.substr(0, module.find('.'));
    const bool is_ours = has_module(files, top);
    const std::string near = is_ours ? std::string() : nearest_word(top, top_level_names(files));
    std::string text =
        fmt::format("neither the code nor the wheels have the module `{}`", printable(module));
    if (module.ends_with(".py") && is_ours)
        return text + fmt::format("; name the module, not its file: `{}`", top);
    if (!near.empty()) return text + fmt::format("; did you mean `{}`?", near);
    return is_ours ? text : text + "; it must be one of Python's own";
}

}  // namespace pexpack
