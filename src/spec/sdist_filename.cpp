#include "pexpack/spec/sdist_filename.hpp"

namespace pexpack {

Result<SdistFilename> SdistFilename::parse(std::string_view filename) {
    if (filename.size() > kMaxLength) return ParseError{"a file name this long is not accepted", 0};
    std::string_view stem = filename;
    if (filename.ends_with(".tar.gz")) {
        stem.remove_suffix(7);
    } else if (filename.ends_with(".zip")) {
        stem.remove_suffix(4);
    } else {
        return ParseError{"an sdist's name ends in `.tar.gz` or `.zip`", 0};
    }
    const std::size_t hyphen = stem.rfind('-');
    if (hyphen == std::string_view::npos || hyphen == 0) {
        return ParseError{"an sdist's name is a package name, a hyphen and a version", 0};
    }
    auto version = Version::parse(stem.substr(hyphen + 1));
    if (!version) return ParseError{version.error().message, hyphen + 1 + version.error().offset};
    return SdistFilename{std::string(filename), PackageName::normalized(stem.substr(0, hyphen)),
                         std::move(version).value()};
}

}  // namespace pexpack
