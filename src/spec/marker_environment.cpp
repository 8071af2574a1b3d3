#include <algorithm>
#include <array>

#include "marker_variable.hpp"

namespace pexpack {

namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 14> kNames = {
    "implementation_name",
    "implementation_version",
    "os_name",
    "platform_machine",
    "platform_python_implementation",
    "platform_release",
    "platform_system",
    "platform_version",
    "python_full_version",
    "python_version",
    "sys_platform",
    "extra",
    "extras",
    "dependency_groups",
};

}  // namespace

std::string_view marker_variable_name(MarkerVariable variable) {
    const auto index = static_cast<std::size_t>(variable);
    return index < kNames.size() ? kNames[index] : std::string_view();
}

MarkerVariable marker_variable_named(std::string_view name) {
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    return static_cast<MarkerVariable>(found - kNames.begin());
}

bool is_version_variable(MarkerVariable variable) {
    return variable == MarkerVariable::kPythonVersion ||
           variable == MarkerVariable::kPythonFullVersion ||
           variable == MarkerVariable::kImplementationVersion ||
           variable == MarkerVariable::kPlatformRelease;
}

void MarkerEnvironment::set(std::string name, std::string value) {
    const MarkerVariable variable = marker_variable_named(name);
    if (static_cast<std::size_t>(variable) < kSize) {
        Value& ready = by_variable_[static_cast<std::size_t>(variable)].emplace();
        ready.text = value;
        // A Python built from a working copy says "3.13.0a6+", which is no version.
        if (variable == MarkerVariable::kPythonFullVersion && value.ends_with('+')) {
            ready.text += "local";
        }
        if (is_version_variable(variable)) ready.version = Version::parse(ready.text).optional();
    }
    values_.insert_or_assign(std::move(name), std::move(value));
}

const std::string* MarkerEnvironment::find(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second;
}

}  // namespace pexpack
