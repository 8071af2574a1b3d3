// Requires-Dist as the back ends write it.
#pragma once

#include <string>
#include <string_view>

namespace pexpack {

struct RequirementStyle {
    // How an extra's condition is joined with a marker that the requirement has.
    enum class Extra {
        kBehind,      // (marker) and extra == "x"
        kBehindFlat,  // the same, with parentheses only where an `or` needs them
        kInFront,     // extra == "x" and (marker)
    };
    Extra extra = Extra::kBehind;
    bool normal_name = false;    // names are put in normal form (PEP 503)
    bool normal_extras = false;  // so are the extras that are asked for (PEP 685)
};

// The requirement (PEP 508) as `packaging` prints it; with an extra (in normal form) as what that
// extra adds. Hands over what is no valid one.
std::string requirement_text(std::string_view written, std::string_view extra,
                             const RequirementStyle& style);

// The extra in normal form; hands over what is no valid name.
std::string extra_name(std::string_view written);

}  // namespace pexpack
