#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "pexpack/requirements/requirements_file.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/file_url.hpp"
#include "pexpack/support/text.hpp"
#include "urls.hpp"

namespace pexpack {
namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{16} << 20;

Error missing(const std::string& path) {
    Error error(ErrorKind::kBadInput, fmt::format("`{}` does not exist", path));
    try {
        std::vector<std::string> names;
        for (DirectoryEntry& entry : list_directory(std::string(directory_of(path))))
            names.push_back(std::move(entry.name));
        const std::string near = nearest_word(base_name(path), names);
        if (!near.empty()) error.hint(fmt::format("did you mean `{}`?", near));
    } catch (const Error&) {
        return error;  // no suggestion, then
    }
    return error;
}

std::string read_file_or_url(const std::string& path) {
    const std::string scheme = url_scheme(path);
    if (scheme == "file") {
        const auto local = path_of_file_url(path);
        if (local) return read_file(*local, kLargestFile);
        throw Error(ErrorKind::kBadInput,
                    fmt::format("`{}` names no file of this machine", printable(path)))
            .hint("copy the file here and name it with -r");
    }
    if (scheme == "http" || scheme == "https") {
        throw Error(ErrorKind::kBadInput,
                    fmt::format("requirements are not fetched from `{}`", printable(path)))
            .hint("download the file and name it with -r");
    }
    if (!exists(path)) throw missing(path);
    // `-r <(pip freeze)`, `-r /dev/stdin`
    if (!is_regular_file(path) && !is_directory(path)) return read_stream(path, kLargestFile);
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
