// hatchling 1.27 and later.
#include <fmt/format.h>

#include <algorithm>

#include "back_end_release.hpp"
#include "back_ends.hpp"
#include "handed_over.hpp"
#include "hatchling_files.hpp"
#include "pexpack/spec/header_block.hpp"
#include "pexpack/spec/requirement.hpp"
#include "pexpack/support/text.hpp"
#include "project_table.hpp"
#include "version_in_file.hpp"

namespace pexpack {

namespace {

const ProjectRules kRules = {.requirements = {.normal_name = true, .normal_extras = true},
                             .sorts_keywords = true,
                             .takes_license_classifiers = true};

void check_settings(const SettingTable& tool, bool is_sdist) {
    const SettingTable metadata = tool.table("metadata");
    if (is_sdist) {
        metadata.allow_only({"allow-direct-references", "hooks"});
        metadata.table("hooks").allow_only({"fancy-pypi-readme"});
    } else {
        metadata.allow_only({"allow-direct-references"});
    }
    const SettingTable build = tool.table("build");
    build.allow_only({"targets", "include", "exclude", "packages", "only-include", "sources",
                      "ignore-vcs", "reproducible", "directory", "skip-excluded-dirs",
                      "dev-mode-dirs", "dev-mode-exact", "only-packages", "artifacts",
                      "force-include"});
    build.table("targets").table("wheel").allow_only(
        {"include", "exclude", "packages", "only-include", "sources", "ignore-vcs", "reproducible",
         "directory", "skip-excluded-dirs", "dev-mode-dirs", "dev-mode-exact", "only-packages",
         "artifacts", "force-include", "shared-data", "bypass-selection", "core-metadata-version"});
}

// Runs of hyphens become one underscore.
std::string file_name_of(std::string_view name) {
    std::string result;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] != '-') result += name[i];
        if (name[i] == '-' && (i == 0 || name[i - 1] != '-')) result += '_';
    }
    return result;
}

// What an unpacked sdist's PKG-INFO says of fields that were dynamic: hatchling takes it from
// there, and neither asks for the version nor runs hooks of metadata.
struct SdistFields {
    std::string version;
    std::string content_type;
    std::string description;
};

std::optional<SdistFields> fields_of_sdist(const ProjectFolder& folder) {
    if (!folder.is_file("PKG-INFO")) return std::nullopt;
    const std::string text = folder.text("PKG-INFO");
    const auto headers = HeaderBlock::parse(text);
    const auto version = headers ? headers->first("Version") : std::nullopt;
    hand_over_unless(version.has_value(), "PKG-INFO has no version");
    const std::size_t end = text.find("\n\n");
    return SdistFields{.version = std::string(*version),
                       .content_type = std::string(
                           headers->first("Description-Content-Type").value_or("text/plain")),
                       .description = end == std::string::npos ? "" : text.substr(end + 2)};
}

std::string version_by_settings(const ProjectFolder& folder, const SettingTable& settings) {
    const auto source = settings.text("source");
    if (source && *source != "regex")
        hand_over(fmt::format("the version comes from the source `{}`", *source));
    if (const Setting* pattern = settings.find("pattern")) {
        const auto* text = std::get_if<std::string>(&pattern->value);
        hand_over_unless(std::holds_alternative<bool>(pattern->value) || (text && text->empty()),
                         "the version is found by a pattern of the project's own");
    }
    const auto path = settings.text("path");
    hand_over_unless(path.has_value(), "`tool.hatch.version` names no file");
    const auto version = version_by_hatchling(folder.text(normal_name(*path)));
    hand_over_unless(version.has_value(), "no version can be read from the file");
    return *version;
}

// hatchling asks which releases X.Y.100 may be used.
std::string python_tag(const std::string& requires_python) {
    const auto specifiers = SpecifierSet::parse(requires_python);
    hand_over_unless(specifiers.has_value(), "`project.requires-python` is no valid one");
    std::string tag;
    for (const int major : {2, 3}) {
        for (int minor = 0; minor < 100; ++minor) {
            const auto release = Version::parse(fmt::format("{}.{}.100", major, minor));
            if (!specifiers->contains(release.value())) continue;
            tag += fmt::format("{}py{}", tag.empty() ? "" : ".", major);
            break;
        }
    }
    hand_over_unless(!tag.empty(), "`project.requires-python` is too narrow");
    return tag;
}

// An extra may be made of other extras of the project, which hatchling resolves.
void refuse_own_extras(const SettingTable& project, const SettingTable& metadata) {
    const std::string own = normalized_name(project.text_or_empty("name"));
    const bool may_refer = metadata.flag("allow-direct-references").value_or(false);
    const auto check = [&](const std::string& text, bool is_extra) {
        const auto requirement = Requirement::parse(text);
        hand_over_unless(requirement.has_value(), "a requirement is no valid one");
        hand_over_unless(!is_extra || requirement->name.to_string() != own,
                         "an extra asks for the project itself");
        hand_over_unless(requirement->url.empty() || may_refer, "a requirement is a URL");
        hand_over_unless(text.find('{') == std::string::npos, "a requirement has fields");
    };
    for (const std::string& text : project.texts("dependencies")) check(text, false);
    const SettingTable extras = project.table("optional-dependencies");
    for (const SettingEntry& extra : extras.entries()) {
        for (const std::string& text : extras.texts(extra.key)) check(text, true);
    }
}

}  // namespace

WheelContent hatchling_wheel(const ProjectFolder& folder, const SettingTable& pyproject) {
    const SettingTable project = pyproject.table("project");
    const SettingTable tool = pyproject.table("tool").table("hatch");
    const auto sdist =
        project.has("dynamic") ? fields_of_sdist(folder) : std::optional<SdistFields>();
    const auto plugins = sdist
                             ? std::vector<std::string_view>{"hatch-vcs", "hatch-fancy-pypi-readme"}
                             : std::vector<std::string_view>{};
    release_in_use(pyproject, "hatchling",
                   {"1.33.0", "1.32.4", "1.31.0", "1.30.1", "1.29.0", "1.28.0", "1.27.0"}, plugins);
    hand_over_unless(!folder.is_file("hatch.toml"), "there is a hatch.toml");
    check_settings(tool, sdist.has_value());
    refuse_own_extras(project, tool.table("metadata"));

    WheelContent content;
    ProjectRules rules = kRules;
    if (sdist) rules.dynamic.emplace_back("readme");
    read_project_table(project, folder, rules, content);
    CoreMetadata& metadata = content.metadata;
    hand_over_unless(metadata.description_content_type.find(';') == std::string::npos,
                     "`project.readme.content-type` has parameters");
    if (is_dynamic(project, "version"))
        metadata.version =
            sdist ? sdist->version : version_by_settings(folder, tool.table("version"));
    if (is_dynamic(project, "readme")) {
        hand_over_unless(!sdist->description.empty(), "PKG-INFO has no description");
        metadata.description_content_type = sdist->content_type;
        metadata.description = sdist->description;
    }
    std::vector<std::string> patterns = {"LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*"};
    if (project.has("license-files")) {
        patterns.clear();
        for (const std::string& text : project.texts("license-files"))
            patterns.push_back(normal_name(text));
    }
    content.metadata.license_files = license_files_of(folder, patterns);
    const std::string name = content.metadata.name;
    HatchlingFiles(folder, tool.table("build"),
                   {file_name_of(name), file_name_of(normalized_name(name))})
        .add_to(content);
    content.python_tag = python_tag(content.metadata.requires_python);
    return content;
}

}  // namespace pexpack
