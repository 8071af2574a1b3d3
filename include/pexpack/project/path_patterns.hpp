// Patterns for paths, as in a .gitignore file (gitignore(5)).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pexpack {

// Whether the whole name is what the pattern says: `*` any characters, `?` one, `[a-z]` and `[!a]`
// one of a set, `\` takes the next as it is. Takes time of the product of the lengths at most.
bool matches_glob(std::string_view pattern, std::string_view name);

// The same of the parts of a path: `**` stands for any number of them, of others `matches` is
// asked.
bool parts_match(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path,
                 bool (*matches)(std::string_view pattern, std::string_view name));

class PathPattern {
  public:
    // Nothing for an empty line and a comment.
    static std::optional<PathPattern> parse(std::string_view line);

    // `path` has no slash at its ends. Without a slash in the pattern its last part counts alone;
    // `**` stands for any number of folders.
    bool matches(std::string_view path, bool is_folder) const;
    bool takes_back() const { return takes_back_; }  // with a `!` in front

  private:
    std::vector<std::string> parts_;
    bool anchored_ = false;
    bool folders_only_ = false;
    bool takes_back_ = false;
};

// What a file of patterns says, in its order.
std::vector<PathPattern> parse_patterns(std::string_view text);

}  // namespace pexpack
