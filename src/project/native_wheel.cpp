#include "pexpack/project/native_wheel.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <set>

#include "pexpack/archive/archive_writer.hpp"
#include "pexpack/project/python_source.hpp"
#include "pexpack/project/source_tree.hpp"
#include "pexpack/spec/entry_point.hpp"
#include "pexpack/spec/requirement.hpp"
#include "pexpack/spec/version.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{256} << 20;
constexpr std::string_view kSetuptools = "setuptools.build_meta";

// Thrown and caught here alone: the project is for its back end.
struct NotPlain {};

void need(bool condition) {
    if (!condition) throw NotPlain{};
}

std::string text_at(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    need(node->is_string());
    std::string text = node->value_or(std::string());
    need(text.find_first_of("\r\n") == std::string::npos);
    return text;
}

std::vector<std::string> texts_at(const toml::table& table, std::string_view key) {
    std::vector<std::string> texts;
    const toml::node* node = table.get(key);
    if (node == nullptr) return texts;
    need(node->is_array());
    for (const toml::node& each : *node->as_array()) {
        need(each.is_string());
        texts.push_back(each.value_or(std::string()));
        need(texts.back().find_first_of("\r\n") == std::string::npos);
    }
    return texts;
}

const toml::table* table_at(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    need(node == nullptr || node->is_table());
    return node == nullptr ? nullptr : node->as_table();
}

toml::table parsed(const std::string& path) {
    try {
        return toml::parse(read_file(path, kLargestFile));
    } catch (const toml::parse_error&) {
        throw NotPlain{};  // read_pyproject() says what is wrong
    }
}

// The back end, when there is nothing about it to know but its name.
std::string plain_back_end(const toml::table& pyproject, const std::string& folder) {
    constexpr std::array<std::string_view, 3> kBackEnds = {"flit_core.buildapi", "hatchling.build",
                                                           kSetuptools};
    constexpr std::array<std::string_view, 4> kRequired = {"flit-core", "hatchling", "setuptools",
                                                           "wheel"};
    const toml::table* system = table_at(pyproject, "build-system");
    need(system != nullptr && !system->contains("backend-path"));
    const std::string back_end = text_at(*system, "build-backend");
    need(std::ranges::find(kBackEnds, back_end) != kBackEnds.end());
    for (const std::string& text : texts_at(*system, "requires")) {
        const auto requirement = Requirement::parse(text);
        need(requirement.has_value() &&
             std::ranges::find(kRequired, requirement->name.to_string()) != kRequired.end());
    }
    if (const toml::table* tools = table_at(pyproject, "tool")) {
        for (const auto& [name, settings] : *tools) {
            const std::string_view tool = name.str();
            const toml::table* table = settings.as_table();
            // What goes into an sdist is nothing for a wheel.
            const bool is_harmless = tool == "flit" && table != nullptr && table->size() == 1 &&
                                     table->contains("sdist");
            need(is_harmless || (!tool.starts_with("setuptools") && tool != "flit" &&
                                 tool != "hatch" && tool != "distutils"));
        }
    }
    for (const char* file : {"setup.py", "setup.cfg", "MANIFEST.in"})
        need(!exists(join_path(folder, file)));
    return back_end;
}

class PlainProject {
  public:
    explicit PlainProject(const std::string& folder)
        : folder_(folder), pyproject_(parsed(join_path(folder, "pyproject.toml"))) {
        back_end_ = plain_back_end(pyproject_, folder);
        const toml::table* project = table_at(pyproject_, "project");
        need(project != nullptr);
        project_ = project;
        check_keys();
        name_ = text_at(*project_, "name");
        module_ = name_;
        std::ranges::replace(module_, '-', '_');
        const auto version = Version::parse(version_text());
        need(PackageName::parse(name_).has_value() && version.has_value());
        version_ = version->to_string();
        std::string stem = PackageName::parse(name_)->to_string();
        std::ranges::replace(stem, '-', '_');
        stem_ = fmt::format("{}-{}", stem, version_);
    }

