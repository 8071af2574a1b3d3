// What the builder of a pex decides about its starts.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace pexpack {

// Where a variable of the same meaning is set at run time (PEX_INHERIT_PATH, PEX_ROOT, a name of
// inject_env), that one wins. The texts hold neither NUL nor a line end.
struct StartSettings {
    std::string inherit_path = "false";  // false, prefer, fallback or pythonpath
    std::string pex_root;                // the cache unless PEX_ROOT is set; "" for the default
    bool strip_pex_env = true;           // keeps variables PEX_* from the application
    std::vector<std::string> inject_python_args;                  // flags of Python
    std::vector<std::string> inject_args;                         // before the user's, entry only
    std::vector<std::pair<std::string, std::string>> inject_env;  // names are variables' names
};

}  // namespace pexpack
