#include "pyproject.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>

#include "pexpack/spec/requirement.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::uint64_t kLargest = std::uint64_t{16} << 20;

toml::table parsed(const std::string& path) {
    const std::string text = read_file(path, kLargest);
    try {
        return toml::parse(text, path);
    } catch (const toml::parse_error& error) {
        const auto begin = error.source().begin;
        throw Error(ErrorKind::kBadInput,
                    fmt::format("`{}` is not valid TOML: {}", path, error.description()))
            .at({path, static_cast<int>(begin.line), static_cast<int>(begin.column)});
    }
}

using Texts = std::vector<std::string>;

std::optional<Texts> texts_at(const toml::table& table, std::string_view path) {
    const toml::array* array = table.at_path(path).as_array();
    if (array == nullptr) return std::nullopt;
    Texts texts;
    for (const toml::node& node : *array) texts.push_back(node.value_or(std::string()));
    return texts;
}

// What the `project` table says that no wheel may say.
class ProjectCheck {
  public:
    ProjectCheck(const toml::table& project, const std::string& path)
        : project_(project), path_(path) {}

    void run() const {
        if (!project_.contains("name")) throw bad(project_, "has no `name`");
        check_text<PackageName>("name", "is no name of a package");
        check_text<Version>("version", "is no version");
        check_text<SpecifierSet>("requires-python", "names no versions");
        if (const toml::node* node = project_.get("dependencies"))
            check_requirements(*node, "dependencies");
        const toml::node* node = project_.get("optional-dependencies");
        if (node == nullptr) return;
        if (!node->is_table()) throw bad(*node, "has `optional-dependencies` that are no table");
        for (const auto& [extra, list] : *node->as_table())
            check_requirements(list, fmt::format("optional-dependencies.{}", extra.str()));
    }

  private:
    Error bad(const toml::node& node, const std::string& what) const {
        const auto begin = node.source().begin;
        return Error(ErrorKind::kBadInput, fmt::format("the table `project` {}", what))
            .at({path_, static_cast<int>(begin.line), static_cast<int>(begin.column)});
    }

    // Of a value that is a text.
    template <class T>
    void check_text(std::string_view key, std::string_view what) const {
        const toml::node* node = project_.get(key);
        if (node == nullptr) return;
        const auto text = node->value_exact<std::string>();
        if (!text) throw bad(*node, fmt::format("has a `{}` that is no text", key));
        if (const auto value = T::parse(*text); !value) {
            throw bad(*node,
                      fmt::format("has the `{}` `{}`, which {}", key, printable(*text), what))
                .because(value.error().message);
        }
    }

    void check_requirements(const toml::node& node, const std::string& key) const {
        if (!node.is_array()) throw bad(node, fmt::format("has `{}` that are no array", key));
        for (const toml::node& each : *node.as_array()) {
            const auto text = each.value_exact<std::string>();
            if (!text) throw bad(each, fmt::format("has something in `{}` that is no text", key));
            if (const auto requirement = Requirement::parse(*text); !requirement) {
                throw bad(each, fmt::format("has `{}` in `{}`, which is no requirement",
                                            printable(*text), key))
                    .because(requirement.error().message);
            }
        }
    }

    const toml::table& project_;
    const std::string& path_;
};

}  // namespace

void check_project_table(const std::string& path) {
    const toml::table table = parsed(path);
    if (const toml::table* project = table["project"].as_table())
        ProjectCheck(*project, path).run();
}

Pyproject read_pyproject(const std::string& path) {
    const toml::table table = parsed(path);
    Pyproject result;
    result.is_project = table["project"].is_table() || table["build-system"].is_table() ||
                        table.at_path("tool.poetry").is_table();
    result.name = table.at_path("project.name").value_or(std::string());
    result.version = table.at_path("project.version").value_or(std::string());
    result.has_build_system = table["build-system"].is_table();
    result.build_requires = texts_at(table, "build-system.requires");
    result.back_end = table.at_path("build-system.build-backend").value_or(std::string());
    result.back_end_path = texts_at(table, "build-system.backend-path").value_or(Texts());
    return result;
}

}  // namespace pexpack
