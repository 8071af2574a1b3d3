// setup.cfg: setuptools' `metadata` and `options`.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "handed_over.hpp"
#include "ini_file.hpp"
#include "pexpack/support/text.hpp"
#include "setuptools_project.hpp"

namespace pexpack {

namespace {

std::vector<std::string> items_of(std::string_view value, char separator = ',') {
    if (value.find('\n') != std::string_view::npos) separator = '\n';
    std::vector<std::string> items;
    for (const std::string_view part : split(value, separator)) {
        const std::string_view item = trim_blanks(part);
        if (!item.empty()) items.emplace_back(item);
    }
    return items;
}

Setting list_of(const std::vector<std::string>& texts) {
    Setting::List list;
    for (const std::string& text : texts) list.push_back({text});
    return {std::move(list)};
}

bool is_false(const Setting& setting) {
    if (const auto* text = std::get_if<std::string>(&setting.value)) return text->empty();
    if (const auto* flag = std::get_if<bool>(&setting.value)) return !*flag;
    if (const auto* list = std::get_if<Setting::List>(&setting.value)) return list->empty();
    if (const auto* table = std::get_if<Setting::Table>(&setting.value)) return table->empty();
    return std::holds_alternative<Setting::None>(setting.value);
}

class Adder {
  public:
    Adder(const ProjectFolder& folder, Setting::Table& attributes)
        : folder_(folder), attributes_(attributes) {}

    void run(const std::vector<IniSection>& sections) {
        sections_ = &sections;
        for (const IniSection& section : sections) {
            if (section.name == "metadata") {
                for (const auto& [key, value] : section.options) add_metadata(normal(key), value);
            } else if (section.name == "options") {
                for (const auto& [key, value] : section.options) add_option(normal(key), value);
            } else if (section.name.starts_with("options.")) {
                add_section(section);
            } else {
                check_command(section);
            }
        }
        if (!package_folders_.empty() && !has("package_dir")) set("package_dir", folders());
        if (!referenced_.empty()) set("referenced", list_of(referenced_));
    }

  private:
    // Dashes and capitals of old.
    static std::string normal(std::string_view key) {
        std::string name = ascii_lower(key);
        std::ranges::replace(name, '-', '_');
        return name;
    }

    bool has(std::string_view key) const {
        const auto entry = std::ranges::find(attributes_, key, &SettingEntry::key);
        return entry != attributes_.end() && !is_false(entry->value);
    }

    void set(const std::string& key, Setting value) {
        if (has(key)) return;
        std::erase_if(attributes_, [&](const SettingEntry& each) { return each.key == key; });
        attributes_.push_back({.key = key, .value = std::move(value)});
    }

    std::string with_files(const std::string& value) {
        constexpr std::string_view kFile = "file:";
        if (!value.starts_with(kFile)) return value;
        std::vector<std::string> files;
        for (const std::string_view part : split(std::string_view(value).substr(5), ','))
            files.emplace_back(trim_blanks(part));
        for (const std::string& file : files)
            hand_over_unless(file.find('\n') == std::string::npos, "a list of files has lines");
        return text_of_files(folder_, files, referenced_);
    }

    void add_metadata(std::string key, const std::string& value) {
        constexpr std::array<std::string_view, 6> kLists = {
            "platforms", "keywords", "provides", "obsoletes", "classifiers", "license_files"};
        if (key == "home_page") key = "url";
        if (key == "summary") key = "description";
        if (key == "classifier") key = "classifiers";
        if (key == "platform") key = "platforms";
        if (key == "description_file") return;  // of another tool; setuptools knows none
        if (key == "project_urls") {
            set(key, dictionary(value));
        } else if (key == "classifiers") {
            set(key, list_of(items_of(with_files(value))));
        } else if (std::ranges::find(kLists, key) != kLists.end()) {
            set(key, list_of(items_of(value)));
        } else if (key == "license") {
            hand_over_unless(!value.starts_with("file:"), "the license is in a file");
            set(key, {value});
        } else if (key == "description" || key == "long_description" || key == "version") {
            set(key, {with_files(value)});
        } else {
            set(key, {value});
        }
    }

