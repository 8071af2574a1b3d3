// poetry-core 2.
#include <fmt/format.h>

#include <algorithm>

#include "back_end_release.hpp"
#include "back_ends.hpp"
#include "handed_over.hpp"
#include "pexpack/spec/requirement.hpp"
#include "pexpack/support/text.hpp"
#include "poetry_constraint.hpp"
#include "poetry_files.hpp"
#include "project_table.hpp"
#include "python_glob.hpp"

namespace pexpack {

namespace {

const ProjectRules kRules = {
    .requirements = {.normal_extras = true},
    .sorts_requires_python = false,
    .dynamic = {"version", "classifiers", "readme", "requires-python", "dependencies"}};

// One of `tool.poetry.dependencies`.
struct Dependency {
    PackageName name;
    std::string requirement;  // without the condition of extras
    bool is_optional = false;
    std::vector<std::string> extras;  // that it belongs to
};

// "<3.9" -> `python_version < "3.9"`
std::string marker_for_python(std::string_view constraint) {
    std::vector<std::string> conditions;
    const std::string specifiers = specifiers_of_poetry(constraint);
    for (const std::string_view clause : split(specifiers, ',')) {
        const std::string_view sign = clause.starts_with(">=") ? ">=" : "<";
        const std::string_view release = clause.substr(std::min(sign.size(), clause.size()));
        const bool is_plain = clause.starts_with(sign) && std::ranges::count(release, '.') == 1 &&
                              release.find_first_not_of("0123456789.") == std::string_view::npos;
        hand_over_unless(is_plain, "a dependency's Python is not understood");
        conditions.push_back(fmt::format("python_version {} \"{}\"", sign, release));
    }
    return join(conditions, " and ");
}

std::string marker_of(const SettingTable& table) {
    const auto markers = table.text("markers");
    const auto python = table.text("python");
    const auto platform = table.text("platform");
    hand_over_unless(markers.has_value() + python.has_value() + platform.has_value() <= 1,
                     "a dependency has several conditions");
    if (python) return *python == "*" ? "" : marker_for_python(*python);
    if (platform) {
        hand_over_unless(std::ranges::all_of(*platform, is_ascii_alnum) && !platform->empty(),
                         "a dependency's platform is not understood");
        return fmt::format("sys_platform == \"{}\"", *platform);
    }
    if (!markers || markers->empty()) return {};
    const auto marker = Marker::parse(*markers);
    hand_over_unless(marker.has_value(), "a marker is no valid one");
    check_marker_for_poetry(marker->to_string());
    return marker->to_string();
}

std::string with_parts(const std::string& name, const std::vector<std::string>& extras,
                       std::string_view constraint, const std::string& marker) {
    std::string text = name;
    if (!extras.empty()) text += fmt::format("[{}]", join(extras, ","));
    text += specifiers_of_poetry(constraint);
    if (!marker.empty()) text += " ; " + marker;
    return requirement_text(text, "", kRules.requirements);
}

Dependency dependency_of(const SettingEntry& entry) {
    const auto name = PackageName::parse(entry.key);
    hand_over_unless(name.has_value(), "a dependency has no valid name");
    Dependency dependency{.name = *name, .requirement = {}, .extras = {}};
    if (const auto* constraint = std::get_if<std::string>(&entry.value.value)) {
        dependency.requirement = with_parts(entry.key, {}, *constraint, "");
        return dependency;
    }
    const auto* entries = std::get_if<Setting::Table>(&entry.value.value);
    if (entries == nullptr) hand_over(fmt::format("`{}` has several constraints", entry.key));
    const SettingTable table(*entries, "tool.poetry.dependencies." + entry.key);
    table.allow_only({"version", "extras", "optional", "python", "markers", "platform",
                      "allow-prereleases", "source"});
    dependency.is_optional = table.flag("optional").value_or(false);
    dependency.requirement = with_parts(entry.key, table.texts("extras"),
                                        table.text("version").value_or("*"), marker_of(table));
    return dependency;
}

// The extras a dependency belongs to join its marker, if it has one.
std::string requirement_of(const Dependency& dependency) {
    if (dependency.extras.empty()) return dependency.requirement;
    std::vector<std::string> conditions;
    for (const std::string& extra : dependency.extras)
        conditions.push_back(fmt::format("extra == \"{}\"", extra));
    const std::string condition = join(conditions, " or ");
    auto requirement = Requirement::parse(dependency.requirement).value();
    const std::string text =
        requirement.marker
            ? fmt::format("({}) and ({})", requirement.marker->to_string(), condition)
            : condition;
    requirement.marker = Marker::parse(text).value();
    return requirement.to_string();
}

class Reader {
  public:
    Reader(const ProjectFolder& folder, const SettingTable& pyproject)
        : folder_(folder),
          project_(pyproject.table("project")),
          has_project_(pyproject.has("project")),
          tool_(pyproject.table("tool").table("poetry")) {}

