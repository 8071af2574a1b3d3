// The text before the zip: an sh program that finds the laid-out application and becomes its
// Python, or else starts a fitting Python on the file itself.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pexpack {

// What the header has to know without opening the archive. The same facts stand in PEX-INFO, which
// the slow path reads: the two have to agree. Values may hold any byte but NUL and a line end.
struct HeaderFacts {
    std::string pex_hash;                    // PEX-INFO `pex_hash`; letters and digits only
    std::string target;                      // for people: "CPython 3.11 on linux-x86_64"
    std::string implementation = "cpython";  // `sys.implementation.name`
    std::vector<std::string> pythons;        // minors that may run it, preferred first: "3.11"
    bool native = false;                     // holds compiled code: no free-threaded Python fits
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

// The whole header, from `#!/bin/sh` to the line end before the zip. Throws a BugError when a fact
// breaks the rules above or an `inject_env` name is not a variable's name.
std::string render_header(const HeaderFacts& facts);

// "#!" + interpreter + line end, for those who want no sh header; a "#!" that it begins with counts
// once. Throws an Error of kind kUsage for a shebang that no kernel takes: not an absolute path,
// with a line end or NUL, or over 127 bytes.
std::string plain_shebang(std::string_view interpreter);

}  // namespace pexpack
