// A wheel's file name (PEP 427 "File name convention").
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "pexpack/spec/package_name.hpp"
#include "pexpack/spec/tag.hpp"
#include "pexpack/spec/version.hpp"
#include "pexpack/support/result.hpp"

namespace pexpack {

// The optional build tag orders files of one version: 10 > 9z > 2 > none.
struct BuildTag {
    std::string number;  // decimal without leading zeros, "" when there is no build tag
    std::string suffix;

    friend bool operator==(const BuildTag&, const BuildTag&) = default;
    friend std::strong_ordering operator<=>(const BuildTag& a, const BuildTag& b);
};

struct WheelFilename {
    std::string text;  // as given
    PackageName name;
    Version version;
    CompressedTags tags;
    BuildTag build;

    static constexpr std::size_t kMaxLength = 4096;

    static Result<WheelFilename> parse(std::string_view filename);
    // The same for one of many, whose tags `reader` reads.
    static Result<WheelFilename> parse(std::string_view filename, TagReader& reader);
    friend bool operator==(const WheelFilename& a, const WheelFilename& b) {
        return a.text == b.text;
    }
};

}  // namespace pexpack
