// What a single-file program says that it needs (PEP 723, "inline script metadata").
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pexpack/spec/specifier.hpp"

namespace pexpack {

struct ScriptMetadata {
    std::vector<std::string> dependencies;        // PEP 508, checked
    std::optional<SpecifierSet> requires_python;  // nothing when it does not say
    int line = 0;                                 // of `# /// script`; 0 without one
};

// Throws Error (kBadInput) with file and line: several blocks, one without an end, no valid TOML, a
// dependency or requires-python that is no valid one; and when the file cannot be read.
ScriptMetadata read_script_metadata(const std::string& path);

}  // namespace pexpack
