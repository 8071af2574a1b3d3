// The quick way through a version.
#pragma once

#include <optional>
#include <string_view>

#include "pexpack/spec/version.hpp"

namespace pexpack {

struct UsualVersion {
    VersionKey key;
    bool is_prerelease = false;
};

// Of a text that is a version in normal form with neither epoch nor local part and whose numbers
// have at most nine digits: nearly every version is one. Absent for any other text, which may be a
// version as well.
std::optional<UsualVersion> read_usual_version(std::string_view text);

}  // namespace pexpack