    std::string write(const std::string& output_folder) {
        add_package();
        const std::string info = stem_ + ".dist-info/";
        add_licenses(info);
        add(info + "METADATA", metadata());
        add(info + "WHEEL",
            "Wheel-Version: 1.0\nGenerator: pexpack\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        const std::string points = entry_points();
        if (!points.empty()) add(info + "entry_points.txt", points);
        content_.entries.push_back({.name = info + "RECORD",
                                    .content = record_ + info + "RECORD,,\n",
                                    .compressed = true});
        const std::string path = join_path(output_folder, stem_ + "-py3-none-any.whl");
        write_archive(content_, path);
        return path;
    }

  private:
    // All that may stand there and be as good as left out is not among them.
    void check_keys() const {
        constexpr std::array<std::string_view, 18> kKnown = {
            "name",        "version",      "description",  "readme",
            "license",     "authors",      "maintainers",  "requires-python",
            "keywords",    "classifiers",  "urls",         "scripts",
            "gui-scripts", "entry-points", "dependencies", "optional-dependencies",
            "dynamic",     "license-files"};
        for (const auto& [key, value] : *project_)
            need(std::ranges::find(kKnown, key.str()) != kKnown.end());
        for (const std::string& key : texts_at(*project_, "dynamic"))
            need(back_end_.starts_with("flit") && (key == "version" || key == "description"));
    }

    bool is_dynamic(std::string_view key) const {
        const auto dynamic = texts_at(*project_, "dynamic");
        return std::ranges::find(dynamic, key) != dynamic.end();
    }

    std::string source_of_package() const {
        const std::string at_top = join_path(folder_, module_ + "/__init__.py");
        const std::string in_src = join_path(folder_, "src/" + module_ + "/__init__.py");
        need(exists(at_top) || exists(in_src));
        return read_file(exists(at_top) ? at_top : in_src, kLargestFile);
    }

    // flit takes both from the package itself.
    std::string version_text() const {
        if (!is_dynamic("version")) return text_at(*project_, "version");
        return text_given_to(source_of_package(), "__version__").value_or("");
    }

    std::string summary() const {
        if (!is_dynamic("description")) return text_at(*project_, "description");
        const auto text = docstring_of(source_of_package());
        need(text.has_value());
        const std::string_view body = *text;
        const auto begin = body.find_first_not_of(" \t\n");
        need(begin != std::string_view::npos);
        return std::string(body.substr(begin, body.find('\n', begin) - begin));
    }

    void add(const std::string& name, std::string content, bool executable = false) {
        need(name.find_first_of(",\"") == std::string::npos);
        Hasher hash;
        hash.update(content);
        record_ += fmt::format("{},sha256={},{}\n", name, hash.base64url_digest(), content.size());
        content_.entries.push_back({.name = name,
                                    .content = std::move(content),
                                    .compressed = true,
                                    .executable = executable});
    }

    // At the top or in src, not in both.
    void add_package() {
        const std::string at_top = join_path(folder_, module_);
        const std::string in_src = join_path(folder_, "src/" + module_);
        const bool is_at_top = exists(join_path(at_top, "__init__.py"));
        need(is_at_top != exists(join_path(in_src, "__init__.py")));
        need(!is_at_top || !exists(join_path(folder_, "src")));
        if (back_end_ == kSetuptools) check_neighbours(is_at_top);
        const SourceTree tree =
            collect_sources(is_at_top ? at_top : in_src, {}, {.place = module_, .excluded = {}});
        need(tree.left_out.empty() && tree.notes.empty());
        for (const SourceFile& file : tree.files) {
            // Of anything else setuptools takes what a manifest or version control lists.
            need(file.name.ends_with(".py") ||
                 (back_end_ != kSetuptools && !is_compiled_from(file.name)));
            add(file.name, read_file(file.path, kLargestFile), file.executable);
        }
    }

    static bool is_compiled_from(std::string_view name) {
        return name.ends_with(".c") || name.ends_with(".pyx") || name.ends_with(".so");
    }

    // setuptools takes every package that it finds.
    void check_neighbours(bool is_at_top) const {
        constexpr std::array<std::string_view, 7> kNeverPackages = {
            "docs", "doc", "tests", "test", "examples", "scripts", "tools"};
        for (const DirectoryEntry& entry :
             list_directory(is_at_top ? folder_ : join_path(folder_, "src"))) {
            if (entry.name == module_ || entry.name.starts_with('.')) continue;
            const bool is_harmless = is_at_top && (entry.type == FileType::kRegular ||
                                                   std::ranges::find(kNeverPackages, entry.name) !=
                                                       kNeverPackages.end());
            need(is_harmless || entry.name.ends_with(".egg-info"));
        }
    }

    void add_licenses(const std::string& info) {
        std::vector<std::string> globs = {"LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*"};
        if (project_->contains("license-files")) globs = texts_at(*project_, "license-files");
        for (const std::string& glob : globs) need(glob.find('/') == std::string::npos);
        for (const DirectoryEntry& entry : list_directory(folder_)) {
            const bool is_license = std::ranges::any_of(
                globs, [&](const std::string& glob) { return matches_glob(glob, entry.name); });
            if (!is_license) continue;
            need(entry.type == FileType::kRegular);
            add(info + "licenses/" + entry.name,
                read_file(join_path(folder_, entry.name), kLargestFile));
            headers_ += fmt::format("License-File: {}\n", entry.name);
        }
    }

    void add_header(std::string_view name, const std::string& text) {
        if (!text.empty()) headers_ += fmt::format("{}: {}\n", name, text);
    }

    void add_requirements() {
        const auto add_one = [&](const std::string& text, const std::string& extra) {
            auto requirement = Requirement::parse(text);
            need(requirement.has_value());
            Requirement plain = *requirement;
            std::string marker = plain.marker ? plain.marker->to_string() : std::string();
            plain.marker.reset();
            if (!extra.empty()) {
                const std::string condition = fmt::format("extra == \"{}\"", extra);
                marker = marker.empty() ? condition : fmt::format("({}) and {}", marker, condition);
            }
            add_header("Requires-Dist", plain.to_string() + (marker.empty() ? "" : " ; " + marker));
        };
        for (const std::string& text : texts_at(*project_, "dependencies")) add_one(text, "");
        const toml::table* extras = table_at(*project_, "optional-dependencies");
        if (extras == nullptr) return;
        for (const auto& [key, value] : *extras) {
            const auto name = PackageName::parse(key.str());
            need(name.has_value());
            add_header("Provides-Extra", name->to_string());
            for (const std::string& text : texts_at(*extras, key.str()))
                add_one(text, name->to_string());
        }
    }

    std::string metadata() {
        const std::string licenses = std::move(headers_);
        headers_ = fmt::format("Metadata-Version: 2.4\nName: {}\nVersion: {}\n", name_, version_);
        add_header("Summary", summary());
        add_header("Requires-Python", text_at(*project_, "requires-python"));
        for (const std::string& text : texts_at(*project_, "classifiers"))
            add_header("Classifier", text);
        add_header("Keywords", join(texts_at(*project_, "keywords"), ","));
        if (const toml::table* urls = table_at(*project_, "urls")) {
            for (const auto& [key, value] : *urls) {
                add_header("Project-URL",
                           fmt::format("{}, {}", key.str(), text_at(*urls, key.str())));
            }
        }
        headers_ += licenses;
        add_requirements();
        return headers_ + readme();
    }

    std::string readme() const {
        const toml::node* node = project_->get("readme");
        if (node == nullptr) return {};
        const std::string file = text_at(*project_, "readme");
        const bool is_markdown = ascii_lower(file).ends_with(".md");
        need(is_markdown || ascii_lower(file).ends_with(".rst"));
        const std::string path = join_path(folder_, file);
        need(is_regular_file(path));
        return fmt::format("Description-Content-Type: {}\n\n{}",
                           is_markdown ? "text/markdown" : "text/x-rst",
                           read_file(path, kLargestFile));
    }

    std::string entry_points() const {
        std::string text;
        const auto add_group = [&](std::string_view group, const toml::table* table) {
            if (table == nullptr || table->empty()) return;
            text += fmt::format("[{}]\n", group);
            for (const auto& [key, value] : *table)
                text += fmt::format("{} = {}\n", key.str(), text_at(*table, key.str()));
            text += "\n";
        };
        add_group("console_scripts", table_at(*project_, "scripts"));
        add_group("gui_scripts", table_at(*project_, "gui-scripts"));
        if (const toml::table* groups = table_at(*project_, "entry-points")) {
            for (const auto& [key, value] : *groups)
                add_group(key.str(), table_at(*groups, key.str()));
        }
        need(parse_entry_points(text).has_value());
        return text;
    }

    std::string folder_;
    toml::table pyproject_;
    std::string back_end_;
    const toml::table* project_ = nullptr;  // in pyproject_
    std::string name_;
    std::string module_;
    std::string version_;
    std::string stem_;
    std::string headers_;
    std::string record_;
    ArchiveContent content_{.prefix = {}, .entries = {}, .timestamp = 0};
};

}  // namespace

std::optional<std::string> native_wheel(const std::string& folder,
                                        const std::string& output_folder) {
    if (!is_regular_file(join_path(folder, "pyproject.toml"))) return std::nullopt;
    try {
        return PlainProject(folder).write(output_folder);
    } catch (const NotPlain&) {
        return std::nullopt;
    }
}

}  // namespace pexpack
