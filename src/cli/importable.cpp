#include "importable.hpp"

#include <algorithm>
#include <set>

#include "pexpack/archive/wheel_places.hpp"
#include "pexpack/archive/zip_content.hpp"
#include "pexpack/project/python_source.hpp"
#include "pexpack/support/file.hpp"

namespace pexpack {

namespace {

constexpr std::string_view kPackageFile = "/__init__";

std::string path_of(std::string_view module) {
    std::string path(module);
    std::ranges::replace(path, '.', '/');
    return path;
}

// Of a file "shop/cli.py", "shop/fast.cpython-311-x86_64-linux-gnu.so" or "shop/old.pyc" that can
// be imported: its name up to the first dot. "" of any other.
std::string_view stem_of(std::string_view file) {
    const bool is_code = file.ends_with(".py") || file.ends_with(".so") || file.ends_with(".pyc");
    const auto dot = file.find('.', file.rfind('/') + 1);
    return is_code ? file.substr(0, dot) : std::string_view();
}

}  // namespace

Importable::Importable(const std::vector<SourceFile>& code, const std::vector<Pin>& pins) {
    constexpr std::string_view kSite = "site/";
    for (const SourceFile& file : code)
        files_.try_emplace(file.name, Place{.file = &file, .wheel = nullptr, .entry = nullptr});
    for (const Pin& pin : pins) {
        const WheelReader& wheel = wheels_.emplace_back(pin.candidate.path, pin.candidate.filename);
        auto entry = wheel.directory().entries().begin();
        for (const std::string_view place : places_of(wheel, pin.candidate.filename.text).places) {
            while (entry->is_directory()) ++entry;
            if (place.starts_with(kSite)) {
                files_.try_emplace(std::string(place.substr(kSite.size())),
                                   Place{.file = nullptr, .wheel = &wheel, .entry = &*entry});
            }
            ++entry;
        }
    }
}

bool Importable::has_file(const std::string& stem) const {
    for (auto at = files_.lower_bound(stem); at != files_.end() && at->first.starts_with(stem);
         ++at) {
        if (stem_of(at->first) == stem) return true;
        // Behind "shop." there is nothing more of the stem, only of its folder.
        if (at->first.substr(stem.size()).starts_with('/')) return false;
    }
    return false;
}

Importable::Kind Importable::kind_of(std::string_view module) const {
    const std::string path = path_of(module);
    if (has_file(path + std::string(kPackageFile))) return Kind::kPackage;
    if (has_file(path)) return Kind::kModule;
    const auto inside = files_.lower_bound(path + "/");
    const bool is_folder = inside != files_.end() && inside->first.starts_with(path + "/");
    return is_folder ? Kind::kFolder : Kind::kNone;
}

std::optional<std::string> Importable::source_of(std::string_view module) const {
    const std::string path = path_of(module);
    auto found = files_.find(path + std::string(kPackageFile) + ".py");
    if (found == files_.end() && kind_of(module) == Kind::kModule)
        found = files_.find(path + ".py");
    if (found == files_.end()) return std::nullopt;
    const Place& place = found->second;
    if (place.file != nullptr) return read_file(place.file->path, kMaxSourceLength);
    return read_zip_entry(place.wheel->file(), *place.entry, kMaxSourceLength);
}

std::vector<std::string> Importable::names_in(std::string_view package) const {
    const std::string folder = package.empty() ? std::string() : path_of(package) + "/";
    std::set<std::string> names;
    for (auto at = files_.lower_bound(folder); at != files_.end() && at->first.starts_with(folder);
         ++at) {
        const std::string_view rest = std::string_view(at->first).substr(folder.size());
        const std::string_view stem = stem_of(rest);
        const std::string_view name = stem.substr(0, stem.find('/'));
        if (!name.empty() && name != "__init__" &&
            name.find_first_of("-.") == std::string_view::npos)
            names.emplace(name);
    }
    return {names.begin(), names.end()};
}

}  // namespace pexpack
