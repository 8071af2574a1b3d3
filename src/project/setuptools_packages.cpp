#include "setuptools_packages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "handed_over.hpp"
#include "pexpack/support/text.hpp"
#include "python_glob.hpp"

namespace pexpack {

namespace {

constexpr std::array<std::string_view, 33> kNoPackages = {
    "ci",         "bin",          "debian",        "doc",       "docs",       "documentation",
    "manpages",   "news",         "newsfragments", "changelog", "test",       "tests",
    "unit_test",  "unit_tests",   "example",       "examples",  "scripts",    "tools",
    "util",       "utils",        "python",        "build",     "dist",       "venv",
    "env",        "requirements", "tasks",         "fabfile",   "site_scons", "benchmark",
    "benchmarks", "exercise",     "exercises"};
constexpr std::array<std::string_view, 21> kNoModules = {
    "setup",     "conftest", "test",      "tests",      "example",  "examples",  "build",
    "toxfile",   "noxfile",  "pavement",  "dodo",       "tasks",    "fabfile",   "[Ss][Cc]onstruct",
    "conanfile", "manage",   "benchmark", "benchmarks", "exercise", "exercises", "[._]*"};

bool is_identifier(std::string_view name) {
    return !name.empty() && !is_ascii_digit(name.front()) &&
           std::ranges::all_of(name, [](char c) { return is_ascii_alnum(c) || c == '_'; });
}

bool matches_any(const std::vector<std::string>& patterns, std::string_view name) {
    return std::ranges::any_of(
        patterns, [&](const std::string& pattern) { return matches_fnmatch(pattern, name); });
}

bool contains(const std::vector<std::string>& texts, std::string_view text) {
    return std::ranges::find(texts, text) != texts.end();
}

// What may be a package in the place where it is found.
using LooksLikePackage = std::function<bool(const std::string& path, const std::string& package)>;

std::vector<std::string> find(const ProjectFolder& folder, const PackageSearch& search,
                              const LooksLikePackage& looks_like_package) {
    std::vector<std::string> exclude = {"ez_setup", "*__pycache__"};
    exclude.insert(exclude.end(), search.exclude.begin(), search.exclude.end());
    std::vector<std::string> packages;
    std::vector<std::string> waiting{""};  // dotted names
    while (!waiting.empty()) {
        const std::string parent = std::move(waiting.back());
        waiting.pop_back();
        std::string in = parent;
        std::ranges::replace(in, '.', '/');
        for (const DirectoryEntry& entry : folder.entries(join_path(search.where, in))) {
            const std::string path = join_path(join_path(search.where, in), entry.name);
            if (entry.name.find('.') != std::string::npos || !folder.is_folder(path)) continue;
            std::string package = parent.empty() ? entry.name : parent + "." + entry.name;
            if (!looks_like_package(path, package)) continue;
            if (entry.type == FileType::kSymlink) hand_over(fmt::format("`{}` is a link", path));
            if (matches_any(search.include, package) && !matches_any(exclude, package))
                packages.push_back(package);
            if (!contains(exclude, package + "*") && !contains(exclude, package + ".*"))
                waiting.push_back(std::move(package));
        }
    }
    std::ranges::sort(packages);
    return packages;
}

std::vector<std::string> modules_in(const ProjectFolder& folder, const std::string& where,
                                    const std::vector<std::string>& exclude) {
    std::vector<std::string> modules;
    for (const DirectoryEntry& entry : folder.entries(where)) {
        if (!entry.name.ends_with(".py") || entry.name.starts_with('.')) continue;
        const std::string module = entry.name.substr(0, entry.name.size() - 3);
        if (is_identifier(module) && !matches_any(exclude, module)) modules.push_back(module);
    }
    return modules;
}

PackageSearch flat_search() {
    PackageSearch search{.where = "", .exclude = {}, .namespaces = true};
    for (std::string_view name : kNoPackages) {
        search.exclude.emplace_back(name);
        search.exclude.push_back(fmt::format("{}.*", name));
    }
    for (const char* name : {"htmlcov", "htmlcov.*", "[._]*", "[._]*.*"})
        search.exclude.emplace_back(name);
    return search;
}

bool is_stubs(std::string_view package) {
    return package.substr(0, package.find('.')).ends_with("-stubs");
}

void discover_at_top(const ProjectFolder& folder, PackageChoice& choice) {
    const auto looks_like_package = [](const std::string&, const std::string& package) {
        const auto parts = split(package, '.');
        return (is_identifier(parts.front()) || parts.front().ends_with("-stubs")) &&
               std::all_of(parts.begin() + 1, parts.end(), is_identifier);
    };
    choice.packages = find(folder, flat_search(), looks_like_package);
    std::vector<std::string> own = *choice.packages;
    std::erase_if(own, is_stubs);
    const std::size_t count = outermost(own).size();
    hand_over_unless(count <= 1, "there are several packages at the top");
    if (count == 1) return;
    choice.modules = modules_in(folder, "", {kNoModules.begin(), kNoModules.end()});
    hand_over_unless(choice.modules->size() <= 1, "there are several modules at the top");
}

}  // namespace

std::vector<std::string> find_packages(const ProjectFolder& folder, const PackageSearch& search) {
    if (!folder.is_folder(search.where)) return {};
    return find(folder, search, [&](const std::string& path, const std::string&) {
        return search.namespaces || folder.is_file(path + "/__init__.py");
    });
}

std::vector<std::string> outermost(const std::vector<std::string>& packages) {
    std::vector<std::string> result;
    for (const std::string& package : packages) {
        const bool is_inside = std::ranges::any_of(
            packages, [&](const std::string& other) { return package.starts_with(other + "."); });
        if (!is_inside) result.push_back(package);
    }
    return result;
}

void discover_packages(const ProjectFolder& folder, PackageChoice& choice) {
    if (choice.packages || choice.modules) return;
    auto& folders = choice.folders;
    const auto general = folders.find("");
    if (folders.size() > (general == folders.end() ? 0U : 1U)) {
        choice.packages.emplace();
        for (const auto& [package, in] : folders) {
            if (package.empty()) continue;
            choice.packages->push_back(package);
            for (const std::string& each :
                 find_packages(folder, {.where = in, .exclude = {}, .namespaces = true}))
                choice.packages->push_back(package + "." + each);
        }
        return;
    }
    const std::string source = general == folders.end() ? "src" : general->second;
    if (!folder.is_folder(source)) {
        discover_at_top(folder, choice);
        return;
    }
    folders[""] = source;
    choice.packages = find_packages(folder, {.where = source, .exclude = {}, .namespaces = true});
    choice.modules = modules_in(folder, source, {});
}

std::string folder_of_package(const PackageFolders& folders, const std::string& package) {
    std::string front = package;
    std::string behind;
    while (!front.empty()) {
        if (const auto found = folders.find(front); found != folders.end())
            return behind.empty() ? found->second : join_path(found->second, behind);
        const std::size_t dot = front.rfind('.');
        const std::string last = dot == std::string::npos ? front : front.substr(dot + 1);
        behind = behind.empty() ? last : join_path(last, behind);
        front.resize(dot == std::string::npos ? 0 : dot);
    }
    const auto general = folders.find("");
    return general == folders.end() ? behind : join_path(general->second, behind);
}

}  // namespace pexpack
