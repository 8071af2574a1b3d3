#pragma once

#include <string>
#include <string_view>

namespace pexpack {

// Without `.`, `..` and repeated slashes, by text alone; "" is ".".
std::string normal_path(std::string_view path);

// `path` seen from `folder`, in normal form. An empty folder leaves it relative.
std::string absolute_from(const std::string& path, const std::string& folder);

}  // namespace pexpack
