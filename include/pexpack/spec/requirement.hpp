// A dependency specification (PEP 508): name, extras, specifiers or a URL, marker.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pexpack/spec/marker.hpp"
#include "pexpack/spec/package_name.hpp"
#include "pexpack/spec/specifier.hpp"
#include "pexpack/support/result.hpp"

namespace pexpack {

struct Requirement {
    // Longer texts are refused.
    static constexpr std::size_t kMaxLength = 1U << 20U;

    PackageName name;
    std::string name_as_written;
    std::vector<std::string> extras;  // as written, in the order written, without repeats
    SpecifierSet specifiers;
    std::string url;  // "" when there is none; never together with `specifiers`
    std::optional<Marker> marker;

    static Result<Requirement> parse(std::string_view text);

    // Canonical spelling, as `packaging` prints it.
    std::string to_string() const;
};

}  // namespace pexpack