    void add_option(const std::string& key, const std::string& value) {
        if (key == "zip_safe" || key == "include_package_data") {
            const std::string lower = ascii_lower(value);
            set(key, {lower == "1" || lower == "true" || lower == "yes"});
        } else if (key == "package_dir") {
            set(key, dictionary(value));
        } else if (key == "install_requires") {
            set(key, list_of(requirements(value)));
        } else if (key == "setup_requires") {
            set(key, list_of(items_of(value, ';')));
        } else if (key == "packages") {
            if (!has(key)) add_packages(value);
        } else if (key == "py_modules" || key == "scripts") {
            set(key, list_of(items_of(value)));
        } else if (key == "entry_points" || key == "python_requires") {
            set(key, {with_files(value)});
        } else if (key != "tests_require" && key != "test_suite") {
            hand_over(fmt::format("`{}` in setup.cfg is not understood", key));
        }
    }

    std::vector<std::string> requirements(const std::string& value) {
        auto items = items_of(with_files(value), ';');
        std::erase_if(items, [](const std::string& each) { return each.starts_with('#'); });
        return items;
    }

    static Setting dictionary(const std::string& value) {
        Setting::Table table;
        for (const std::string& item : items_of(value)) {
            const std::size_t equals = item.find('=');
            hand_over_unless(equals != std::string::npos, "a value of setup.cfg has no `=`");
            const std::string key(trim_blanks(item.substr(0, equals)));
            std::erase_if(table, [&](const SettingEntry& each) { return each.key == key; });
            table.push_back(
                {.key = key, .value = {std::string(trim_blanks(item.substr(equals + 1)))}});
        }
        return {std::move(table)};
    }

    void add_packages(const std::string& value) {
        const std::string_view kind = trim_blanks(value);
        if (kind != "find:" && kind != "find_namespace:") {
            set("packages", list_of(items_of(value)));
            return;
        }
        PackageSearch search{.where = {}, .exclude = {}, .namespaces = kind == "find_namespace:"};
        std::vector<std::string> where{"."};
        for (const IniSection& section : *sections_) {
            if (section.name != "options.packages.find") continue;
            for (const auto& [key, text] : section.options) {
                const auto items = items_of(text);
                if (items.empty()) continue;
                if (key == "where") where = {items.front()};
                if (key == "include") search.include = items;
                if (key == "exclude") search.exclude = items;
            }
        }
        set("packages", list_of(found_packages(folder_, where, search, package_folders_)));
    }

    Setting folders() const {
        Setting::Table table;
        for (const auto& [package, path] : package_folders_)
            table.push_back({.key = package, .value = {path}});
        return {std::move(table)};
    }

    void add_section(const IniSection& section) {
        const std::string key = section.name.substr(std::string_view("options.").size());
        if (key == "packages.find") return;
        Setting::Table table;
        for (const auto& [name, value] : section.options) {
            const auto items = key == "extras_require" ? requirements(value) : items_of(value);
            const bool is_general = name == "*" && key.ends_with("package_data");
            table.push_back({.key = is_general ? "" : name, .value = list_of(items)});
        }
        hand_over_unless(key == "extras_require" || key == "entry_points" ||
                             key == "package_data" || key == "exclude_package_data",
                         "a section of setup.cfg is not understood");
        set(key, {std::move(table)});
    }

    // Settings of commands that a wheel comes from.
    void check_command(const IniSection& section) {
        constexpr std::array<std::string_view, 16> kCommands = {
            "bdist_wheel",      "bdist",       "wheel",        "build",
            "build_py",         "build_ext",   "build_clib",   "build_scripts",
            "install",          "install_lib", "install_data", "install_scripts",
            "install_egg_info", "dist_info",   "global",       "egg_info"};
        if (std::ranges::find(kCommands, section.name) == kCommands.end()) return;
        for (const auto& [key, value] : section.options) {
            const std::string lower = ascii_lower(value);
            if (section.name == "bdist_wheel" && key == "universal") {
                set("universal", {lower == "1" || lower == "true" || lower == "yes"});
                continue;
            }
            const bool is_harmless =
                section.name == "egg_info" &&
                ((normal(key) == "tag_build" && value.empty()) ||
                 ((normal(key) == "tag_date" || normal(key) == "tag_svn_revision") &&
                  (lower == "0" || lower == "false" || lower == "no")));
            if (!is_harmless)
                hand_over(fmt::format("setup.cfg has settings of `{}`", section.name));
        }
    }

    const ProjectFolder& folder_;
    Setting::Table& attributes_;
    const std::vector<IniSection>* sections_ = nullptr;
    PackageFolders package_folders_;
    std::vector<std::string> referenced_;
};

}  // namespace

void add_setup_cfg(const ProjectFolder& folder, Setting::Table& attributes) {
    if (!folder.is_file("setup.cfg")) return;
    Adder(folder, attributes).run(parse_ini(folder.text("setup.cfg")));
}

}  // namespace pexpack
