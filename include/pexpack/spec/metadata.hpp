// Core metadata (METADATA in a wheel, PKG-INFO in an sdist): versions 1.0 to 2.5 of PEPs 241, 314,
// 345, 566, 643, 685, 639 and 794.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pexpack/spec/header_block.hpp"
#include "pexpack/spec/package_name.hpp"
#include "pexpack/spec/requirement.hpp"
#include "pexpack/spec/specifier.hpp"
#include "pexpack/spec/version.hpp"
#include "pexpack/support/result.hpp"

namespace pexpack {

struct Metadata {
    PackageName name;
    Version version;
    std::optional<SpecifierSet>
        requires_python;  // absent too when the field is unparsable (pip ignores it)
    std::vector<SharedRequirement> requires_dist;
    std::vector<std::string> provides_extra;  // in normal form
    std::vector<std::string> warnings;        // what was ignored and why

    // Fails when the bytes are not UTF-8, or name, version or a Requires-Dist cannot be parsed.
    static Result<Metadata> parse(std::string_view bytes);
    static Result<Metadata> parse(const HeaderBlock& headers);
    // The same of one of many wheels.
    static Result<Metadata> parse(std::string_view bytes, RequirementReader& requirements);
    static Result<Metadata> parse(const HeaderBlock& headers, RequirementReader& requirements);

    // The fields that parse() looks at, as bytes that it reads alike: what is worth keeping of a
    // METADATA. Nothing when one of them cannot be written in a line.
    static std::optional<std::string> excerpt(const HeaderBlock& headers);
};

}  // namespace pexpack
