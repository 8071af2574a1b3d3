// The `--json` shapes that tools rely on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pexpack/pex/build_plan.hpp"
#include "pexpack/resolver/explanation.hpp"
#include "pexpack/resolver/resolution.hpp"
#include "pexpack/support/error.hpp"

namespace pexpack {

// {"targets":[{"target":…,"pins":[{"name","version","file","sha256","required_by"}]}]}; after a
// build also "output": {"path", "size", "pex_hash"}. `wheels` are the pins' files in the same
// order. "file" is spelled as in a URL: the `!` of an epoch is `%21`. With explanations a pin also
// has "demands" ({"requirement","path"}), "newer" and "files_that_do_not_fit" ({"what","reason"}).
struct TargetResult {
    std::string target;  // in words
    std::vector<Pin> pins;
    std::vector<PackedWheel> wheels;
    std::vector<Explanation> explanations;  // of the pins in their order, or none
};
struct WrittenPex {
    std::string path;  // "" for a dry run
    std::uint64_t size = 0;
};
std::string result_json(const std::vector<TargetResult>& results, const WrittenPex& written);

// {"error":{"kind","message","packages","where","hint"}}
std::string error_json(const Error& error);

}  // namespace pexpack
