#include "hash_checking.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// By the line itself, by a constraint or because it names a file.
bool names_one_version(const Requirement& requirement, const Inputs& inputs, const Target& target) {
    const auto is_file = [&](const DirectFile& wheel) {
        return wheel.candidate.filename.name == requirement.name && may_hold(wheel.marker, target);
    };
    const auto is_pin = [&](const RootRequirement& line) {
        const Requirement& constraint = line.requirement;
        return constraint.name == requirement.name && constraint.specifiers.is_pinned() &&
               may_hold(constraint.marker, target);
    };
    return requirement.specifiers.is_pinned() ||
           std::ranges::any_of(inputs.direct_files, is_file) ||
           std::ranges::any_of(inputs.request.constraints, is_pin);
}

}  // namespace

void refuse_lines_without_hash(const Inputs& inputs, const Target& target,
                               const AllowedHashes& hashes) {
    if (!inputs.hash_checking) return;
    for (const RootRequirement& root : inputs.request.requirements) {
        const Requirement& requirement = root.requirement;
        if (!may_hold(requirement.marker, target)) continue;
        if (!hashes.contains(requirement.name)) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("`{}` has no hash", requirement.to_string()))
                .at(root.where)
                .hint(
                    "with one `--hash` or `--require-hashes` everything needs one: "
                    "`--hash=sha256:…` on its line");
        }
        if (!names_one_version(requirement, inputs, target)) {
            throw Error(
                ErrorKind::kBadInput,
                fmt::format("`{}` has a hash but names no single version", requirement.to_string()))
                .at(root.where)
                .hint("pin it with `==`");
        }
    }
}

void refuse_pins_without_hash(const Inputs& inputs, const std::vector<Pin>& pins,
                              const AllowedHashes& hashes) {
    if (!inputs.hash_checking) return;
    for (const Pin& pin : pins) {
        if (hashes.contains(pin.name)) continue;
        throw Error(ErrorKind::kBadInput,
                    fmt::format("`{}` has no hash; it is needed by {}", pin.name.to_string(),
                                join(pin.required_by, ", ")))
            .hint(fmt::format("add `{}=={} --hash=sha256:…` to the requirements",
                              pin.name.to_string(), pin.candidate.filename.version.to_string()));
    }
}

}  // namespace pexpack
