#include "pexpack/cli/output_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pexpack/project/pex_file.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"

namespace pexpack {

namespace {

bool may_be_earlier_output(const std::string& path) {
    return path.ends_with(".pex") || is_pex(path);
}

bool lies_in(const std::string& path, const std::string& folder) {
    const std::string real = real_path(folder);
    return path.starts_with(real == "/" ? real : real + "/");
}

}  // namespace

void refuse_input_as_output(const std::string& output, const std::vector<std::string>& files,
                            const std::vector<std::string>& code_folders) {
    if (!is_regular_file(output)) return;
    for (const std::string& file : files) {
        if (!is_same_file(output, file)) continue;
        throw Error(ErrorKind::kUsage,
                    fmt::format("the output `{}` is the input `{}`", output, file))
            .hint("name another file with `-o`");
    }
    const std::string path = real_path(output);
    const bool is_among_code = std::ranges::any_of(
        code_folders, [&](const std::string& folder) { return lies_in(path, folder); });
    if (!is_among_code || may_be_earlier_output(output)) return;
    throw Error(ErrorKind::kUsage,
                fmt::format("the output `{}` is among the code to pack, and is no pex", output))
        .hint("name another file with `-o`, or remove this one if it is an earlier output");
}

}  // namespace pexpack
