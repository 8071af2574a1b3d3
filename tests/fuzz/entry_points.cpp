// entry_points.txt: what is read can be written and read again.
#include "fuzz/laws.hpp"
#include "pexpack/spec/entry_point.hpp"

namespace pexpack {

void examine(std::string_view input) {
    if (const auto reference = ObjectReference::parse(input)) {
        const auto again = ObjectReference::parse(reference->to_string());
        require(again && *again == *reference, "the text of a reference is that reference", input);
    }
    const auto points = parse_entry_points(input);
    if (!points) return;
    for (const EntryPoint& point : *points) {
        require(!point.group.empty() && !point.name.empty(), "a point has a group and a name",
                input);
        const auto again = ObjectReference::parse(point.object.to_string());
        require(again && *again == point.object, "the text of an object is that object", input);
    }
    require(parse_entry_points(input).value() == *points, "the same file gives the same points",
            input);
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
