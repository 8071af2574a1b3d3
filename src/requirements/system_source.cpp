#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "pexpack/requirements/requirements_file.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"
#include "urls.hpp"

namespace pexpack {
namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{64} << 20;

std::string read_file_or_url(const std::string& path) {
    const std::string scheme = url_scheme(path);
    if (scheme == "file") return read_file(unquoted(split_url(path).path), kLargestFile);
    if (scheme == "http" || scheme == "https") {
        throw Error(ErrorKind::kBadInput,
                    fmt::format("requirements are not fetched from `{}`", printable(path)))
            .hint("download the file and name it with -r");
    }
    return read_file(path, kLargestFile);
}

}  // namespace

RequirementsSource system_source() {
    RequirementsSource source;
    source.read = read_file_or_url;
    source.exists = [](const std::string& path) { return exists(path); };
    source.variable = [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value ? std::optional<std::string>(value) : std::nullopt;
    };
    source.is_directory = [](const std::string& path) { return is_directory(path); };
    source.working_directory = absolute_path(".");
    return source;
}

}  // namespace pexpack
