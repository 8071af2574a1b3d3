// A dependency specification (PEP 508): name, extras, specifiers or a URL, marker.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
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
    std::string url;  // "" when there is none; `parse` gives never both this and `specifiers`
    std::optional<Marker> marker;

    static Result<Requirement> parse(std::string_view text);

    // Canonical spelling, as `packaging` prints it.
    std::string to_string() const;
    // Names and extras count in normal form (PEP 503 and PEP 685), extras as a set.
    friend bool operator==(const Requirement& a, const Requirement& b);
    std::size_t hash() const;
};

using SharedRequirement = std::shared_ptr<const Requirement>;

// Reads the requirements of many wheels: thousands of them ask for the same, so each text is read
// once.
class RequirementReader {
  public:
    // As Requirement::parse(); equal texts give the same object.
    Result<SharedRequirement> read(std::string_view text);

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    std::unordered_map<std::string, SharedRequirement, Hash, std::equal_to<>> known_;
};

}  // namespace pexpack

template <>
struct std::hash<pexpack::Requirement> {
    std::size_t operator()(const pexpack::Requirement& requirement) const {
        return requirement.hash();
    }
};
