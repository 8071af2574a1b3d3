// A wheel's file name: its parts are what parts may be.
#include <algorithm>

#include "fuzz/laws.hpp"
#include "pexpack/spec/wheel_filename.hpp"

namespace pexpack {

void examine(std::string_view input) {
    const auto wheel = WheelFilename::parse(input);
    if (!wheel) return;
    require(wheel->text == input, "the text is kept", input);
    require(PackageName::normalized(wheel->name.to_string()) == wheel->name,
            "the name is in normal form", input);
    const std::vector<Tag> tags = wheel->tags.expanded();
    require(!tags.empty() && tags.size() <= kMaxTags, "there are some tags", input);
    require(tags.size() == wheel->tags.size(), "there are as many tags as are said", input);
    for (const Tag& tag : tags) {
        const auto again = parse_tags(tag.to_string());
        require(again && again->size() == 1 && again->front() == tag, "a tag's text is that tag",
                input);
    }
    require(wheel->build.number.empty() == (wheel->build == BuildTag{}),
            "a build tag starts with a number", input);
    require(!(wheel->build < BuildTag{}), "no build tag is lowest", input);
    // The same wheel by other spellings of name and version.
    const std::string rest(input.substr(input.find('-')));
    std::string name = wheel->name.to_string();
    std::ranges::replace(name, '-', '_');
    const auto same = WheelFilename::parse(name + rest);
    require(same && same->name == wheel->name && same->version == wheel->version &&
                same->tags == wheel->tags,
            "a name in normal form names the same wheel", input);
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
