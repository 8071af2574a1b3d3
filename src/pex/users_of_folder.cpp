#include "users_of_folder.hpp"

#include <algorithm>
#include <fstream>

#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// Files of /proc have no size, and processes end while they are looked at.
bool mentions(const std::string& file, const std::string& text) {
    std::ifstream stream(file, std::ios::binary);
    std::string line;
    while (std::getline(stream, line)) {
        if (line.find(text) != std::string::npos) return true;
    }
    return false;
}

}  // namespace

std::optional<std::string> user_of_folder(const std::string& folder) {
    if (!is_directory("/proc")) return std::nullopt;
    const std::string inside = real_path(folder) + "/";
    for (const DirectoryEntry& process : list_directory("/proc")) {
        if (!std::ranges::all_of(process.name, is_ascii_digit)) continue;
        const std::string about = "/proc/" + process.name;
        if (mentions(about + "/cmdline", inside) || mentions(about + "/maps", inside))
            return process.name;
    }
    return std::nullopt;
}

}  // namespace pexpack
