// The keyword arguments of setup(), which setup.cfg can give, too.
#include <fmt/format.h>

#include <algorithm>

#include "handed_over.hpp"
#include "pexpack/spec/specifier.hpp"
#include "pexpack/support/text.hpp"
#include "project_table.hpp"
#include "setuptools_project.hpp"

namespace pexpack {

namespace {

const RequirementStyle kStyle;

// Lines that are no comments; a list's texts may have several, too.
std::vector<std::string> lines_of(const std::vector<std::string>& texts) {
    std::vector<std::string> lines;
    for (const std::string& text : texts) {
        for (const std::string_view line : split(text, '\n')) {
            const std::string_view plain = trim_blanks(line);
            if (!plain.empty() && !plain.starts_with('#'))
                lines.emplace_back(plain.substr(0, plain.find(" #")));
        }
    }
    return lines;
}

class Reader {
  public:
    Reader(const ProjectFolder& folder, const Setting::Table& attributes)
        : folder_(folder), attributes_(attributes, "setup()") {}

    SetuptoolsProject run() && {
        check_keys();
        read_texts();
        read_packages();
        discover_packages(folder_, result_.choice);
        read_version();
        read_requirements();
        read_entry_points();
        read_data_files();
        return std::move(result_);
    }

  private:
    // Some say nothing about a wheel: what tests need, and what setuptools no longer knows.
    void check_keys() const {
        attributes_.allow_only({"name",
                                "version",
                                "description",
                                "long_description",
                                "long_description_content_type",
                                "author",
                                "author_email",
                                "maintainer",
                                "maintainer_email",
                                "url",
                                "download_url",
                                "project_urls",
                                "license",
                                "license_files",
                                "license_file",
                                "classifiers",
                                "keywords",
                                "platforms",
                                "python_requires",
                                "install_requires",
                                "extras_require",
                                "entry_points",
                                "packages",
                                "py_modules",
                                "package_dir",
                                "package_data",
                                "exclude_package_data",
                                "include_package_data",
                                "zip_safe",
                                "data_files",
                                "test_suite",
                                "tests_require",
                                "test_loader",
                                "scripts",
                                "ext_modules",
                                "cmdclass",
                                "setup_requires",
                                "referenced",
                                "universal"});
        for (const char* key : {"scripts", "ext_modules", "cmdclass", "setup_requires"}) {
            const Setting* setting = attributes_.find(key);
            if (setting == nullptr || is_empty(*setting)) continue;
            hand_over(fmt::format("setup() has `{}`", key));
        }
    }

    static bool is_empty(const Setting& setting) {
        if (const auto* list = std::get_if<Setting::List>(&setting.value)) return list->empty();
        if (const auto* table = std::get_if<Setting::Table>(&setting.value)) return table->empty();
        return std::holds_alternative<Setting::None>(setting.value);
    }

    bool has(std::string_view key) const {
        const Setting* setting = attributes_.find(key);
        return setting != nullptr && !std::holds_alternative<Setting::None>(setting->value);
    }

    std::string text(std::string_view key) const {
        return has(key) ? *attributes_.text(key) : std::string();
    }

    std::vector<std::string> list(std::string_view key) const {
        return has(key) ? *attributes_.one_or_more(key) : std::vector<std::string>();
    }

    // A list, or a text with commas. setuptools puts one with lines right in its own way.
    std::vector<std::string> separated(std::string_view key) const {
        const auto given = list(key);
        if (!has(key) || std::holds_alternative<Setting::List>(attributes_.find(key)->value))
            return given;
        if (given.front().find('\n') != std::string::npos)
            hand_over(fmt::format("`{}` of setup() has several lines", key));
        std::vector<std::string> parts;
        for (const std::string_view part : split(given.front(), ','))
            parts.emplace_back(trim_blanks(part));
        return parts;
    }

    bool flag(std::string_view key) const {
        return has(key) && attributes_.flag(key).value_or(false);
    }

    PackageFiles files(std::string_view key) const {
        PackageFiles result;
        if (!has(key)) return result;
        const SettingTable table = attributes_.table(key);
        for (const SettingEntry& entry : table.entries())
            result[entry.key] = table.texts(entry.key);
        return result;
    }

    void read_texts() {
        CoreMetadata& metadata = result_.content.metadata;
        metadata.name = text("name");
        metadata.add("Summary", summary_in(text("description")));
        for (const auto& [key, header] : {std::pair{"url", "Home-page"},
                                          {"download_url", "Download-URL"},
                                          {"author", "Author"},
                                          {"author_email", "Author-email"},
                                          {"maintainer", "Maintainer"},
                                          {"maintainer_email", "Maintainer-email"},
                                          {"license", "License"}})
            metadata.add(header, text(key));
        if (has("project_urls")) {
            for (const auto& [label, url] : attributes_.texts_by_key("project_urls"))
                metadata.add("Project-URL", fmt::format("{}, {}", label, url));
        }
        metadata.add("Keywords", join(separated("keywords"), ","));
        for (const std::string& each : separated("platforms")) metadata.add("Platform", each);
        if (has("classifiers")) {
            for (const std::string& each : attributes_.texts("classifiers"))
                metadata.add("Classifier", each);
        }
        metadata.description = text("long_description");
        metadata.description_content_type = text("long_description_content_type");
        if (const std::string python = text("python_requires"); !python.empty()) {
            const auto specifiers = SpecifierSet::parse(python);
            hand_over_unless(specifiers.has_value(), "python_requires is no valid one");
            metadata.requires_python = specifiers->to_string();
        }
        read_licenses();
        result_.referenced = list("referenced");
        result_.include_package_data = flag("include_package_data");
        result_.is_zip_safe = flag("zip_safe");
        if (flag("universal")) result_.content.python_tag = "py2.py3";
        result_.package_data = files("package_data");
        result_.exclude_package_data = files("exclude_package_data");
    }

