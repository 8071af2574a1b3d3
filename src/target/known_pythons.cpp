#include "pexpack/target/target.hpp"

namespace pexpack {

// From PEPs 494, 537, 569, 596, 619, 664, 693, 719 and 745 (release schedules) and python.org's
// list of releases. 3.6 to 3.9 are final: no further release will come.
const std::vector<KnownPython>& known_pythons() {
    static const std::vector<KnownPython> table{
        {6, "3.6.15"},   {7, "3.7.17"},   {8, "3.8.20"},   {9, "3.9.25"},  {10, "3.10.20"},
        {11, "3.11.15"}, {12, "3.12.13"}, {13, "3.13.12"}, {14, "3.14.3"},
    };
    return table;
}

}  // namespace pexpack
