#include "project_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "handed_over.hpp"
#include "license_expression.hpp"
#include "pexpack/spec/specifier.hpp"
#include "pexpack/spec/version.hpp"
#include "pexpack/support/text.hpp"
#include "python_glob.hpp"

namespace pexpack {

namespace {

void check_keys(const SettingTable& project) {
    project.allow_only({"name", "version", "description", "readme", "license", "license-files",
                        "authors", "maintainers", "requires-python", "keywords", "classifiers",
                        "urls", "scripts", "gui-scripts", "entry-points", "dependencies",
                        "optional-dependencies", "dynamic"});
}

void check_dynamic(const SettingTable& project, const ProjectRules& rules) {
    for (const std::string& field : project.texts("dynamic")) {
        if (std::ranges::find(rules.dynamic, field) == rules.dynamic.end())
            hand_over(fmt::format("`{}` is dynamic", field));
        if (project.has(field)) hand_over(fmt::format("`{}` is both static and dynamic", field));
    }
}

void read_people(const SettingTable& project, std::string_view key, std::string_view header,
                 CoreMetadata& metadata) {
    const Setting* people = project.find(key);
    if (people == nullptr) return;
    const auto* list = std::get_if<Setting::List>(&people->value);
    hand_over_unless(list != nullptr, "people are no list");
    std::vector<std::string> names;
    std::vector<std::string> addresses;
    for (const Setting& each : *list) {
        const auto* entries = std::get_if<Setting::Table>(&each.value);
        hand_over_unless(entries != nullptr, "someone is no table");
        const SettingTable person(*entries, std::string(key));
        person.allow_only({"name", "email"});
        const auto name = person.text("name");
        const auto email = person.text("email");
        hand_over_unless(name || email, "someone has neither name nor email");
        if (!email) {
            names.push_back(*name);
        } else {
            addresses.push_back(name ? address_of(*name, *email) : *email);
        }
    }
    metadata.add(header, join(names, ", "));
    metadata.add(fmt::format("{}-email", header), join(addresses, ", "));
}

void refuse_license_classifiers(const SettingTable& project) {
    for (const std::string& text : project.texts("classifiers"))
        hand_over_unless(!text.starts_with("License ::"),
                         "there are both a license expression and a classifier for the license");
}

void read_license(const SettingTable& project, const ProjectFolder& folder,
                  const ProjectRules& rules, CoreMetadata& metadata) {
    const Setting* license = project.find("license");
    if (license == nullptr) return;
    if (const auto* expression = std::get_if<std::string>(&license->value)) {
        if (!is_usual_license_expression(*expression))
            hand_over(fmt::format("the license `{}` is not known here", *expression));
        if (!rules.takes_license_classifiers) refuse_license_classifiers(project);
        metadata.add("License-Expression", *expression);
        return;
    }
    const SettingTable table = project.table("license");
    table.allow_only({"file", "text"});
    hand_over_unless(table.entries().size() == 1 && !project.has("license-files"),
                     "`project.license` is not understood");
    const auto file = table.text("file");
    metadata.add("License", file ? folder.text(normal_name(*file)) : *table.text("text"));
}

void read_readme(const SettingTable& project, const ProjectFolder& folder, CoreMetadata& metadata) {
    const Setting* readme = project.find("readme");
    if (readme == nullptr) return;
    if (const auto* file = std::get_if<std::string>(&readme->value)) {
        metadata.description_content_type = content_type_of(*file);
        metadata.description = folder.text(normal_name(*file));
        return;
    }
    const SettingTable table = project.table("readme");
    table.allow_only({"file", "text", "content-type"});
    const auto type = table.text("content-type");
    const auto file = table.text("file");
    hand_over_unless(type && file.has_value() != table.has("text"),
                     "`project.readme` is not understood");
    metadata.description_content_type = *type;
    metadata.description = file ? folder.text(normal_name(*file)) : *table.text("text");
}

void read_entry_points(const SettingTable& project, EntryPointGroups& groups) {
    const SettingTable others = project.table("entry-points");
    for (const SettingEntry& group : others.entries()) {
        hand_over_unless(group.key != "console_scripts" && group.key != "gui_scripts",
                         "scripts are listed as entry points");
        for (const auto& [name, object] : others.texts_by_key(group.key))
            groups[group.key][name] = object;
    }
    for (const auto& [name, object] : project.texts_by_key("scripts"))
        groups["console_scripts"][name] = object;
    for (const auto& [name, object] : project.texts_by_key("gui-scripts"))
        groups["gui_scripts"][name] = object;
}

void read_requires_python(const SettingTable& project, const ProjectRules& rules,
                          CoreMetadata& metadata) {
    const auto text = project.text("requires-python");
    if (!text) return;
    const auto specifiers = SpecifierSet::parse(*text);
    hand_over_unless(specifiers.has_value(), "`project.requires-python` is no valid one");
    metadata.requires_python = rules.sorts_requires_python ? specifiers->to_string() : *text;
}

}  // namespace

bool is_dynamic(const SettingTable& project, std::string_view field) {
    const auto dynamic = project.texts("dynamic");
    return std::ranges::find(dynamic, field) != dynamic.end();
}

std::string content_type_of(std::string_view readme) {
    if (readme.ends_with(".md")) return "text/markdown";
    if (readme.ends_with(".rst")) return "text/x-rst";
    if (readme.ends_with(".txt")) return "text/plain";
    hand_over(fmt::format("`{}` is in a markup that is not known here", readme));
}

std::string address_of(const std::string& name, const std::string& email) {
    constexpr std::string_view kSpecial = "()<>@,:;.\\\"[]";
    if (name.find_first_of(kSpecial) == std::string::npos)
        return fmt::format("{} <{}>", name, email);
    std::string quoted;
    for (const char c : name) {
        if (c == '\\' || c == '"') quoted += '\\';
        quoted += c;
    }
    return fmt::format("\"{}\" <{}>", quoted, email);
}

void add_requirement(WheelContent& content, std::string_view written,
                     const RequirementStyle& style) {
    content.metadata.requirements.push_back(requirement_text(written, "", style));
}

void add_extra(WheelContent& content, std::string_view extra,
               const std::vector<std::string>& requirements, const RequirementStyle& style) {
    auto& extras = content.metadata.extras;
    const std::string name = extra_name(extra);
    if (std::ranges::find(extras, name) != extras.end())
        hand_over(fmt::format("the extra `{}` is there twice", name));
    extras.push_back(name);
    for (const std::string& each : requirements)
        content.metadata.requirements.push_back(requirement_text(each, name, style));
}

void put_version_in_normal_form(CoreMetadata& metadata) {
    const auto version = Version::parse(metadata.version);
    hand_over_unless(version.has_value(), "the version is no valid one");
    metadata.version = version->to_string();
}

std::optional<std::string> license_file_of(const SettingTable& project) {
    const Setting* license = project.find("license");
    if (license == nullptr || !std::holds_alternative<Setting::Table>(license->value))
        return std::nullopt;
    const auto file = project.table("license").text("file");
    return file ? std::optional(normal_name(*file)) : std::nullopt;
}

std::vector<std::string> license_files_of(const ProjectFolder& folder,
                                          const std::vector<std::string>& patterns) {
    std::set<std::string> files;
    for (const std::string& pattern : patterns) {
        for (const std::string& name : glob_names(folder, "", pattern, {})) {
            if (folder.is_file(name)) files.insert(name);
        }
    }
    return {files.begin(), files.end()};
}

void read_project_table(const SettingTable& project, const ProjectFolder& folder,
                        const ProjectRules& rules, WheelContent& content) {
    check_keys(project);
    check_dynamic(project, rules);
    CoreMetadata& metadata = content.metadata;
    metadata.name = project.text_or_empty("name");
    hand_over_unless(project.has("version") || is_dynamic(project, "version"),
                     "there is no version");
    metadata.version = project.text_or_empty("version");
    const std::string summary = project.text_or_empty("description");
    hand_over_unless(summary.find('\n') == std::string::npos, "the description has several lines");
    metadata.add("Summary", summary);
    auto keywords = project.texts("keywords");
    if (rules.sorts_keywords) keywords = each_once(std::move(keywords));
    metadata.add("Keywords", join(keywords, ","));
    read_people(project, "authors", "Author", metadata);
    read_people(project, "maintainers", "Maintainer", metadata);
    read_license(project, folder, rules, metadata);
    for (const std::string& text : project.texts("classifiers")) metadata.add("Classifier", text);
    for (const auto& [label, url] : project.texts_by_key("urls"))
        metadata.add("Project-URL", fmt::format("{}, {}", label, url));
    read_requires_python(project, rules, metadata);
    for (const std::string& text : project.texts("dependencies"))
        add_requirement(content, text, rules.requirements);
    const SettingTable extras = project.table("optional-dependencies");
    for (const SettingEntry& entry : extras.entries())
        add_extra(content, entry.key, extras.texts(entry.key), rules.requirements);
    read_readme(project, folder, metadata);
    read_entry_points(project, content.entry_points);
}

}  // namespace pexpack
