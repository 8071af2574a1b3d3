// What .gitignore files tell git to leave alone (gitignore(5)).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pexpack/project/path_patterns.hpp"

namespace pexpack {

// All paths are absolute, with links followed but for a last part that is one.
class IgnoredByGit {
  public:
    // Reads the files of the folders above `root`, up to the top of the repository that it is in.
    explicit IgnoredByGit(const std::string& root);

    // Reads the .gitignore of the folder, if it has one; folders come before those in them. Throws
    // Error when it cannot be read or is larger than 1 MiB.
    void read(const std::string& folder);

    // A later rule goes before an earlier one. Of a path in an ignored folder nobody asks.
    bool contains(std::string_view path, bool is_folder) const;

  private:
    struct Rule {
        std::string base;  // "/work/shop/": matched is what follows
        PathPattern pattern;
    };
    std::vector<Rule> rules_;
};

}  // namespace pexpack
