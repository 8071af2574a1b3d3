// What must run the pex: implementation, version, ABI and platform, expanded into the ordered tags
// it accepts and the marker environment it gives.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pexpack/spec/marker.hpp"
#include "pexpack/spec/specifier.hpp"
#include "pexpack/spec/tag.hpp"
#include "pexpack/spec/version.hpp"
#include "pexpack/support/result.hpp"

namespace pexpack {

// The fields of `manylinux2014-x86_64-cp-36-m`, before anything is expanded.
struct PlatformSpec {
    std::string platform;        // "manylinux2014_x86_64": lower case, `-` and `.` as `_`
    std::string implementation;  // "cp", "pp", "py"
    std::string version;         // "3.6" or "3.6.15"
    std::string abi;             // "cp36m", "abi3", "none"

    // pex's and pip's spellings (fields are split from the right).
    static Result<PlatformSpec> parse(std::string_view text);
    std::string to_string() const;
};

struct Target {
    std::string description;          // for messages: "manylinux2014_x86_64-cp-3.6.15-cp36m"
    std::string implementation_name;  // as sys.implementation.name: "cpython"
    Version python_full_version;      // "3.6.15"
    std::string platform;             // the most specific platform tag: "manylinux2014_x86_64"
    TagSet tags;
    MarkerEnvironment markers;
    // What was assumed and has to be said aloud ("cp-36 names no patch: 3.6.15, the latest, is
    // assumed").
    std::vector<std::string> notes;
};

// Whether a Requires-Python (core metadata, PEP 345) admits the target's Python. Only the numbers
// of its release count, as they do for pip: 3.14.0rc2 is 3.14.0 here, though not in markers.
bool admits_python(const SpecifierSet& requires_python, const Target& target);

// Whether a line with the marker counts on the target. A marker that has no value there counts: it
// is refused where the line's requirement is looked at.
bool may_hold(const std::optional<Marker>& marker, const Target& target);

// What `text` names: a platform as above, `current` (the python3 on PATH, probed) or a place to
// deploy to (places.hpp). A platform with a glibc or musl version accepts every lower one (PEP
// 600); plain `linux_*` is taken as manylinux2014. Throws Error (kUsage) when the text is no
// platform or nothing could ever fit it.
Target target_from_platform(std::string_view text);

// Reads what `pex3 interpreter inspect --markers --tags` writes: {"marker_environment": {…},
// "compatible_tags": […]}. Nothing is added to either. Throws Error (kBadInput).
Target target_from_complete_platform(std::string_view json_text, std::string description);

// The same form, for pex and for reading it back.
std::string complete_platform_json(const Target& target);

// The same machine as `target` with another minor version of CPython (its latest patch): for asking
// which other Pythons could run a finished resolution.
Target with_python_minor(const Target& target, int minor);

// The same with a CPython that has a global interpreter lock or is free-threaded (PEP 703).
inline constexpr int kFirstFreeThreadedMinor = 13;
Target with_python_minor(const Target& target, int minor, bool free_threaded);

// Whether it is a CPython without the global interpreter lock.
bool is_free_threaded(const Target& target);

// The minors of CPython 3 that pexpack knows, oldest first, and the latest patch of each.
struct KnownPython {
    int minor;
    std::string_view latest_patch;
};
const std::vector<KnownPython>& known_pythons();

}  // namespace pexpack
