// Which files the hashes of requirements and constraints allow on a target.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "pexpack/spec/marker.hpp"
#include "pexpack/spec/package_name.hpp"
#include "pexpack/target/target.hpp"

namespace pexpack {

// The hashes ("sha256:…") that one line gives for a package.
struct HashesOfLine {
    PackageName name;
    std::vector<std::string> hashes;
    std::optional<Marker> marker;  // where it does not hold, the line counts for nothing
};

// For one name, the hashes of which a file must have one; no entry: any file will do.
using AllowedHashes = std::unordered_map<PackageName, std::vector<std::string>>;

// Where several lines hold for one package, a file must be allowed by each of them.
AllowedHashes allowed_hashes(const std::vector<HashesOfLine>& lines, const Target& target);

}  // namespace pexpack
