#include "pexpack/project/path_patterns.hpp"

#include <functional>

#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// Whether `c` is in the set that begins behind the `[` at `at`; moves `at` behind its `]`. Nothing
// when the set has no end: then the bracket means itself.
std::optional<bool> is_in_set(std::string_view pattern, std::size_t& at, char c) {
    std::size_t i = at + 1;
    const bool is_negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
    if (is_negated) ++i;
    bool found = false;
    for (const std::size_t first = i; i < pattern.size(); ++i) {
        if (pattern[i] == ']' && i > first) {
            at = i + 1;
            return found != is_negated;
        }
        if (pattern[i] == '\\' && i + 1 < pattern.size()) ++i;
        const char low = pattern[i];
        char high = low;
        if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
            high = pattern[i + 2];
            i += 2;
        }
        if (low <= c && c <= high) found = true;
    }
    return std::nullopt;
}

// One character of the pattern that is no `*`; moves `at` behind it when it fits.
bool takes(std::string_view pattern, std::size_t& at, char c) {
    if (pattern[at] == '[') {
        std::size_t behind = at;
        if (const auto fits = is_in_set(pattern, behind, c)) {
            at = behind;
            return *fits;
        }
    }
    const bool is_escape = pattern[at] == '\\' && at + 1 < pattern.size();
    const bool fits = is_escape ? pattern[at + 1] == c : pattern[at] == '?' || pattern[at] == c;
    at += is_escape ? 2 : 1;
    return fits;
}

}  // namespace

bool matches_glob(std::string_view pattern, std::string_view name) {
    constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::size_t at = 0;
    std::size_t star = kNone;
    std::size_t retry = 0;
    std::size_t i = 0;
    while (i < name.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            retry = i;
            continue;
        }
        std::size_t behind = at;
        if (at < pattern.size() && takes(pattern, behind, name[i])) {
            at = behind;
            ++i;
        } else if (star != kNone) {
            at = star + 1;
            i = ++retry;
        } else {
            return false;
        }
    }
    while (at < pattern.size() && pattern[at] == '*') ++at;
    return at == pattern.size();
}

std::optional<PathPattern> PathPattern::parse(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    while (line.ends_with(' ') && !line.ends_with("\\ ")) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') return std::nullopt;
    PathPattern pattern;
    if (line.front() == '!') {
        pattern.takes_back_ = true;
        line.remove_prefix(1);
    }
    if (line.ends_with('/')) {
        pattern.folders_only_ = true;
        line.remove_suffix(1);
    }
    pattern.anchored_ = line.find('/') != std::string_view::npos;
    if (line.starts_with('/')) line.remove_prefix(1);
    if (line.empty()) return std::nullopt;
    for (const std::string_view part : split(line, '/')) pattern.parts_.emplace_back(part);
    return pattern;
}

// As for `*`, it is enough to come back to the last `**`.
bool parts_match(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path,
                 bool (*matches)(std::string_view pattern, std::string_view name)) {
    constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::size_t at = 0;
    std::size_t last = kNone;
    std::size_t retry = 0;
    std::size_t i = 0;
    while (i < path.size()) {
        if (at < pattern.size() && pattern[at] == "**") {
            last = at++;
            retry = i;
        } else if (at < pattern.size() && matches(pattern[at], path[i])) {
            ++at;
            ++i;
        } else if (last != kNone) {
            at = last + 1;
            i = ++retry;
        } else {
            return false;
        }
    }
    return at == pattern.size();
}

bool PathPattern::matches(std::string_view path, bool is_folder) const {
    if (folders_only_ && !is_folder) return false;
    if (!anchored_) return matches_glob(parts_.front(), path.substr(path.rfind('/') + 1));
    return parts_match(parts_, split(path, '/'), matches_glob);
}

std::vector<PathPattern> parse_patterns(std::string_view text) {
    std::vector<PathPattern> patterns;
    for (const std::string_view line : split(text, '\n')) {
        if (auto pattern = PathPattern::parse(line)) patterns.push_back(std::move(*pattern));
    }
    return patterns;
}

}  // namespace pexpack
