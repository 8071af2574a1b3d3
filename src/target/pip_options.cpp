#include "pexpack/target/pip_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "pexpack/support/check.hpp"
#include "pexpack/target/platforms.hpp"

namespace pexpack {

namespace {

// pip takes wheels for the stable ABI and for none anyway.
bool has_to_be_named(const std::string& abi) {
    return abi != "none" && !abi.starts_with("abi3");
}

void add_new(std::vector<std::string>& words, const std::string& word) {
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
}

std::vector<std::string> without_what_pip_adds(const std::vector<std::string>& platforms) {
    std::unordered_set<std::string> known;
    std::vector<std::string> named;
    for (const std::string& platform : platforms) {
        if (known.contains(platform)) continue;
        named.push_back(platform);
        for (std::string& added : pip_platforms({platform})) known.insert(std::move(added));
    }
    return named;
}

}  // namespace

std::string pip_options(const Target& target) {
    PEXPACK_CHECK(!target.tags.tags().empty());
    const std::string interpreter = target.tags.tags().front().interpreter;
    std::vector<std::string> abis;
    std::vector<std::string> platforms;
    for (const Tag& tag : target.tags.tags()) {
        if (tag.interpreter != interpreter) continue;
        if (has_to_be_named(tag.abi)) add_new(abis, tag.abi);
        if (tag.platform != "any") add_new(platforms, tag.platform);
    }
    std::string options =
        fmt::format("--only-binary :all: --implementation {} --python-version {}",
                    interpreter.substr(0, 2), target.python_full_version.base().to_string());
    for (const std::string& abi : abis) options += " --abi " + abi;
    for (const std::string& platform : without_what_pip_adds(platforms))
        options += " --platform " + platform;
    return options;
}

}  // namespace pexpack
