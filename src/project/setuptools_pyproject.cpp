// setuptools' settings in pyproject.toml.
#include <fmt/format.h>

#include <algorithm>

#include "handed_over.hpp"
#include "pexpack/support/text.hpp"
#include "project_table.hpp"
#include "setuptools_project.hpp"

namespace pexpack {

namespace {

const ProjectRules kRules = {
    .requirements = {},
    .dynamic = {"version", "readme", "dependencies", "optional-dependencies", "description"}};

std::vector<std::string> requirement_lines(std::string_view text) {
    std::vector<std::string> lines;
    for (const std::string_view line : split(text, '\n')) {
        const std::string_view plain = trim_blanks(line);
        if (plain.empty() || plain.starts_with('#')) continue;
        lines.emplace_back(plain.substr(0, plain.find(" #")));
    }
    return lines;
}

class Reader {
  public:
    Reader(const ProjectFolder& folder, const SettingTable& pyproject,
           const std::optional<std::string>& scm_version)
        : folder_(folder),
          scm_version_(scm_version),
          project_(pyproject.table("project")),
          tool_(pyproject.table("tool").table("setuptools")),
          dynamic_(tool_.table("dynamic")) {}

    SetuptoolsProject run() && {
        tool_.allow_only({"zip-safe", "packages", "package-dir", "package-data",
                          "include-package-data", "exclude-package-data", "py-modules",
                          "license-files", "dynamic", "platforms", "data-files"});
        read_project_table(project_, folder_, kRules, result_.content);
        for (const std::string& each : tool_.texts("platforms"))
            result_.content.metadata.add("Platform", each);
        note_referenced();
        read_packages();
        discover_packages(folder_, result_.choice);
        read_dynamic();
        result_.package_data = files("package-data");
        result_.exclude_package_data = files("exclude-package-data");
        result_.include_package_data = tool_.flag("include-package-data").value_or(true);
        result_.is_of_scm = scm_version_.has_value();
        result_.is_zip_safe = tool_.flag("zip-safe").value_or(false);
        if (project_.has("license-files"))
            result_.license_patterns = project_.texts("license-files");
        if (tool_.has("license-files")) {
            hand_over_unless(!result_.license_patterns, "there are two lists of license files");
            result_.license_patterns = tool_.texts("license-files");
        }
        hand_over_unless(!tool_.has("data-files"), "there are data files");
        return std::move(result_);
    }

  private:
    void note_referenced() {
        for (const char* key : {"readme", "license"}) {
            const Setting* setting = project_.find(key);
            if (setting == nullptr) continue;
            const auto* text = std::get_if<std::string>(&setting->value);
            if (text != nullptr && std::string_view(key) == "readme")
                result_.referenced.push_back(normal_name(*text));
            if (text != nullptr) continue;
            if (const auto file = project_.table(key).text("file"))
                result_.referenced.push_back(normal_name(*file));
        }
    }

    void read_packages() {
        PackageChoice& choice = result_.choice;
        for (const auto& [package, path] : tool_.texts_by_key("package-dir")) {
            const std::string in = normal_name(path);
            if (in != path || in.empty())
                hand_over(fmt::format("`{}` in package-dir is not understood", path));
            choice.folders[package] = in;
        }
        if (tool_.has("py-modules")) choice.modules = tool_.texts("py-modules");
        const Setting* packages = tool_.find("packages");
        if (packages == nullptr) return;
        if (std::holds_alternative<Setting::List>(packages->value)) {
            choice.packages = tool_.texts("packages");
            return;
        }
        const SettingTable table = tool_.table("packages");
        table.allow_only({"find"});
        const SettingTable find = table.table("find");
        find.allow_only({"where", "include", "exclude", "namespaces"});
        PackageSearch search{.where = {},
                             .exclude = find.texts("exclude"),
                             .namespaces = find.flag("namespaces").value_or(true)};
        if (find.has("include")) search.include = find.texts("include");
        const auto where = find.has("where") ? find.texts("where") : std::vector<std::string>{"."};
        choice.packages = found_packages(folder_, where, search, choice.folders);
    }

    std::string text_of_directive(const SettingTable& directive) {
        const auto names = directive.one_or_more("file");
        hand_over_unless(names.has_value(), "a dynamic field is in no file");
        return text_of_files(folder_, *names, result_.referenced);
    }

    void read_dynamic() {
        for (const std::string& field : project_.texts("dynamic")) {
            const bool is_of_scm = field == "version" && scm_version_;
            if (dynamic_.has(field) == is_of_scm) hand_over(fmt::format("`{}` is dynamic", field));
        }
        CoreMetadata& metadata = result_.content.metadata;
        if (is_dynamic(project_, "version")) metadata.version = version();
        put_version_in_normal_form(metadata);
        if (is_dynamic(project_, "description")) {
            const SettingTable directive = table_of("description", {"file"});
            metadata.add("Summary", summary_in(text_of_directive(directive)));
        }
        if (is_dynamic(project_, "readme")) {
            const SettingTable directive = table_of("readme", {"file", "content-type"});
            metadata.description = text_of_directive(directive);
            metadata.description_content_type =
                directive.text("content-type").value_or("text/x-rst");
        }
        read_requirements();
    }

    SettingTable table_of(std::string_view field, std::initializer_list<std::string_view> keys) {
        const SettingTable directive = dynamic_.table(field);
        directive.allow_only(keys);
        return directive;
    }

    std::string version() {
        if (scm_version_) return *scm_version_;
        const SettingTable directive = table_of("version", {"attr", "file"});
        if (!directive.has("attr")) return text_of_directive(directive);
        hand_over_unless(!directive.has("file"), "the version is in two places");
        return version_of_attribute(folder_, result_.choice.folders, *directive.text("attr"));
    }

    void read_requirements() {
        WheelContent& content = result_.content;
        if (is_dynamic(project_, "dependencies")) {
            const std::string text = text_of_directive(table_of("dependencies", {"file"}));
            for (const std::string& line : requirement_lines(text))
                add_requirement(content, line, kRules.requirements);
        }
        if (!is_dynamic(project_, "optional-dependencies")) return;
        const SettingTable groups = dynamic_.table("optional-dependencies");
        for (const SettingEntry& group : groups.entries()) {
            const SettingTable directive = groups.table(group.key);
            directive.allow_only({"file"});
            add_extra(content, group.key, requirement_lines(text_of_directive(directive)),
                      kRules.requirements);
        }
    }

    PackageFiles files(std::string_view key) const {
        PackageFiles result;
        const SettingTable table = tool_.table(key);
        for (const SettingEntry& entry : table.entries())
            result[entry.key == "*" ? "" : entry.key] = table.texts(entry.key);
        return result;
    }

    const ProjectFolder& folder_;
    std::optional<std::string> scm_version_;
    SettingTable project_;
    SettingTable tool_;
    SettingTable dynamic_;
    SetuptoolsProject result_;
};

}  // namespace

SetuptoolsProject project_of_pyproject(const ProjectFolder& folder, const SettingTable& pyproject,
                                       const std::optional<std::string>& scm_version) {
    return Reader(folder, pyproject, scm_version).run();
}

}  // namespace pexpack
