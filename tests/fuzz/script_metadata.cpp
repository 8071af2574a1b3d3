// A program with a `# /// script` block (PEP 723): an error with its line, or requirements; the
// same whatever the line ends are.
#include "pexpack/project/script_metadata.hpp"

#include <optional>

#include "fuzz/laws.hpp"
#include "fuzz/memory_file.hpp"
#include "pexpack/spec/requirement.hpp"
#include "pexpack/support/error.hpp"

namespace pexpack {

namespace {

std::optional<ScriptMetadata> read(std::string_view text) try {
    return read_script_metadata(MemoryFile(text).path());
} catch (const Error& error) {
    require(error.kind() == ErrorKind::kBadInput, "a bad block is bad input", text);
    require(error.where().size() == 1 && error.where().front().line > 0, "an error has its line",
            text);
    return std::nullopt;
}

}  // namespace

void examine(std::string_view input) {
    const auto metadata = read(input);
    const auto lines = static_cast<int>(split(input, '\n').size());
    if (metadata) {
        require(metadata->line <= lines, "the block is in the file", input);
        for (const std::string& text : metadata->dependencies)
            require(Requirement::parse(text).has_value(), "a dependency is a requirement", input);
        require(
            metadata->line > 0 || (metadata->dependencies.empty() && !metadata->requires_python),
            "what is said is said in a block", input);
    }
    if (input.find('\r') != std::string_view::npos) return;
    std::string elsewhere;
    for (const std::string_view line : split(input, '\n')) elsewhere += std::string(line) + "\r\n";
    const auto again = read(elsewhere);
    require(again.has_value() == metadata.has_value() &&
                (!again ||
                 (again->line == metadata->line && again->dependencies == metadata->dependencies &&
                  again->requires_python == metadata->requires_python)),
            "line ends mean nothing", input);
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
