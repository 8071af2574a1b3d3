#include "pyproject.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"

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

}  // namespace

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
