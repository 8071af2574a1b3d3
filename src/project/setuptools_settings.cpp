// What the places of setuptools' settings have in common.
#include <fmt/format.h>

#include <algorithm>

#include "handed_over.hpp"
#include "pexpack/support/text.hpp"
#include "python_literal.hpp"
#include "setuptools_project.hpp"

namespace pexpack {

namespace {

std::string text_of_number(const Setting::Number& number) {
    hand_over_unless(number.text.find('.') == std::string::npos, "the version is a float");
    return number.text;
}

// A text, or numbers and texts that are joined by dots.
std::string version_of_value(const Setting& value) {
    if (const auto* text = std::get_if<std::string>(&value.value)) return *text;
    if (const auto* number = std::get_if<Setting::Number>(&value.value))
        return text_of_number(*number);
    const auto* list = std::get_if<Setting::List>(&value.value);
    hand_over_unless(list != nullptr, "the version is neither text nor numbers");
    std::vector<std::string> parts;
    for (const Setting& each : *list) {
        const auto* number = std::get_if<Setting::Number>(&each.value);
        parts.push_back(number != nullptr ? text_of_number(*number) : text_of(each, "the version"));
    }
    return join(parts, ".");
}

}  // namespace

std::vector<std::string> found_packages(const ProjectFolder& folder,
                                        const std::vector<std::string>& where, PackageSearch search,
                                        PackageFolders& folders) {
    std::vector<std::string> all;
    if (where.size() == 1 && !normal_name(where.front()).empty())
        folders.emplace("", normal_name(where.front()));
    for (const std::string& each : where) {
        search.where = normal_name(each);
        const auto packages = find_packages(folder, search);
        all.insert(all.end(), packages.begin(), packages.end());
        const auto general = folders.find("");
        const bool is_general = general != folders.end() && general->second == search.where;
        if (search.where.empty() || is_general) continue;
        for (const std::string& package : outermost(packages)) {
            std::string path = package;
            std::ranges::replace(path, '.', '/');
            folders[package] = join_path(search.where, path);
        }
    }
    return all;
}

std::string version_of_attribute(const ProjectFolder& folder, const PackageFolders& folders,
                                 std::string_view attribute) {
    attribute = trim_blanks(attribute);
    const std::size_t dot = attribute.rfind('.');
    hand_over_unless(dot != std::string_view::npos, "the version's attribute is in no module");
    const std::string path = folder_of_package(folders, std::string(attribute.substr(0, dot)));
    const std::string file = folder.is_file(path + ".py") ? path + ".py" : path + "/__init__.py";
    const auto assignment =
        first_assignment(python_source_in(folder, file), attribute.substr(dot + 1));
    if (!assignment || !assignment->value) hand_over(fmt::format("`{}` is no literal", attribute));
    return version_of_value(*assignment->value);
}

std::string summary_in(std::string_view description) {
    description.remove_prefix(std::min(description.find_first_not_of(" \t\n"), description.size()));
    return std::string(trim_blanks(description.substr(0, description.find('\n'))));
}

std::string text_of_files(const ProjectFolder& folder, const std::vector<std::string>& files,
                          std::vector<std::string>& referenced) {
    std::vector<std::string> texts;
    for (const std::string& file : files) {
        const std::string name = normal_name(file);
        referenced.push_back(name);
        if (folder.is_file(name)) texts.push_back(folder.text(name));
    }
    return join(texts, "\n");
}

}  // namespace pexpack
