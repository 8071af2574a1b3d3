#include "pexpack/target/target.hpp"

namespace pexpack {

// Minors from PEPs 494, 537, 569, 596, 619, 664, 693, 719 and 745 (release schedules). Patches
// of 3.8 and later as the index of python-build-standalone in uv 0.13.8 (November 2026) lists them;
// of 3.6 and 3.7 as their schedules do. 3.6 to 3.9 are final: no further release will come. 3.15 is
// released, but our runtime has not run under it yet, so it is not offered.
const std::vector<KnownPython>& known_pythons() {
    static const std::vector<KnownPython> table{
        {6, "3.6.15"},   {7, "3.7.17"},   {8, "3.8.20"},   {9, "3.9.25"},   {10, "3.10.22"},
        {11, "3.11.18"}, {12, "3.12.16"}, {13, "3.13.18"}, {14, "3.14.10"},
    };
    return table;
}

}  // namespace pexpack
