#include "pexpack/support/cache_folder.hpp"

#include <cstdlib>

#include "pexpack/support/file.hpp"

namespace pexpack {

namespace {

// The variable's value when it is an absolute path, else "".
std::string absolute_variable(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value == '/' ? value : "";
}

}  // namespace

std::optional<std::string> cache_folder() {
    std::string folder = absolute_variable("XDG_CACHE_HOME");
    if (folder.empty()) {
        const std::string home = absolute_variable("HOME");
        if (home.empty()) return std::nullopt;
        folder = join_path(home, ".cache");
    }
    return join_path(folder, "pexpack");
}

}  // namespace pexpack
