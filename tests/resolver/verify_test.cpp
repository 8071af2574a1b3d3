#include "pexpack/resolver/verify.hpp"
#include "resolver/fake_source.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

std::vector<Pin> pins_of(const std::vector<std::string>& filenames, FakeSource& source) {
    std::vector<Pin> pins;
    for (const std::string& filename : filenames) {
        const Candidate candidate{WheelFilename::parse(filename).value(), "/fake/" + filename};
        pins.push_back({.name = candidate.filename.name,
                        .candidate = candidate,
                        .metadata = source.metadata(candidate).value(),
                        .extras = {},
                        .required_by = {}});
    }
    return pins;
}

}  // namespace

TEST_CASE("a sound answer has no faults") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b"}}).add("b 1");
    const auto pins = pins_of({"a-1-py3-none-any.whl", "b-1-py3-none-any.whl"}, source);
    CHECK(verify_resolution(pins, request_for({"a"}), example_target()).empty());
}

TEST_CASE("a missing dependency is a fault") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b"}});
    const auto pins = pins_of({"a-1-py3-none-any.whl"}, source);
    CHECK(verify_resolution(pins, request_for({"a"}), example_target()) ==
          std::vector<std::string>{"a-1-py3-none-any.whl needs b, which is missing"});
}

TEST_CASE("a pin that nothing needs is a fault") {
    FakeSource source;
    source.add("a 1").add("b 1");
    const auto pins = pins_of({"a-1-py3-none-any.whl", "b-1-py3-none-any.whl"}, source);
    CHECK(verify_resolution(pins, request_for({"a"}), example_target()) ==
          std::vector<std::string>{"nothing needs b"});
}

TEST_CASE("a version outside a requirement or a constraint is a fault") {
    FakeSource source;
    source.add("a 1");
    const auto pins = pins_of({"a-1-py3-none-any.whl"}, source);
    CHECK(verify_resolution(pins, request_for({"a>1"}), example_target()).size() == 1);
    CHECK(verify_resolution(pins, request_for({"a"}, {"a>1"}), example_target()).size() == 1);
}

TEST_CASE("pins for one Python are no answer for another that they exclude") {
    FakeSource source;
    source.add("a 1", {.requires_python = ">=3.10"});
    const auto pins = pins_of({"a-1-py3-none-any.whl"}, source);
    const Target target = example_target();
    CHECK(verify_resolution(pins, request_for({"a"}), with_python_minor(target, 12)).empty());
    CHECK(verify_resolution(pins, request_for({"a"}), with_python_minor(target, 9)).size() == 1);
}
