#include "pexpack/index/file_formats.hpp"

#include <algorithm>

namespace pexpack {

namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

// Whether `refusing` refuses the format for the name, where `opposite` refuses the other one.
bool refuses(const std::vector<std::string>& refusing, const std::vector<std::string>& opposite,
             const std::string& name) {
    if (has(refusing, name)) return true;
    return has(refusing, ":all:") && !has(opposite, name);
}

}  // namespace

bool FileFormats::takes_wheels(const std::string& name) const {
    return !refuses(no_binary, only_binary, name);
}

bool FileFormats::takes_sdists(const std::string& name) const {
    return !refuses(only_binary, no_binary, name);
}

}  // namespace pexpack
