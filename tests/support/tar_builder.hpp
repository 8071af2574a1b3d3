// Sdists made byte by byte: a tar (POSIX.1-1988, long names as GNU tar has them) in gzip.
#pragma once

#include <string>
#include <vector>

namespace pexpack {

struct TarEntry {
    std::string name;
    std::string content = {};
    char type = '0';        // '1' a hard link, '2' a symbolic one, '5' a folder, '6' a pipe …
    std::string link = {};  // where a link leads
    unsigned mode = 0644;
};

TarEntry tar_file(const std::string& name, const std::string& content = "x");
TarEntry tar_folder(const std::string& name);
TarEntry tar_symlink(const std::string& name, const std::string& target);
TarEntry tar_hard_link(const std::string& name, const std::string& target);

inline constexpr long long kTarTime = 1'500'000'000;  // of all entries, seconds since 1970

std::string build_tar_gz(const std::vector<TarEntry>& entries);

}  // namespace pexpack
