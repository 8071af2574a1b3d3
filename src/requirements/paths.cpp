#include "paths.hpp"

#include <filesystem>

#include "pexpack/support/file.hpp"

namespace pexpack {

std::string normal_path(std::string_view path) {
    std::string result = std::filesystem::path(path).lexically_normal().string();
    while (result.size() > 1 && result.ends_with('/')) result.pop_back();
    return result.empty() ? "." : result;
}

std::string absolute_from(const std::string& path, const std::string& folder) {
    return normal_path(join_path(folder, path));
}

}  // namespace pexpack
