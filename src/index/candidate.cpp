#include "pexpack/index/candidate.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pexpack {

Candidate Candidate::of_sdist(const SdistFilename& filename, const std::string& path) {
    std::string name = filename.name.to_string();
    std::ranges::replace(name, '-', '_');
    auto as_wheel = WheelFilename::parse(
        fmt::format("{}-{}-py3-none-any.whl", name, filename.version.to_string()));
    WheelFilename result = std::move(as_wheel).value();
    result.text = filename.text;
    return {.filename = std::move(result), .path = path, .is_sdist = true};
}

}  // namespace pexpack
