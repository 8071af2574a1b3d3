// A list of patterns as in .gitignore, matched as the pathspec library does for back ends.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pexpack/project/path_patterns.hpp"

namespace pexpack {

class GitPatterns {
  public:
    GitPatterns() = default;
    explicit GitPatterns(const std::vector<std::string>& lines);

    bool empty() const { return patterns_.empty(); }
    // Whether the file, or a folder that it is in, is meant. Hands over when a pattern that takes
    // others back (`!x`) has a say.
    bool match(std::string_view file) const { return match(file, false); }
    bool match_folder(std::string_view folder) const { return match(folder, true); }

  private:
    bool match(std::string_view name, bool is_folder) const;

    std::vector<PathPattern> patterns_;
};

}  // namespace pexpack