    WheelContent run() && {
        check_keys();
        if (has_project_) {
            read_project();
        } else {
            read_texts();
            read_license_files();
        }
        read_version();
        read_python();
        read_dependencies();
        if (!project_.has("scripts")) read_scripts();
        if (!project_.has("entry-points")) read_plugins();
        std::string module = normalized_name(content_.metadata.name);
        std::ranges::replace(module, '-', '_');
        add_files_of_poetry(folder_, tool_, module, content_);
        return std::move(content_);
    }

  private:
    void check_keys() const {
        tool_.allow_only({"name",
                          "version",
                          "description",
                          "authors",
                          "maintainers",
                          "license",
                          "readme",
                          "homepage",
                          "repository",
                          "documentation",
                          "urls",
                          "keywords",
                          "classifiers",
                          "packages",
                          "include",
                          "exclude",
                          "dependencies",
                          "dev-dependencies",
                          "group",
                          "extras",
                          "scripts",
                          "plugins",
                          "source",
                          "package-mode",
                          "requires-poetry",
                          "requires-plugins"});
        hand_over_unless(tool_.flag("package-mode").value_or(true), "it makes no package");
    }

    void read_project() {
        for (const std::string& text : project_.texts("dependencies")) check_requirement(text);
        const SettingTable extras = project_.table("optional-dependencies");
        for (const SettingEntry& extra : extras.entries()) {
            for (const std::string& text : extras.texts(extra.key)) check_requirement(text);
        }
        if (project_.has("version") || is_dynamic(project_, "version")) {
            read_project_table(project_, folder_, kRules, content_);
        } else {
            hand_over("there is no version");
        }
        for (std::string& each : content_.metadata.requirements) each = requirement_of_poetry(each);
        if (!project_.has("readme")) read_readme();
        read_license_files();
    }

    static void check_requirement(const std::string& text) {
        const auto requirement = Requirement::parse(text);
        hand_over_unless(requirement.has_value(), "a requirement is no valid one");
        hand_over_unless(requirement->url.empty(), "a requirement is a URL");
        if (requirement->marker) check_marker_for_poetry(requirement->marker->to_string());
    }

    void read_texts() {
        CoreMetadata& metadata = content_.metadata;
        metadata.name = tool_.text_or_empty("name");
        metadata.add("Summary", tool_.text_or_empty("description"));
        metadata.add("License", tool_.text_or_empty("license"));
        metadata.add("Keywords", join(tool_.texts("keywords"), ","));
        metadata.add("Author", join(tool_.texts("authors"), ", "));
        metadata.add("Maintainer", join(tool_.texts("maintainers"), ", "));
        for (const std::string& text : tool_.texts("classifiers")) metadata.add("Classifier", text);
        for (const auto& [key, label] : {std::pair{"homepage", "Homepage"},
                                         {"repository", "Repository"},
                                         {"documentation", "Documentation"}}) {
            const std::string url = tool_.text_or_empty(key);
            if (!url.empty()) metadata.add("Project-URL", fmt::format("{}, {}", label, url));
        }
        for (const auto& [label, url] : tool_.texts_by_key("urls"))
            metadata.add("Project-URL", fmt::format("{}, {}", label, url));
        read_readme();
    }

