#include "setuptools_manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "handed_over.hpp"
#include "pexpack/project/path_patterns.hpp"
#include "pexpack/support/text.hpp"
#include "python_glob.hpp"

namespace pexpack {

namespace {

using Parts = std::vector<std::string>;

// As pathlib.PurePath: without empty parts and `.`.
Parts parts_of(std::string_view path) {
    if (path.starts_with('/')) return {"/"};
    Parts parts;
    for (const std::string_view part : split(path, '/')) {
        if (!part.empty() && part != ".") parts.emplace_back(part);
    }
    return parts;
}

// In sets everything stands for itself, which a hyphen does not in fnmatch.
void refuse_odd(const Parts& pattern) {
    for (const std::string& part : pattern) {
        const std::size_t open = part.find('[');
        if (open != std::string::npos && part.find('-', open) != std::string::npos)
            hand_over(fmt::format("the pattern `{}` of MANIFEST.in is not understood", part));
        if (part != "**" && part.find("**") != std::string::npos)
            hand_over("`**` in MANIFEST.in is not understood");
    }
}

Parts joined(Parts front, const Parts& behind) {
    front.insert(front.end(), behind.begin(), behind.end());
    return front;
}

// One line: what it does, and to which files.
struct Command {
    bool takes = false;
    std::vector<Parts> patterns;
};

std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : line) {
        if (c != ' ' && c != '\t' && c != '\f' && c != '\v') {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

// A folder `.` is no prefix of any name, unless it is grafted.
std::vector<Parts> patterns_of(const std::string& action, const std::vector<std::string>& words) {
    std::vector<Parts> patterns;
    const bool is_recursive = action.starts_with("recursive-");
    if (action == "graft" || action == "prune") {
        if (words.size() != 2) return {};
        Parts folder = parts_of(words[1]);
        if (folder.empty() && action == "prune") return {};
        folder.insert(folder.end(), {"**", "*"});  // anything below
        return {folder};
    }
    if (words.size() < (is_recursive ? 3U : 2U)) return {};
    Parts front;
    if (is_recursive) {
        front = parts_of(words[1]);
        if (front.empty()) return {};
    }
    if (is_recursive || action.starts_with("global-")) front.emplace_back("**");
    for (std::size_t i = is_recursive ? 2 : 1; i < words.size(); ++i) {
        const Parts pattern = parts_of(words[i]);
        if (action == "include" && std::ranges::find(pattern, "**") != pattern.end())
            hand_over("`**` in MANIFEST.in is not understood");
        if (!pattern.empty()) patterns.push_back(joined(front, pattern));
    }
    return patterns;
}

bool is_action(std::string_view word) {
    constexpr std::string_view kActions[] = {
        "include",           "exclude",           "global-include", "global-exclude",
        "recursive-include", "recursive-exclude", "graft",          "prune"};
    return std::ranges::find(kActions, word) != std::end(kActions);
}

Command command_in(std::string_view line) {
    const auto words = words_of(line);
    if (words.empty() || !is_action(words.front())) return {};
    const std::string& action = words.front();
    Command command{.takes = action.ends_with("include") || action == "graft",
                    .patterns = patterns_of(action, words)};
    for (const Parts& pattern : command.patterns) refuse_odd(pattern);
    return command;
}

void apply(const Command& command, const std::set<std::string>& all, std::set<std::string>& taken) {
    const auto is_meant = [&](const std::string& name) {
        const auto path = split(name, '/');
        return std::ranges::any_of(command.patterns, [&](const Parts& pattern) {
            return parts_match(pattern, path, matches_fnmatch);
        });
    };
    if (!command.takes) {
        std::erase_if(taken, is_meant);
        return;
    }
    for (const std::string& name : all) {
        if (is_meant(name)) taken.insert(name);
    }
}

}  // namespace

void apply_manifest(std::string_view text, const std::set<std::string>& all,
                    std::set<std::string>& taken) {
    if (text.find("\\#") != std::string_view::npos)
        hand_over("an escaped `#` in MANIFEST.in is not understood");
    std::string line;
    for (std::string_view part : split(text, '\n')) {
        const std::size_t comment = part.find('#');
        part = part.substr(0, comment);
        while (!part.empty() && words_of(part.substr(part.size() - 1)).empty())
            part.remove_suffix(1);
        // A line that is a comment and nothing else does not end the one before it.
        if (part.empty() && comment != std::string_view::npos) continue;
        if (part.ends_with('\\')) {
            line += part.substr(0, part.size() - 1);
            continue;
        }
        apply(command_in(line + std::string(part)), all, taken);
        line.clear();
    }
    apply(command_in(line), all, taken);
}

}  // namespace pexpack
