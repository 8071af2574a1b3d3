// entry_points.txt of a wheel (PyPA "Entry points specification") and object references.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pexpack/support/result.hpp"

namespace pexpack {

// "package.module:attribute.name"; without attribute the module itself is run.
struct ObjectReference {
    std::string module;
    std::string attribute;  // "" when there is none

    static Result<ObjectReference> parse(std::string_view text);
    std::string to_string() const;
    friend bool operator==(const ObjectReference&, const ObjectReference&) = default;
};

struct EntryPoint {
    std::string group;  // "console_scripts"
    std::string name;
    ObjectReference object;
    std::vector<std::string> extras;

    // Do installers make a program of it?
    bool is_script() const { return group == "console_scripts" || group == "gui_scripts"; }

    friend bool operator==(const EntryPoint&, const EntryPoint&) = default;
};

inline constexpr std::size_t kMaxEntryPointsLength = 4U << 20U;  // bytes

// In the order of the file. The dialect is that of Python's configparser with names kept as
// written, a colon in them too; what it refuses (a line before the first section, without
// delimiter, there twice) is an error here as well.
Result<std::vector<EntryPoint>> parse_entry_points(std::string_view text);

}  // namespace pexpack