    void read_readme() {
        const auto files = tool_.one_or_more("readme");
        if (!files || files->empty()) return;
        std::vector<std::string> texts;
        for (const std::string& file : *files) texts.push_back(folder_.text(normal_name(file)));
        content_.metadata.description_content_type = content_type_of(files->front());
        content_.metadata.description = join(texts, "\n");
    }

    void read_version() {
        std::string& version = content_.metadata.version;
        if (version.empty()) version = tool_.text_or_empty("version");
        const auto parsed = Version::parse(version);
        hand_over_unless(parsed.has_value() && parsed->to_string() == version,
                         "the version is not in normal form");
    }

    void read_python() {
        CoreMetadata& metadata = content_.metadata;
        const auto python = tool_.table("dependencies").text("python");
        if (metadata.requires_python.empty() && python)
            metadata.requires_python = requires_python_of_poetry(*python);
        // poetry-core asks whether any Python 2 is meant.
        const auto specifiers = SpecifierSet::parse(metadata.requires_python);
        for (int minor = 0; specifiers && minor < 10; ++minor) {
            for (int micro = 0; micro < 20; ++micro) {
                const auto release = Version::parse(fmt::format("2.{}.{}", minor, micro));
                if (specifiers->contains(release.value())) content_.python_tag = "py2.py3";
            }
        }
    }

    void read_license_files() {
        auto& files = content_.metadata.license_files;
        const bool is_given = project_.has("license-files");
        std::vector<std::string> patterns = {"COPYING*", "LICEN[SC]E*", "AUTHORS*", "NOTICE*"};
        if (is_given) patterns = project_.texts("license-files");
        for (const std::string& pattern : patterns) {
            const auto found = license_files_of(folder_, {pattern});
            hand_over_unless(
                !is_given || (!found.empty() && pattern.find("**") == std::string::npos),
                "`project.license-files` is not understood");
            files.insert(files.end(), found.begin(), found.end());
        }
        if (auto file = license_file_of(project_)) files.push_back(std::move(*file));
        if (!is_given && folder_.is_folder("LICENSES")) {
            for (std::string& file : folder_.files_below("LICENSES"))
                files.push_back(std::move(file));
        }
        files = each_once(std::move(files));
    }

    void read_dependencies() {
        const SettingTable table = tool_.table("dependencies");
        std::vector<Dependency> dependencies;
        for (const SettingEntry& entry : table.entries()) {
            if (ascii_lower(entry.key) != "python") dependencies.push_back(dependency_of(entry));
        }
        if (project_.has("dependencies") || project_.has("optional-dependencies")) {
            hand_over_unless(dependencies.empty() && !tool_.has("extras"),
                             "dependencies stand in both tables");
            return;
        }
        const SettingTable extras = tool_.table("extras");
        for (const SettingEntry& extra : extras.entries()) {
            const std::string name = extra_name(extra.key);
            content_.metadata.extras.push_back(name);
            for (const std::string& text : extras.texts(extra.key)) {
                for (Dependency& each : dependencies) {
                    if (each.name.to_string() == normalized_name(text)) each.extras.push_back(name);
                }
            }
        }
        for (const Dependency& each : dependencies) {
            if (!each.is_optional || !each.extras.empty())
                content_.metadata.requirements.push_back(requirement_of(each));
        }
    }

    void read_scripts() {
        for (const auto& [name, object] : tool_.texts_by_key("scripts"))
            content_.entry_points["console_scripts"][name] = object;
    }

    void read_plugins() {
        const SettingTable plugins = tool_.table("plugins");
        for (const SettingEntry& group : plugins.entries()) {
            for (const auto& [name, object] : plugins.texts_by_key(group.key))
                content_.entry_points[group.key][name] = object;
        }
    }

    const ProjectFolder& folder_;
    SettingTable project_;
    bool has_project_;
    SettingTable tool_;
    WheelContent content_;
};

}  // namespace

WheelContent poetry_wheel(const ProjectFolder& folder, const SettingTable& pyproject) {
    release_in_use(pyproject, "poetry-core",
                   {"2.5.0", "2.4.1", "2.3.2", "2.2.1", "2.1.3", "2.0.1"});
    return Reader(folder, pyproject).run();
}

}  // namespace pexpack
