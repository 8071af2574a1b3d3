// Where what a build needs comes from.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "installed.hpp"
#include "pexpack/index/wheelhouse.hpp"
#include "pexpack/resolver/resolution.hpp"
#include "pexpack/target/interpreter.hpp"

namespace pexpack {

struct BuildSupplies {
    std::vector<Pin> pins;             // from the wheelhouse; may be sdists
    std::vector<std::string> folders;  // of the Python, where the rest is installed
    std::vector<std::string> lent;     // what the Python lends: "setuptools 65.5.0"
    // The package `wheel` is nowhere, and our own command does for setuptools what it would do.
    bool stands_in_for_wheel = false;
};

struct MissingSupplies {
    std::vector<std::string> causes;
    std::string command;  // that fetches it
};

// What meets the requirements: all of it from the wheelhouse, or what that lacks from the packages
// that the Python has installed. With `can_stand_in` the package `wheel` may be missing where it is
// for a setuptools alone, before 70.1, that wants it. Throws Error when the Python cannot be asked
// or a wheel is damaged.
std::variant<BuildSupplies, MissingSupplies> find_supplies(
    const std::vector<Requirement>& requirements, const std::vector<std::string>& find_links,
    Wheelhouse& wheelhouse, const Interpreter& python, bool can_stand_in);

}  // namespace pexpack
