#include "pexpack/pex/platform_tag.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "pexpack/support/check.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

using Texts = std::set<std::string>;

struct Parts {
    Texts interpreters;
    Texts abis;
    Texts platforms;
};

// The wheel's tags that the target accepts, best first. A wheel for both Pythons counts for 3.
std::vector<Tag> accepted(const WheelFilename& wheel, const Target& target) {
    const std::vector<Tag> own = wheel.tags.expanded();
    std::vector<Tag> tags;
    for (const Tag& tag : target.tags.tags()) {
        if (std::ranges::find(own, tag) != own.end()) tags.push_back(tag);
    }
    return tags;
}

std::size_t rank_of(const Tag& tag, const Target& target) {
    const auto& tags = target.tags.tags();
    return static_cast<std::size_t>(std::ranges::find(tags, tag) - tags.begin());
}

// The platform that runs all of the wheels: each runs on the last of its own.
std::string platform_of(const std::vector<std::vector<Tag>>& wheels, const Target& target) {
    const Tag* highest = nullptr;
    std::size_t best = 0;
    for (const std::vector<Tag>& tags : wheels) {
        const Tag& lowest = tags.back();
        if (lowest.platform == "any") continue;
        // Of the same interpreter and ABI, so that platforms alone decide.
        const Tag& first = target.tags.tags().front();
        const std::size_t rank = rank_of({first.interpreter, first.abi, lowest.platform}, target);
        if (highest == nullptr || rank < best) {
            highest = &lowest;
            best = rank;
        }
    }
    return highest == nullptr ? "any" : highest->platform;
}

void add_parts(const WheelsOfTarget& of, Parts& parts) {
    const Target& target = *of.target;
    std::vector<std::vector<Tag>> wheels;
    for (const WheelFilename& wheel : of.wheels) {
        wheels.push_back(accepted(wheel, target));
        PEXPACK_CHECK(!wheels.back().empty());
    }
    if (wheels.empty()) wheels.push_back({Tag{"py3", "none", "any"}});
    const auto best = std::ranges::min_element(
        wheels, {}, [&](const std::vector<Tag>& tags) { return rank_of(tags.front(), target); });
    for (const Tag& tag : *best) parts.interpreters.insert(tag.interpreter);
    parts.abis.insert(best->front().abi);
    parts.platforms.insert(platform_of(wheels, target));
}

std::string joined(const Texts& texts) {
    return join({texts.begin(), texts.end()}, ".");
}

}  // namespace

std::string platform_tag(const std::vector<WheelsOfTarget>& targets) {
    Parts parts;
    for (const WheelsOfTarget& target : targets) add_parts(target, parts);
    return fmt::format("{}-{}-{}", joined(parts.interpreters), joined(parts.abis),
                       joined(parts.platforms));
}

}  // namespace pexpack