    void read_licenses() {
        if (has("license_files")) result_.license_patterns = list("license_files");
        if (!has("license_file")) return;
        auto& patterns = result_.license_patterns;
        if (!patterns) patterns.emplace();
        if (std::ranges::find(*patterns, text("license_file")) == patterns->end())
            patterns->push_back(text("license_file"));
    }

    void read_packages() {
        PackageChoice& choice = result_.choice;
        if (has("package_dir")) {
            for (const auto& [package, path] : attributes_.texts_by_key("package_dir")) {
                const std::string in = normal_name(path);
                const bool is_top = package.empty() && in.empty() && path.empty();
                if (is_top) continue;
                if (in != path || in.empty())
                    hand_over(fmt::format("`{}` in package_dir is not understood", path));
                choice.folders[package] = in;
            }
        }
        if (has("packages")) choice.packages = attributes_.texts("packages");
        if (has("py_modules")) choice.modules = attributes_.texts("py_modules");
    }

    void read_version() {
        constexpr std::string_view kAttribute = "attr:";
        std::string version = text("version");
        if (version.starts_with(kAttribute))
            version = version_of_attribute(folder_, result_.choice.folders,
                                           version.substr(kAttribute.size()));
        result_.content.metadata.version = std::move(version);
        put_version_in_normal_form(result_.content.metadata);
    }

    void read_requirements() {
        for (const std::string& line : lines_of(list("install_requires")))
            add_requirement(result_.content, line, kStyle);
        if (!has("extras_require")) return;
        const SettingTable extras = attributes_.table("extras_require");
        for (const SettingEntry& entry : extras.entries())
            read_extra(entry.key, lines_of(*extras.one_or_more(entry.key)));
    }

    // "extra", and of old also "extra:marker" and ":marker".
    void read_extra(const std::string& key, std::vector<std::string> lines) {
        const std::size_t colon = key.find(':');
        const std::string extra(trim_blanks(key.substr(0, colon)));
        if (colon != std::string::npos) {
            const std::string condition(trim_blanks(key.substr(colon + 1)));
            for (std::string& line : lines) {
                hand_over_unless(line.find(';') == std::string::npos && !condition.empty(),
                                 "an extra with a condition is not understood");
                line += " ; " + condition;
            }
        }
        auto& extras = result_.content.metadata.extras;
        if (!extra.empty() && std::ranges::find(extras, extra_name(extra)) == extras.end())
            extras.push_back(extra_name(extra));
        for (const std::string& line : lines)
            result_.content.metadata.requirements.push_back(
                requirement_text(line, extra.empty() ? "" : extra_name(extra), kStyle));
    }

    void read_entry_points() {
        if (!has("entry_points")) return;
        const Setting* setting = attributes_.find("entry_points");
        if (const auto* all = std::get_if<std::string>(&setting->value)) {
            std::string group;
            for (const std::string& line : lines_of({*all})) {
                if (line.starts_with('[') && line.ends_with(']')) {
                    group = line.substr(1, line.size() - 2);
                } else {
                    add_entry_point(group, line);
                }
            }
            return;
        }
        const SettingTable groups = attributes_.table("entry_points");
        for (const SettingEntry& entry : groups.entries()) {
            for (const std::string& line : lines_of(*groups.one_or_more(entry.key)))
                add_entry_point(entry.key, line);
        }
    }

    void add_entry_point(const std::string& group, const std::string& line) {
        const std::size_t equals = line.find('=');
        hand_over_unless(!group.empty() && equals != std::string::npos,
                         "an entry point is not understood");
        const std::string name(trim_blanks(line.substr(0, equals)));
        const std::string object(trim_blanks(line.substr(equals + 1)));
        const bool is_new = result_.content.entry_points[group].emplace(name, object).second;
        if (!is_new) hand_over(fmt::format("the entry point `{}` is there twice", name));
    }

    void read_data_files() {
        if (!has("data_files")) return;
        const auto* pairs = std::get_if<Setting::List>(&attributes_.find("data_files")->value);
        hand_over_unless(pairs != nullptr, "data_files is no list");
        for (const Setting& each : *pairs) {
            const auto* pair = std::get_if<Setting::List>(&each.value);
            hand_over_unless(pair != nullptr && pair->size() == 2, "data_files has no pairs");
            const auto files = texts_of(pair->back(), "data_files");
            for (const std::string& file : files) result_.referenced.push_back(normal_name(file));
            result_.data_files.emplace_back(text_of(pair->front(), "data_files"), files);
        }
    }

    const ProjectFolder& folder_;
    SettingTable attributes_;
    SetuptoolsProject result_;
};

}  // namespace

SetuptoolsProject project_of_attributes(const ProjectFolder& folder,
                                        const Setting::Table& attributes) {
    return Reader(folder, attributes).run();
}

}  // namespace pexpack
