// A marker: its text means the same, in several environments.
#include "pexpack/spec/marker.hpp"

#include <array>

#include "fuzz/laws.hpp"

namespace pexpack {

namespace {

MarkerEnvironment environment(const char* python, const char* full, const char* platform) {
    MarkerEnvironment result;
    result.set("python_version", python);
    result.set("python_full_version", full);
    result.set("implementation_version", full);
    result.set("implementation_name", "cpython");
    result.set("platform_python_implementation", "CPython");
    result.set("sys_platform", platform);
    result.set("os_name", "posix");
    result.set("platform_release", "5.15.0-91-generic");
    return result;
}

// Both true, both false or both without a value.
bool same(const Result<bool>& a, const Result<bool>& b) {
    return a.has_value() == b.has_value() && (!a || *a == *b);
}

}  // namespace

void examine(std::string_view input) {
    if (!is_utf8(input)) return;  // who reads a file refuses it before it comes here
    const auto marker = Marker::parse(input);
    if (!marker || may_hold_unwritable_text(input)) return;
    const auto again = Marker::parse(marker->to_string());
    require(again && *again == *marker, "the text of a marker is the same marker", input);
    const std::array environments{environment("3.6", "3.6.15", "linux"),
                                  environment("3.13", "3.13.0rc1+", "win32"), MarkerEnvironment()};
    for (const MarkerEnvironment& each : environments) {
        for (const char* extra : {"", "test", "Dev_Tools"}) {
            require(same(marker->evaluate(each, extra), again->evaluate(each, extra)),
                    "the text of a marker means the same", input);
        }
    }
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
