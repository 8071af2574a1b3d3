#include "pexpack/pex/platform_tag.hpp"

#include "support/catch.hpp"

using namespace pexpack;
using Texts = std::vector<std::string>;

namespace {

struct For {
    const char* platform;
    Texts wheels;
};

std::string tag_of(const std::vector<For>& targets) {
    std::vector<Target> made;
    for (const For& each : targets) made.push_back(target_from_platform(each.platform));
    std::vector<WheelsOfTarget> wheels;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        wheels.push_back({&made[i], {}});
        for (const std::string& name : targets[i].wheels)
            wheels.back().wheels.push_back(WheelFilename::parse(name).value());
    }
    return platform_tag(wheels);
}

const char* const kLinux = "manylinux_2_28_x86_64-cp-3.11.7-cp311";

}  // namespace

TEST_CASE("the most particular wheel says what a file is for") {
    CHECK(
        tag_of({{kLinux, {"a-1-cp311-cp311-manylinux_2_28_x86_64.whl", "b-1-py3-none-any.whl"}}}) ==
        "cp311-cp311-manylinux_2_28_x86_64");
    CHECK(tag_of({{kLinux, {"a-1-cp36-abi3-manylinux2014_x86_64.whl", "b-1-py3-none-any.whl"}}}) ==
          "cp36-abi3-manylinux2014_x86_64");
}

TEST_CASE("what runs anywhere says so, with wheels and without") {
    CHECK(tag_of({{kLinux, {"a-1-py3-none-any.whl"}}}) == "py3-none-any");
    CHECK(tag_of({{kLinux, {"a-1-py2.py3-none-any.whl"}}}) == "py3-none-any");
    CHECK(tag_of({{kLinux, {}}}) == "py3-none-any");
}

TEST_CASE("the platform is the least that all wheels run on") {
    const std::string old = "a-1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl";
    CHECK(tag_of({{kLinux, {old}}}) == "cp311-cp311-manylinux2014_x86_64");
    CHECK(tag_of({{kLinux, {old, "b-1-py3-none-manylinux_2_24_x86_64.whl"}}}) ==
          "cp311-cp311-manylinux_2_24_x86_64");
}

TEST_CASE("the parts of several targets stand sorted with dots between them") {
    CHECK(tag_of(
              {{kLinux, {"a-1-cp311-cp311-manylinux2014_x86_64.whl"}},
               {"manylinux2014-x86_64-cp-36-m", {"a-1-cp36-cp36m-manylinux2014_x86_64.whl"}},
               {"macosx_11_0_arm64-cp-3.11.7-cp311", {"a-1-cp311-cp311-macosx_11_0_arm64.whl"}}}) ==
          "cp311.cp36-cp311.cp36m-macosx_11_0_arm64.manylinux2014_x86_64");
}
