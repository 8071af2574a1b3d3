#include "interpreter_constraints.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr const char* kOption = "--interpreter-constraint";

// `CPython>=3.9`: the name may be left out.
struct Constraint {
    std::string implementation;  // as sys.implementation.name; "" for any
    SpecifierSet versions;
};

Constraint read_constraint(const std::string& text) {
    const auto start = std::ranges::find_if_not(text, is_ascii_alnum);
    Constraint constraint;
    constraint.implementation = ascii_lower(std::string(text.begin(), start));
    const std::string& named = constraint.implementation;
    const bool is_known = named.empty() || named == "cpython" || named == "pypy";
    auto versions = SpecifierSet::parse(std::string(start, text.end()));
    if (!versions || !is_known) {
        throw Error(ErrorKind::kUsage,
                    fmt::format("`{} {}` is no range of Pythons: {}", kOption, printable(text),
                                is_known ? versions.error().message
                                         : "it begins with neither CPython nor PyPy"))
            .hint("for example `>=3.9,<3.12` or `CPython==3.11.*`");
    }
    constraint.versions = std::move(versions).value();
    return constraint;
}

// The releases of a minor that the file may meet: the target's own, or of another minor any.
// "3.13t" has those of 3.13.
std::vector<Version> releases_of(std::string minor, const Target& target) {
    if (minor.ends_with('t')) minor.pop_back();
    const Version& own = target.python_full_version;
    if ((own.to_string() + ".").starts_with(minor + ".")) return {own};
    std::vector<Version> releases;
    for (const KnownPython& known : known_pythons()) {
        if (fmt::format("3.{}", known.minor) != minor) continue;
        const auto latest = Version::parse(known.latest_patch);
        for (int patch = 0;; ++patch) {
            auto release = Version::parse(fmt::format("{}.{}", minor, patch));
            if (*latest < *release) break;
            releases.push_back(std::move(release).value());
        }
    }
    return releases;
}

}  // namespace

std::vector<std::string> admitted_minors(const std::vector<std::string>& minors,
                                         const std::vector<std::string>& constraints,
                                         const Target& target) {
    if (constraints.empty()) return minors;
    std::vector<Constraint> read;
    for (const std::string& text : constraints) read.push_back(read_constraint(text));
    const auto admitted = [&](const Version& version) {
        return std::ranges::any_of(read, [&](const Constraint& constraint) {
            const std::string& named = constraint.implementation;
            return (named.empty() || named == target.implementation_name) &&
                   constraint.versions.contains(version);
        });
    };
    if (!admitted(target.python_full_version)) {
        throw Error(ErrorKind::kUsage, fmt::format("`{} {}` does not admit the target, Python {}",
                                                   kOption, printable(join(constraints, "` or `")),
                                                   target.python_full_version.to_string()))
            .hint("name another target with `--python` or `--platform`, or another range");
    }
    std::vector<std::string> left;
    std::ranges::copy_if(minors, std::back_inserter(left), [&](const std::string& minor) {
        return std::ranges::any_of(releases_of(minor, target), admitted);
    });
    return left;
}

}  // namespace pexpack
