#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pexpack/support/result.hpp"

namespace pexpack {

enum class OptionName {
    kIndexUrl,
    kExtraIndexUrl,
    kNoIndex,
    kConstraint,
    kRequirement,
    kEditable,
    kFindLinks,
    kNoBinary,
    kOnlyBinary,
    kPreferBinary,
    kRequireHashes,
    kNoRequireHashes,
    kPre,
    kAllReleases,
    kOnlyFinal,
    kTrustedHost,
    kUseFeature,
    kHash,
    kConfigSettings,
};

struct LineOption {
    OptionName name;
    std::string value;       // "" for a switch
    std::size_t offset = 0;  // of the option in the line
};

// A line taken apart: what stands before the first word with a dash, then the options. Words among
// the options that belong to none of them are dropped, as pip does.
struct OptionLine {
    std::string requirement;
    std::vector<LineOption> options;

    // The value of the first or last option of this name, or null.
    const std::string* first(OptionName name) const;
    const std::string* last(OptionName name) const;
};

// Fails on an unknown or ambiguous option, a missing, needless or malformed value, an open quote.
Result<OptionLine> parse_option_line(std::string_view line);

}  // namespace pexpack
