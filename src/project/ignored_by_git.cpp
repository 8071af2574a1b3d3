#include "ignored_by_git.hpp"

#include <algorithm>

#include "pexpack/support/file.hpp"

namespace pexpack {

IgnoredByGit::IgnoredByGit(const std::string& root) {
    std::vector<std::string> above;
    for (std::string folder = root; !exists(join_path(folder, ".git")); folder = above.back()) {
        if (folder == "/") return;  // it is in no repository
        above.emplace_back(directory_of(folder));
    }
    std::ranges::reverse(above);
    for (const std::string& folder : above) read(folder);
}

void IgnoredByGit::read(const std::string& folder) {
    constexpr std::uint64_t kLargest = std::uint64_t{1} << 20;
    const std::string path = join_path(folder, ".gitignore");
    if (!is_regular_file(path)) return;
    const std::string base = folder == "/" ? folder : folder + "/";
    for (PathPattern& pattern : parse_patterns(read_file(path, kLargest)))
        rules_.push_back({base, std::move(pattern)});
}

bool IgnoredByGit::contains(std::string_view path, bool is_folder) const {
    for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule) {
        if (path.starts_with(rule->base) &&
            rule->pattern.matches(path.substr(rule->base.size()), is_folder))
            return !rule->pattern.takes_back();
    }
    return false;
}

}  // namespace pexpack
