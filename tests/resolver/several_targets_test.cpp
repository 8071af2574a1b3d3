#include "pexpack/resolver/several_targets.hpp"

#include "pexpack/support/text.hpp"
#include "resolver/fake_source.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

// "a 1, b 2 | a 1": the pins for each of two targets, or "conflict on 1: " and the message.
std::string answers(const std::vector<std::string>& requirements, FakeSource& first,
                    FakeSource& second) {
    const Target target = example_target();
    const auto result =
        resolve_for_all(request_for(requirements), {{&target, &first}, {&target, &second}});
    if (const auto* failed = std::get_if<ConflictOnTarget>(&result))
        return "conflict on " + std::to_string(failed->target) + ": " + failed->conflict.message;
    std::vector<std::string> texts;
    for (const Resolution& resolution : std::get<std::vector<Resolution>>(result)) {
        std::vector<std::string> pins;
        for (const Pin& pin : resolution.pins)
            pins.push_back(pin.name.to_string() + " " + pin.candidate.filename.version.to_string());
        texts.push_back(join(pins, ", "));
    }
    return join(texts, " | ");
}

}  // namespace

TEST_CASE("targets that have the same wheels have the same versions") {
    FakeSource first;
    FakeSource second;
    first.add("a 1").add("a 2");
    second.add("a 1").add("a 2");
    CHECK(answers({"a"}, first, second) == "a 2 | a 2");
}

TEST_CASE("the target that lacks the newest wheel decides, whichever it is") {
    FakeSource all;
    FakeSource fewer;
    all.add("a 1").add("a 2").add("b 1");
    fewer.add("a 1").add("b 1");
    CHECK(answers({"a", "b"}, all, fewer) == "a 1, b 1 | a 1, b 1");
    CHECK(answers({"a", "b"}, fewer, all) == "a 1, b 1 | a 1, b 1");
}

TEST_CASE("targets that lack different wheels agree on what both have") {
    FakeSource first;
    FakeSource second;
    first.add("a 1").add("a 2").add("b 1");
    second.add("a 1").add("b 1").add("b 2");
    CHECK(answers({"a", "b"}, first, second) == "a 1, b 1 | a 1, b 1");
}

TEST_CASE("a package that only one target needs is no difference") {
    FakeSource first;
    FakeSource second;
    first.add("a 1", {.requires_dist = {"b"}}).add("b 1");
    second.add("a 1");
    CHECK(answers({"a"}, first, second) == "a 1, b 1 | a 1");
}

TEST_CASE("where no version will do for all, the rest still agrees") {
    FakeSource first;
    FakeSource second;
    first.add("a 2").add("b 1");
    second.add("a 1").add("b 1").add("b 2");
    CHECK(answers({"a", "b"}, first, second) == "a 2, b 1 | a 1, b 1");
}

TEST_CASE("a conflict on one target is one of all, and says which it is") {
    FakeSource first;
    FakeSource second;
    first.add("a 1");
    CHECK_THAT(answers({"a"}, first, second), Catch::StartsWith("conflict on 1: "));
}

TEST_CASE("a difference has the version of each target, nothing where it is not needed") {
    FakeSource first;
    FakeSource second;
    first.add("a 2").add("b 1");
    second.add("a 1");
    const Target target = example_target();
    std::vector<Resolution> resolutions;
    resolutions.push_back(std::get<Resolution>(resolve(request_for({"a", "b"}), target, first)));
    resolutions.push_back(std::get<Resolution>(resolve(request_for({"a"}), target, second)));
    const auto found = differences(resolutions);
    REQUIRE(found.size() == 1);
    CHECK(found[0].name.to_string() == "a");
    CHECK(found[0].versions == std::vector<std::string>{"2", "1"});
}
