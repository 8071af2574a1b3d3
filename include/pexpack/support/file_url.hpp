// Paths as URLs (RFC 8089).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pexpack {

// "file:///a%20b" for the absolute path "/a b".
std::string file_url(std::string_view path);

// The path that a file: URL means, its query and fragment left out: "/a b" for "file:///a%20b",
// "file://localhost/a%20b" and "file:/a%20b". Without a slash it is relative. None for any other
// URL, for a file of another host, and for a path with a NUL byte: to the system it would end
// there.
std::optional<std::string> path_of_file_url(std::string_view url);

// %XX decoded, once; what is no such escape stays.
std::string unquoted(std::string_view text);

}  // namespace pexpack
