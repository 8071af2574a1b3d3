// A requirement: its text is the same requirement.
#include "pexpack/spec/requirement.hpp"

#include "fuzz/laws.hpp"

namespace pexpack {

void examine(std::string_view input) {
    if (!is_utf8(input)) return;  // who reads a file refuses it before it comes here
    const auto requirement = Requirement::parse(input);
    if (!requirement || (requirement->marker && may_hold_unwritable_text(input))) return;
    const std::string text = requirement->to_string();
    const auto again = Requirement::parse(text);
    require(again.has_value(), "the text of a requirement is one", input);
    require(again->to_string() == text, "the text of a requirement is final", input);
    require(again->name == requirement->name && again->url == requirement->url &&
                again->specifiers == requirement->specifiers &&
                again->extras.size() == requirement->extras.size() &&
                again->marker == requirement->marker,
            "the text of a requirement asks for the same", input);
    require(requirement->url.empty() || requirement->specifiers.empty(),
            "a URL stands instead of specifiers", input);
    require(PackageName::normalized(requirement->name.to_string()) == requirement->name,
            "the normal form of a name is final", input);
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
