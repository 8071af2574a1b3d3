// The lines of a requirements file and of all it includes, before their requirements are parsed:
// for whoever wants to go on after a bad requirement, as a checker does.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "pexpack/requirements/requirements_file.hpp"

namespace pexpack {

// Where a stretch of a joined line comes from.
struct TextOrigin {
    std::size_t offset = 0;  // in the joined text, in bytes
    int line = 0;
    int column = 0;  // of the character at `offset`, counted from 1
};

struct RequirementText {
    std::string text;
    bool editable = false;
    bool constraint = false;
    std::vector<std::pair<std::string, std::string>> hashes;  // algorithm and digest as written
    std::map<std::string, std::vector<std::string>> config_settings;
    SourceLocation where;                       // file and first line
    std::vector<SourceLocation> included_from;  // innermost first
    std::string line;                           // the whole joined line, for carets
    std::vector<TextOrigin> origins;            // of `line`
};

// Hands each requirement to `sink` in the order that pip sees them and collects the options of the
// other lines. Throws Error (kBadInput) where pip stops; what came before has been handed out.
void for_each_requirement(const std::string& path, bool as_constraints,
                          const RequirementsSource& source, IndexOptions& options,
                          const std::function<void(const RequirementText&)>& sink);

// Throws Error (kBadInput) with file:line:column and a caret when the text is no requirement.
RequirementLine parse_requirement_text(const RequirementText& text,
                                       const RequirementsSource& source);

}  // namespace pexpack
