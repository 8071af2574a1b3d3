#include "pexpack/cli/target_choice.hpp"

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
        return {target_from_platform(options.platform), "named with --platform"};
    }
    if (!options.complete_platform.empty()) {
        const std::string text = read_file(options.complete_platform, kPlatformFileLimit);
        return {target_from_complete_platform(text, options.complete_platform),
                "named with --complete-platform"};
    }
    if (!options.python.empty()) {
        return {probe_interpreter(options.python).target, "named with --python"};
    }
    if (const auto python = find_python_on_path()) {
        return {probe_interpreter(*python).target, "the python3 on PATH"};
    }
    throw Error(ErrorKind::kUsage,
                "there is no python3 on PATH, and nothing else says what must run the file")
        .hint("name the target: `--platform manylinux2014-x86_64-cp-311-cp311`, or `--python EXE`");
}

}  // namespace pexpack
