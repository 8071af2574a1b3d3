#include "requirement_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "handed_over.hpp"
#include "pexpack/spec/requirement.hpp"
#include "setting.hpp"

namespace pexpack {

namespace {

Requirement parsed(std::string_view text) {
    auto requirement = Requirement::parse(text);
    if (!requirement) hand_over(fmt::format("`{}` is no valid requirement", text));
    return std::move(requirement).value();
}

std::string joined(const std::string& marker, const std::string& condition,
                   RequirementStyle::Extra place) {
    if (marker.empty()) return condition;
    switch (place) {
        case RequirementStyle::Extra::kInFront:
            return fmt::format("{} and ({})", condition, marker);
        case RequirementStyle::Extra::kBehindFlat:
            // `or` stands in no variable's name, and in a text it does no harm.
            if (marker.find(" or ") == std::string::npos)
                return fmt::format("{} and {}", marker, condition);
            [[fallthrough]];
        case RequirementStyle::Extra::kBehind:
            break;
    }
    return fmt::format("({}) and {}", marker, condition);
}

}  // namespace

std::string extra_name(std::string_view written) {
    const auto name = PackageName::parse(written);
    if (!name) hand_over(fmt::format("`{}` is no valid name of an extra", written));
    return name->to_string();
}

std::string requirement_text(std::string_view written, std::string_view extra,
                             const RequirementStyle& style) {
    Requirement requirement = parsed(written);
    if (style.normal_name) requirement.name_as_written = requirement.name.to_string();
    if (style.normal_extras) {
        for (std::string& each : requirement.extras) each = normalized_name(each);
        requirement.extras = each_once(std::move(requirement.extras));
    }
    if (!extra.empty()) {
        const std::string marker = requirement.marker ? requirement.marker->to_string() : "";
        auto combined =
            Marker::parse(joined(marker, fmt::format("extra == \"{}\"", extra), style.extra));
        hand_over_unless(combined.has_value(), "a marker cannot be joined with an extra");
        requirement.marker = std::move(combined).value();
    }
    return requirement.to_string();
}

}  // namespace pexpack
