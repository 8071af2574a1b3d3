#include "packed_secrets.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pexpack/support/file.hpp"
#include "pexpack/support/secrets.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{16} << 20;

bool is_among(const std::vector<std::string>& files, const std::string& path) {
    return std::ranges::any_of(files, [&](const std::string& file) {
        return base_name(file) == base_name(path) && is_same_file(file, path);
    });
}

bool has_secret(std::string_view line) {
    return line.find("${") == std::string_view::npos && without_secrets(line) != line;
}

// The numbers of the lines.
std::vector<std::size_t> lines_with_secrets(const std::string& path) {
    std::vector<std::size_t> numbers;
    const std::string text = read_file(path, kLargestFile);
    std::size_t number = 0;
    for (const std::string_view line : split(text, '\n')) {
        ++number;
        if (has_secret(line)) numbers.push_back(number);
    }
    return numbers;
}

}  // namespace

void warn_of_packed_secrets(const Inputs& inputs, const std::vector<SourceFile>& code,
                            Messages& messages) {
    for (const SourceFile& file : code) {
        if (!is_among(inputs.files_read, file.path)) continue;
        for (const std::size_t number : lines_with_secrets(file.path)) {
            messages.warning(fmt::format(
                "{}:{} has a password or token in a URL, and the file is part of the code that "
                "goes into the pex: leave it out with `--exclude-files {}`",
                file.path, number, file.name));
        }
    }
}

}  // namespace pexpack
