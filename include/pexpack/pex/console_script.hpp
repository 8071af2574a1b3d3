// What `-c NAME` means: looked up in the wheels, not on this machine.
#pragma once

#include <string>
#include <vector>

#include "pexpack/resolver/resolution.hpp"

namespace pexpack {

// One of the two is set.
struct ScriptTarget {
    std::string entry_point;  // "gunicorn.app.wsgiapp:run", of a console script
    std::string script;       // the name of a file that a wheel brings for the bin folder
};

// Throws Error (kBadInput) when no wheel has a script of that name; the message lists those there
// are.
ScriptTarget find_console_script(const std::string& name, const std::vector<Pin>& pins);

}  // namespace pexpack
