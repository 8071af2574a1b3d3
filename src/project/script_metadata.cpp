#include "pexpack/project/script_metadata.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include "pexpack/project/python_source.hpp"
#include "pexpack/spec/requirement.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

struct Block {
    std::string text;
    int line = 0;
};

// The lines behind `begin` up to the last `# ///` before one that is no comment.
std::optional<std::string> text_of_block(const std::vector<std::string_view>& lines,
                                         std::size_t begin) {
    std::size_t end = begin;
    for (std::size_t i = begin + 1; i < lines.size(); ++i) {
        if (lines[i] != "#" && !lines[i].starts_with("# ")) break;
        if (lines[i] == "# ///") end = i;
    }
    if (end == begin) return std::nullopt;
    std::string text;
    for (std::size_t i = begin + 1; i < end; ++i)
        text += std::string(lines[i].substr(std::min<std::size_t>(2, lines[i].size()))) + "\n";
    return text;
}

Block block_of(const std::string& path) {
    const std::string source = read_file(path, kMaxSourceLength);
    std::vector<std::string_view> lines;
    for (std::string_view line : split(source, '\n')) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
    }
    Block found;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i] != "# /// script") continue;
        const int line = static_cast<int>(i) + 1;
        auto text = text_of_block(lines, i);
        if (found.line != 0 || !text) {
            throw Error(ErrorKind::kBadInput, text ? "a program may have one `# /// script` block"
                                                   : "the `# /// script` block has no end")
                .at({.file = path, .line = line, .column = 0})
                .hint("a block ends with a line `# ///`; all lines before it start with `# `");
        }
        found = {std::move(*text), line};
    }
    return found;
}

}  // namespace

ScriptMetadata read_script_metadata(const std::string& path) {
    const Block block = block_of(path);
    ScriptMetadata metadata;
    metadata.line = block.line;
    const auto refused = [&](const std::string& message) {
        return Error(ErrorKind::kBadInput, message)
            .at({.file = path, .line = block.line, .column = 0});
    };
    toml::table table;
    try {
        table = toml::parse(block.text);
    } catch (const toml::parse_error& error) {
        const int line = block.line + static_cast<int>(error.source().begin.line);
        throw Error(
            ErrorKind::kBadInput,
            fmt::format("the `# /// script` block is no valid TOML: {}", error.description()))
            .at({.file = path, .line = line, .column = 0});
    }
    if (const auto python = table["requires-python"].value<std::string>()) {
        const auto specifiers = SpecifierSet::parse(*python);
        if (!specifiers)
            throw refused(fmt::format("`requires-python` is `{}`, which names no versions",
                                      printable(*python)));
        metadata.requires_python = *specifiers;
    }
    const toml::node* dependencies = table.get("dependencies");
    if (dependencies == nullptr) return metadata;
    if (!dependencies->is_array()) throw refused("`dependencies` is no array");
    for (const toml::node& node : *dependencies->as_array()) {
        const std::string text = node.value_or(std::string());
        if (const auto parsed = Requirement::parse(text); !parsed) {
            throw refused(fmt::format("the dependency `{}` is no requirement: {}", printable(text),
                                      parsed.error().message));
        }
        metadata.dependencies.push_back(text);
    }
    return metadata;
}

}  // namespace pexpack
