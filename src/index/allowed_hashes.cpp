#include "pexpack/index/allowed_hashes.hpp"

#include <algorithm>

namespace pexpack {

AllowedHashes allowed_hashes(const std::vector<HashesOfLine>& lines, const Target& target) {
    AllowedHashes allowed;
    for (const HashesOfLine& line : lines) {
        if (!may_hold(line.marker, target)) continue;
        const auto [known, is_new] = allowed.emplace(line.name, line.hashes);
        if (is_new) continue;
        std::erase_if(known->second, [&](const std::string& hash) {
            return std::ranges::find(line.hashes, hash) == line.hashes.end();
        });
    }
    return allowed;
}

}  // namespace pexpack
