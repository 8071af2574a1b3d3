// METADATA: what is read can be written and read again.
#include "pexpack/spec/metadata.hpp"

#include <algorithm>

#include "fuzz/laws.hpp"

namespace pexpack {

namespace {

const Requirement& content(const SharedRequirement& requirement) {
    return *requirement;
}

void require_same_excerpt(std::string_view input, const Metadata& metadata) {
    const auto excerpt = Metadata::excerpt(HeaderBlock::parse(input).value());
    if (!excerpt) return;
    const auto again = Metadata::parse(*excerpt);
    require(again && again->name == metadata.name && again->version == metadata.version &&
                again->requires_python == metadata.requires_python &&
                std::ranges::equal(again->requires_dist, metadata.requires_dist, {}, content,
                                   content) &&
                again->provides_extra == metadata.provides_extra &&
                again->warnings == metadata.warnings,
            "an excerpt is read alike", input);
}

}  // namespace

void examine(std::string_view input) {
    const auto metadata = Metadata::parse(input);
    if (metadata) require_same_excerpt(input, *metadata);
    if (!metadata || may_hold_unwritable_text(input)) return;
    require(is_utf8(input), "metadata are UTF-8", input);
    std::string text = "Metadata-Version: 2.1\nName: " + metadata->name.to_string() +
                       "\nVersion: " + metadata->version.to_string() + "\n";
    if (metadata->requires_python)
        text += "Requires-Python: " + metadata->requires_python->to_string() + "\n";
    for (const SharedRequirement& requirement : metadata->requires_dist) {
        const std::string value = requirement->to_string();
        if (value.find_first_of("\r\n") != std::string::npos) return;  // a URL may hold them
        text += "Requires-Dist: " + value + "\n";
    }
    // Others are no names, and nobody can ask for them.
    std::vector<std::string> extras;
    std::ranges::copy_if(metadata->provides_extra, std::back_inserter(extras), is_normalized_name);
    for (const std::string& extra : extras) text += "Provides-Extra: " + extra + "\n";
    const auto again = Metadata::parse(text);
    require(again.has_value(), "what was read can be read again", input);
    require(again->name == metadata->name && again->version == metadata->version,
            "it is of the same version", input);
    require(again->requires_python == metadata->requires_python, "it needs the same Python", input);
    require(again->requires_dist.size() == metadata->requires_dist.size() &&
                again->provides_extra == extras,
            "it asks for as much", input);
    for (std::size_t i = 0; i < again->requires_dist.size(); ++i) {
        require(again->requires_dist[i]->to_string() == metadata->requires_dist[i]->to_string(),
                "it asks for the same", input);
    }
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
