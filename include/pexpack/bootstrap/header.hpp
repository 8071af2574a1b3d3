// The text before the zip: an sh program that finds the laid-out application and becomes its
// Python, or else starts a fitting Python on the file itself.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pexpack {

// What decides between the rows of the table of targets besides the Python: the header then keeps
// apart what it knows of machines that may share the cache.
struct MachineQuestions {
    bool platform = false;
    bool libc = false;
};

// What the header has to know without opening the archive. The same facts stand in PEX-INFO, which
// the slow path reads: the two have to agree. Values may hold any byte but NUL and a line end.
struct HeaderFacts {
    std::string pex_hash;              // PEX-INFO `pex_hash`; letters and digits only
    std::string target;                // for people: "CPython 3.11 on linux-x86_64"
    std::vector<std::string> pythons;  // that may run it, preferred first: "cpython3.11"
    MachineQuestions machine;
    // Program names to look for on PATH, best first; when empty they are derived from `pythons`.
    std::vector<std::string> python_names;
    // What runs when the user names nothing: `entry_point` is "module" or "module:function" (a
    // console script comes resolved to this), `script` is a program in the bin folder. Both empty:
    // Python's own command line.
    std::string entry_point;
    std::string script;
    std::string inherit_path = "false";  // false, prefer, fallback or pythonpath
    std::string pex_root;                // PEX-INFO `pex_root`: the cache unless PEX_ROOT is set
    std::vector<std::string> inject_python_args;
    std::vector<std::string> inject_args;                         // before the user's, entry only
    std::vector<std::pair<std::string, std::string>> inject_env;  // the user's own values win
};

// The name of its program: "python3.11" of "cpython3.11", "pypy3.9" of itself.
std::string program_of(const std::string& python);

// The whole header, from `#!/bin/sh` to the line end before the zip. Throws a BugError when a fact
// breaks the rules above or an `inject_env` name is not a variable's name.
std::string render_header(const HeaderFacts& facts);

// "#!" + interpreter + line end, for those who want no sh header; a "#!" that it begins with counts
// once. Throws an Error of kind kUsage for a shebang that no kernel takes: not an absolute path,
// with a line end or NUL, or over 127 bytes.
std::string plain_shebang(std::string_view interpreter);

}  // namespace pexpack
