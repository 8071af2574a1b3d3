#include "python_glob.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "handed_over.hpp"
#include "pexpack/project/path_patterns.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

using Names = std::set<std::string>;

// The folder, and those in it to any depth; with_files: also the files in all of them.
void add_tree(const ProjectFolder& folder, const std::string& top, bool with_files, bool hidden,
              Names& names) {
    std::vector<std::string> waiting{top};
    while (!waiting.empty()) {
        const std::string in = std::move(waiting.back());
        waiting.pop_back();
        names.insert(in);
        for (const DirectoryEntry& entry : folder.entries(in)) {
            if (!hidden && entry.name.starts_with('.')) continue;
            std::string name = join_path(in, entry.name);
            if (entry.type == FileType::kSymlink) hand_over(fmt::format("`{}` is a link", name));
            if (entry.type == FileType::kDirectory) {
                waiting.push_back(std::move(name));
            } else if (with_files) {
                names.insert(std::move(name));
            }
        }
    }
}

void add_matches(const ProjectFolder& folder, const std::string& in, std::string_view part,
                 bool hidden, Names& names) {
    for (const DirectoryEntry& entry : folder.entries(in)) {
        if (!hidden && entry.name.starts_with('.') && !part.starts_with('.')) continue;
        if (matches_fnmatch(part, entry.name)) names.insert(join_path(in, entry.name));
    }
}

}  // namespace

bool has_wildcard(std::string_view pattern) {
    return pattern.find_first_of("*?[") != std::string_view::npos;
}

bool matches_fnmatch(std::string_view pattern, std::string_view name) {
    const bool is_odd = pattern.find('\\') != std::string_view::npos ||
                        pattern.find("[^") != std::string_view::npos;
    const bool takes_bytes = pattern.find_first_of("?[") != std::string_view::npos;
    if (is_odd || (takes_bytes && !is_ascii(name)))
        hand_over(fmt::format("the pattern `{}` is not understood", pattern));
    return matches_glob(pattern, name);
}

std::vector<std::string> glob_names(const ProjectFolder& folder, std::string_view base,
                                    std::string_view pattern, GlobRules rules) {
    Names names{std::string(base)};
    const auto parts = split(pattern, '/');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string_view part = parts[i];
        const bool is_last = i + 1 == parts.size();
        if (part.empty() || part == "." || part == "..")
            hand_over(fmt::format("the pattern `{}` is not understood", pattern));
        Names next;
        for (const std::string& name : names) {
            if (!folder.is_folder(name)) continue;
            if (part == "**" && rules.recursive) {
                add_tree(folder, name, is_last, rules.hidden, next);
            } else if (has_wildcard(part)) {
                add_matches(folder, name, part, rules.hidden, next);
            } else if (exists(folder.path_of(join_path(name, part)))) {
                next.insert(join_path(name, part));
            }
        }
        names = std::move(next);
    }
    return {names.begin(), names.end()};
}

}  // namespace pexpack
