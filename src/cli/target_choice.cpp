#include "pexpack/cli/target_choice.hpp"

#include <algorithm>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/target/interpreter.hpp"

namespace pexpack {

TargetChoice choose_target(const TargetOptions& options) {
    constexpr std::uint64_t kPlatformFileLimit = std::uint64_t{16} << 20;
    const int named = int{!options.platform.empty()} + int{!options.complete_platform.empty()} +
                      int{!options.python.empty()};
    if (named > 1) {
        throw Error(ErrorKind::kUsage, "the target is named in more than one way")
            .hint("give one of a platform, `--complete-platform` and `--python`");
    }
    if (!options.platform.empty()) {
        return {target_from_platform(options.platform), "named with --platform", {}};
    }
    if (!options.complete_platform.empty()) {
        const std::string text = read_file(options.complete_platform, kPlatformFileLimit);
        return {target_from_complete_platform(text, options.complete_platform),
                "named with --complete-platform",
                {}};
    }
    if (!options.python.empty()) {
        return {probe_interpreter(options.python).target, "named with --python", options.python};
    }
    if (const auto python = find_python_on_path()) {
        return {probe_interpreter(*python).target, "the python3 on PATH", *python};
    }
    throw Error(ErrorKind::kUsage,
                "there is no python3 on PATH, and nothing else says what must run the file")
        .hint("name the target: `--platform manylinux2014-x86_64-cp-311-cp311`, or `--python EXE`");
}

std::vector<TargetChoice> choose_targets(const TargetsOptions& options) {
    std::vector<TargetChoice> choices;
    const auto add = [&](const TargetOptions& one) {
        TargetChoice choice = choose_target(one);
        const auto is_same = [&](const TargetChoice& known) {
            return known.target.description == choice.target.description;
        };
        if (std::ranges::none_of(choices, is_same)) choices.push_back(std::move(choice));
    };
    for (const std::string& text : options.platforms)
        add({.platform = text, .complete_platform = {}, .python = {}});
    for (const std::string& path : options.complete_platforms)
        add({.platform = {}, .complete_platform = path, .python = {}});
    for (const std::string& path : options.pythons)
        add({.platform = {}, .complete_platform = {}, .python = path});
    if (choices.empty()) add({});
    return choices;
}

}  // namespace pexpack
