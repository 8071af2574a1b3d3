// flit_core 3.12 and 4: one module or package, all of its files.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "back_end_release.hpp"
#include "back_ends.hpp"
#include "handed_over.hpp"
#include "pexpack/spec/version.hpp"
#include "pexpack/support/text.hpp"
#include "project_table.hpp"
#include "python_glob.hpp"
#include "python_literal.hpp"

namespace pexpack {

namespace {

const ProjectRules kRules = {
    .requirements = {.extra = RequirementStyle::Extra::kInFront, .normal_extras = true},
    .sorts_requires_python = false,
    .dynamic = {"version", "description"}};

struct Module {
    std::string source;  // the folder that holds it: "" or "src"
    std::string path;    // of the package's folder or the module's file
    bool is_package = false;
};

std::string module_name(const SettingTable& project, const SettingTable& tool) {
    const SettingTable module = tool.table("module");
    module.allow_only({"name"});
    if (const auto name = module.text("name")) return *name;
    std::string name = project.text_or_empty("name");
    const std::size_t stem = name.ends_with("-stubs") ? name.size() - 6 : name.size();
    std::replace(name.begin(), name.begin() + static_cast<std::ptrdiff_t>(stem), '-', '_');
    return name;
}

Module find_module(const ProjectFolder& folder, std::string name) {
    std::ranges::replace(name, '.', '/');
    std::vector<Module> found;
    for (const char* source : {"", "src"}) {
        const std::string path = join_path(source, name);
        if (folder.is_folder(path))
            found.push_back({.source = source, .path = path, .is_package = true});
        if (folder.is_file(path + ".py"))
            found.push_back({.source = source, .path = path + ".py", .is_package = false});
    }
    if (found.size() != 1) hand_over(fmt::format("there is not one module `{}`", name));
    return found.front();
}

// What a later file says goes before what an earlier one says.
std::string version_of(const ProjectFolder& folder, const Module& module) {
    std::vector<std::string> files{module.path};
    if (module.is_package) {
        files.clear();
        for (const char* name : {"__version__.py", "_version.py", "version.py", "__init__.py"}) {
            if (folder.is_file(join_path(module.path, name)))
                files.push_back(join_path(module.path, name));
        }
    }
    std::string version;
    for (const std::string& file : files) {
        const auto assignment = first_assignment(python_source_in(folder, file), "__version__");
        if (!assignment) continue;
        const auto* text =
            assignment->value ? std::get_if<std::string>(&assignment->value->value) : nullptr;
        if (text == nullptr) hand_over(fmt::format("`__version__` in `{}` is no text", file));
        version = *text;
    }
    const auto parsed = Version::parse(version);
    hand_over_unless(parsed.has_value(), "no `__version__` can be read from the module");
    return parsed->to_string();
}

std::string summary_of(const ProjectFolder& folder, const Module& module) {
    const auto docstring = docstring_of(
        python_source_in(folder, module.is_package ? module.path + "/__init__.py" : module.path));
    hand_over_unless(docstring.has_value(), "the module's docstring cannot be read");
    const std::string_view body = *docstring;
    const auto begin = body.find_first_not_of(" \t\n");
    hand_over_unless(begin != std::string_view::npos, "the module's docstring is empty");
    return std::string(body.substr(begin, body.find('\n', begin) - begin));
}

void add_module(const ProjectFolder& folder, const Module& module, WheelContent& content) {
    const std::size_t prefix = module.source.empty() ? 0 : module.source.size() + 1;
    if (!module.is_package) {
        content.add(module.path.substr(prefix), module.path);
        return;
    }
    const auto is_left_out = [](std::string_view name) {
        return base_name(name) == "__pycache__" || name.ends_with(".pyc");
    };
    for (const std::string& file : folder.files_below(module.path, is_left_out)) {
        if (!is_left_out(file)) content.add(file.substr(prefix), file);
    }
}

std::vector<std::string> license_files(const ProjectFolder& folder, const SettingTable& project,
                                       bool is_before_4) {
    std::vector<std::string> patterns = {"COPYING*", "LICEN[CS]E*"};
    if (!is_before_4) patterns.insert(patterns.end(), {"NOTICE*", "AUTHORS*"});
    const bool is_given = project.has("license-files");
    if (is_given) patterns = project.texts("license-files");
    std::vector<std::string> files;
    for (const std::string& pattern : patterns) {
        // Which folders and files `**` takes depends on the Python.
        hand_over_unless(pattern.find("**") == std::string::npos,
                         "`project.license-files` is not understood");
        std::size_t count = 0;
        for (const std::string& name : glob_names(folder, "", pattern, {.hidden = true})) {
            if (!folder.is_file(name)) continue;
            files.push_back(name);
            ++count;
        }
        hand_over_unless(!is_given || count > 0, "a pattern of license-files matches nothing");
    }
    if (auto file = license_file_of(project)) files.push_back(std::move(*file));
    return each_once(std::move(files));
}

// Files that are to be installed below the environment's own folder.
void add_external_data(const ProjectFolder& folder, const SettingTable& tool,
                       WheelContent& content) {
    const SettingTable external = tool.table("external-data");
    external.allow_only({"directory"});
    const auto directory = external.text("directory");
    if (!directory) return;
    const std::string name = normal_name(*directory);
    hand_over_unless(!name.empty() && folder.is_folder(name), "there is no external data");
    const auto skips = [](std::string_view each) { return base_name(each) == "__pycache__"; };
    for (const std::string& file : folder.files_below(name, skips))
        content.data.emplace("data" + file.substr(name.size()), file);
}

// Python 2 is meant, too, unless one clause starts with a later number.
std::string python_tag(const std::string& requires_python) {
    for (std::string_view clause : split(requires_python, ',')) {
        clause = trim_blanks(clause);
        for (const std::string_view sign : {"===", "==", ">=", "~=", ">"}) {
            if (!clause.starts_with(sign)) continue;
            clause = trim_blanks(clause.substr(sign.size()));
            break;
        }
        if (!clause.empty() && clause.front() >= '3' && clause.front() <= '9') return "py3";
    }
    return "py2.py3";
}

}  // namespace

WheelContent flit_wheel(const ProjectFolder& folder, const SettingTable& pyproject) {
    const SettingTable project = pyproject.table("project");
    const SettingTable tool = pyproject.table("tool").table("flit");
    tool.allow_only({"module", "sdist", "external-data"});
    const std::string release =
        release_in_use(pyproject, "flit-core", {"4.2.0", "4.1.0", "4.0.2", "3.12.0"});
    WheelContent content;
    read_project_table(project, folder, kRules, content);
    const Module module = find_module(folder, module_name(project, tool));
    CoreMetadata& metadata = content.metadata;
    if (is_dynamic(project, "version")) metadata.version = version_of(folder, module);
    if (is_dynamic(project, "description")) metadata.add("Summary", summary_of(folder, module));
    hand_over_unless(project.has("description") || is_dynamic(project, "description"),
                     "there is no description");
    put_version_in_normal_form(metadata);
    metadata.license_files = license_files(folder, project, release.starts_with("3."));
    add_module(folder, module, content);
    add_external_data(folder, tool, content);
    content.python_tag = python_tag(metadata.requires_python);
    return content;
}

}  // namespace pexpack
