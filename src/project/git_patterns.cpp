#include "git_patterns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "handed_over.hpp"

namespace pexpack {

namespace {

bool means(const PathPattern& pattern, std::string_view name, bool is_folder) {
    if (pattern.matches(name, is_folder)) return true;
    for (auto slash = name.rfind('/'); slash != std::string_view::npos && slash > 0;
         slash = name.rfind('/', slash - 1)) {
        if (pattern.matches(name.substr(0, slash), true)) return true;
    }
    return false;
}

}  // namespace

GitPatterns::GitPatterns(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
        if (line.starts_with("./") || line.starts_with("../"))
            hand_over(fmt::format("the pattern `{}` is not understood", line));
        if (auto pattern = PathPattern::parse(line)) patterns_.push_back(std::move(*pattern));
    }
}

bool GitPatterns::match(std::string_view name, bool is_folder) const {
    bool is_meant = false;
    for (const PathPattern& pattern : patterns_) {
        if (!means(pattern, name, is_folder)) continue;
        if (pattern.takes_back())
            hand_over(fmt::format("a pattern with `!` has a say about `{}`", name));
        is_meant = true;
    }
    return is_meant;
}

}  // namespace pexpack
