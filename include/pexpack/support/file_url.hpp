// Paths as URLs (RFC 8089).
#pragma once

#include <string>
#include <string_view>

namespace pexpack {

// "file:///a%20b" for the absolute path "/a b".
std::string file_url(std::string_view path);

}  // namespace pexpack
