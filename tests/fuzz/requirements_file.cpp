// A requirements file and, behind a NUL byte, a file that it may include as other.txt: an Error or
// an answer, the same twice, with places that exist.
#include "pexpack/requirements/requirements_file.hpp"

#include <algorithm>
#include <optional>

#include "fuzz/laws.hpp"
#include "requirements/fake_source.hpp"

namespace pexpack {

namespace {

// The answer or the error, as text.
std::string outcome(const FakeSource& source) {
    std::string text;
    try {
        const RequirementsFile file = source.read();
        for (const auto* lines : {&file.requirements, &file.constraints}) {
            for (const RequirementLine& line : *lines) {
                require(line.where.line > 0, "every line has a place", line.text);
                require(
                    line.requirement.has_value() == (line.kind == RequirementLine::Kind::kNamed),
                    "what is named is parsed", line.text);
                text += line.where.to_string() + " " + line.text + "\n";
            }
        }
    } catch (const Error& error) {
        require(!error.message().empty(), "an error says something", "");
        text = error.message();
        for (const SourceLocation& place : error.where()) text += place.to_string();
    }
    return text;
}

}  // namespace

void examine(std::string_view input) {
    const auto end = std::min(input.find('\0'), input.size());
    FakeSource source;
    source.files["/work/requirements.txt"] = std::string(input.substr(0, end));
    source.files["/work/other.txt"] = std::string(input.substr(std::min(end + 1, input.size())));
    source.variables["TOKEN"] = "value # of a variable";
    require(outcome(source) == outcome(source), "the same file gives the same answer", input);
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
