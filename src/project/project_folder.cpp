#include "project_folder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "handed_over.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::uint64_t kLargest = std::uint64_t{16} << 20;

std::string with_newlines(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            result += text[i];
        } else if (i + 1 == text.size() || text[i + 1] != '\n') {
            result += '\n';
        }
    }
    return result;
}

}  // namespace

std::string normal_name(std::string_view name) {
    if (name.starts_with('/') || name.starts_with('~') || name.find('\\') != std::string_view::npos)
        hand_over(fmt::format("`{}` is no path inside of the project", name));
    std::vector<std::string> parts;
    for (const std::string_view part : split(name, '/')) {
        if (part == "..") {
            if (parts.empty())
                hand_over(fmt::format("`{}` leads out of the project's folder", name));
            parts.pop_back();
        } else if (!part.empty() && part != ".") {
            parts.emplace_back(part);
        }
    }
    return join(parts, "/");
}

ProjectFolder::ProjectFolder(const std::string& folder) : path_(real_path(folder)) {}

std::string ProjectFolder::path_of(std::string_view name) const {
    return name.empty() ? path_ : join_path(path_, name);
}

bool ProjectFolder::is_file(std::string_view name) const {
    return is_regular_file(path_of(name));
}

bool ProjectFolder::is_folder(std::string_view name) const {
    return is_directory(path_of(name));
}

std::vector<DirectoryEntry> ProjectFolder::entries(std::string_view name) const {
    return list_directory(path_of(name));
}

std::string ProjectFolder::text(std::string_view name) const {
    if (!is_file(name)) hand_over(fmt::format("there is no file `{}`", name));
    refuse_links_to(name);
    const std::string bytes = read_file(path_of(name), kLargest);
    if (!is_utf8(bytes)) hand_over(fmt::format("`{}` is not UTF-8", name));
    return with_newlines(bytes);
}

std::vector<std::string> ProjectFolder::files_below(std::string_view folder,
                                                    const Skips& skips) const {
    std::vector<std::string> files;
    std::vector<std::string> folders{std::string(folder)};
    while (!folders.empty()) {
        const std::string in = std::move(folders.back());
        folders.pop_back();
        for (const DirectoryEntry& entry : entries(in)) {
            std::string name = join_path(in, entry.name);
            if (entry.type == FileType::kDirectory) {
                if (!skips || !skips(name)) folders.push_back(std::move(name));
            } else if (entry.type == FileType::kRegular) {
                files.push_back(std::move(name));
            } else {
                hand_over(fmt::format("`{}` is a link or no regular file", name));
            }
        }
    }
    std::ranges::sort(files);
    return files;
}

void ProjectFolder::refuse_links_to(std::string_view name) const {
    if (real_path(path_of(name)) != path_of(normal_name(name)))
        hand_over(fmt::format("a link is on the way to `{}`", name));
}

}  // namespace pexpack
