#include "build_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <span>

#include "pexpack/support/atomic_file.hpp"
#include "pexpack/support/file.hpp"

namespace pexpack {

namespace {

// Other tools may keep a `build/` there on purpose.
bool is_of_setuptools(const std::string& build) {
    std::error_code failure;
    for (auto entry = std::filesystem::directory_iterator(build, failure);
         !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
        const std::string name = entry->path().filename();
        const bool is_known = name == "lib" || name.starts_with("lib.") ||
                              name.starts_with("bdist.") || name.starts_with("temp.") ||
                              name.starts_with("scripts-");
        if (!is_known) return false;
    }
    return !failure;
}

void add_egg_infos(const std::string& folder, std::vector<std::string>& paths) {
    std::error_code failure;
    for (auto entry = std::filesystem::directory_iterator(folder, failure);
         !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
        if (entry->path().extension() == ".egg-info") paths.push_back(entry->path());
    }
}

}  // namespace

BuildFolder::BuildFolder(const std::string& project, const std::string& place)
    : project_(project), settings_(join_path(place, "setuptools.cfg")) {
    make_directories(place);
    const std::string text =
        fmt::format("[build]\nbuild_base = {0}/build\n[egg_info]\negg_base = {0}\n", place);
    AtomicFile file(settings_);
    file.write_at(std::as_bytes(std::span(text)), 0);
    file.commit(0644);
    there_before_ = leftovers();
}

BuildFolder::~BuildFolder() {
    for (const std::string& path : leftovers()) {
        if (std::ranges::find(there_before_, path) != there_before_.end()) continue;
        std::error_code failure;  // what cannot be removed harms nobody
        std::filesystem::remove_all(path, failure);
    }
}

std::pair<std::string, std::string> BuildFolder::environment() const {
    return {"DIST_EXTRA_CONFIG", settings_};
}

std::vector<std::string> BuildFolder::leftovers() const {
    std::vector<std::string> paths;
    const std::string build = join_path(project_, "build");
    std::error_code failure;
    if (std::filesystem::is_directory(build, failure) && is_of_setuptools(build))
        paths.push_back(build);
    add_egg_infos(project_, paths);
    add_egg_infos(join_path(project_, "src"), paths);
    return paths;
}

}  // namespace pexpack
