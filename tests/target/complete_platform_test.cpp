#include <fmt/format.h>

#include "pexpack/support/error.hpp"
#include "pexpack/target/target.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

Target read(std::string_view json) {
    return target_from_complete_platform(json, "target.json");
}

}  // namespace

TEST_CASE("a complete platform is taken as it is, in its order") {
    const Target target = read(
        R"({"marker_environment": {"python_full_version": "3.9.2", "python_version": "3.9",
            "implementation_name": "cpython", "platform_release": null},
            "compatible_tags": ["cp39-cp39-linux_x86_64", "cp39-cp39-manylinux_2_31_x86_64", "py3-none-any"]})");
    CHECK(target.description == "target.json");
    CHECK(target.python_full_version.to_string() == "3.9.2");
    CHECK(target.implementation_name == "cpython");
    CHECK(target.platform == "manylinux_2_31_x86_64");
    CHECK(target.tags.tags().size() == 3);
    CHECK(target.markers.find("platform_release") == nullptr);
    CHECK(target.notes.empty());
}

TEST_CASE("a complete platform without a patch level assumes the latest and says so") {
    const Target target = read(
        R"({"marker_environment": {"python_version": "3.8"}, "compatible_tags": ["py3-none-any"]})");
    CHECK(target.python_full_version.to_string() == "3.8.20");
    CHECK(target.notes.size() == 1);
    CHECK(target.markers.find("python_full_version") == nullptr);
}

TEST_CASE("the version of a build between releases is read") {
    const Target target = read(
        R"({"marker_environment": {"python_full_version": "3.13.0a6+"}, "compatible_tags": ["py3-none-any"]})");
    CHECK(target.python_full_version.to_string() == "3.13.0a6+local");
}

TEST_CASE("a target that was written is read back the same") {
    const Target target = target_from_platform("musllinux_1_2-x86_64-cp-312-cp312");
    const Target again = read(complete_platform_json(target));
    CHECK(again.tags.tags() == target.tags.tags());
    CHECK(again.markers == target.markers);
    CHECK(again.platform == target.platform);
    CHECK(again.python_full_version == target.python_full_version);
}

TEST_CASE("a Python that no pex runs on is no target") {
    for (const char* version : {"3", "2.7.18", "4.1.0", "1!3.9", "3.5.10", "3.99999999999.1"}) {
        INFO(version);
        CHECK_THROWS_AS(
            read(fmt::format(
                R"({{"marker_environment": {{"python_full_version": "{}"}}, "compatible_tags": ["py3-none-any"]}})",
                version)),
            Error);
    }
}

TEST_CASE("tags are counted one by one, however few texts they are written as") {
    std::string parts = "a0";
    for (int i = 1; i < 15; ++i) parts += fmt::format(".a{}", i);
    const std::string entry = fmt::format("\"{0}-{0}-{0}\"", parts);  // 3,375 tags
    std::string entries = entry;
    for (int i = 1; i < 100; ++i) entries += "," + entry;
    try {
        read(fmt::format(
            R"({{"marker_environment": {{"python_version": "3.8"}}, "compatible_tags": [{}]}})",
            entries));
        FAIL("not refused");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kBadInput);
        CHECK_THAT(error.causes().at(0), Catch::Contains("too many tags"));
    }
}

TEST_CASE("deep nesting in a complete platform is refused, not followed") {
    const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
    CHECK_THROWS_WITH(
        read(R"({"marker_environment": {"python_version": "3.8"}, "compatible_tags": [)" + deep +
             "]}"),
        Catch::Contains("is not a complete platform"));
}

TEST_CASE("what is no complete platform is refused as bad input") {
    for (
        const char* text :
        {"", "[]", "null", "{", "{}", R"({"marker_environment": {}})",
         R"({"marker_environment": [], "compatible_tags": ["py3-none-any"]})",
         R"({"marker_environment": {"python_version": "3.8"}, "compatible_tags": []})",
         R"({"marker_environment": {"python_version": "3.8"}, "compatible_tags": [1]})",
         R"({"marker_environment": {"python_version": "3.8"}, "compatible_tags": ["py3"]})",
         R"({"marker_environment": {"python_version": 3.8}, "compatible_tags": ["py3-none-any"]})",
         R"({"marker_environment": {"python_full_version": "x"}, "compatible_tags": ["py3-none-any"]})",
         R"({"marker_environment": {}, "compatible_tags": ["py3-none-any"]})"}) {
        INFO(text);
        try {
            read(text);
            FAIL("not refused");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::kBadInput);
        }
    }
}
