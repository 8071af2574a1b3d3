#include "output_name.hpp"

#include <algorithm>
#include <string_view>

#include "pexpack/pex/platform_tag.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::string_view kPlatform = "{platform}";

}  // namespace

bool names_platform(const std::string& output) {
    return output.find(kPlatform) != std::string::npos;
}

std::string unknown_placeholder(const std::string& output) {
    const auto is_of_word = [](char c) { return is_ascii_alnum(c) || c == '_'; };
    for (auto open = output.find('{'); open != std::string::npos;
         open = output.find('{', open + 1)) {
        const auto close = std::find_if_not(output.begin() + static_cast<std::ptrdiff_t>(open) + 1,
                                            output.end(), is_of_word);
        const std::string word(output.begin() + static_cast<std::ptrdiff_t>(open), close);
        if (close != output.end() && *close == '}' && word.size() > 1 && word + "}" != kPlatform)
            return word + "}";
    }
    return {};
}

std::string output_name(std::string output, const std::vector<TargetChoice>& targets,
                        const std::vector<Resolution>& resolutions) {
    if (!names_platform(output)) return output;
    std::vector<WheelsOfTarget> wheels;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        wheels.push_back({&targets[i].target, {}});
        for (const Pin& pin : resolutions[i].pins)
            wheels.back().wheels.push_back(pin.candidate.filename);
    }
    const std::string tag = platform_tag(wheels);
    for (auto at = output.find(kPlatform); at != std::string::npos;
         at = output.find(kPlatform, at + tag.size()))
        output.replace(at, kPlatform.size(), tag);
    return output;
}

}  // namespace pexpack
