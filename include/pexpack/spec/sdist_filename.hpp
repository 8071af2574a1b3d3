// A source distribution's file name (PEP 625): `name-version.tar.gz`, or `.zip` as older ones.
#pragma once

#include <string>
#include <string_view>

#include "pexpack/spec/package_name.hpp"
#include "pexpack/spec/version.hpp"
#include "pexpack/support/result.hpp"

namespace pexpack {

struct SdistFilename {
    std::string text;  // as given
    PackageName name;
    Version version;

    static constexpr std::size_t kMaxLength = 4096;

    // What stands behind the last hyphen is the version.
    static Result<SdistFilename> parse(std::string_view filename);
    friend bool operator==(const SdistFilename& a, const SdistFilename& b) {
        return a.text == b.text;
    }
};

}  // namespace pexpack
