#include "pexpack/target/places.hpp"

#include "pexpack/support/error.hpp"
#include "pexpack/target/target.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

std::string platform(std::string_view name) {
    const std::optional<Place> place = find_place(name);
    return place ? place->platform : "none";
}

}  // namespace

TEST_CASE("a place to deploy to stands for its C library and Python") {
    CHECK(platform("emr-5.36") == "manylinux_2_26_x86_64-cp-3.7-cp37m");
    CHECK(platform("emr-6.15.0") == "manylinux_2_26_x86_64-cp-3.7-cp37m");
    CHECK(platform("emr-7.5") == "manylinux_2_34_x86_64-cp-3.9-cp39");
    CHECK(platform("lambda-3.11") == "manylinux_2_26_x86_64-cp-3.11-cp311");
    CHECK(platform("lambda-3.12-arm64") == "manylinux_2_34_aarch64-cp-3.12-cp312");
    CHECK(platform("python:3.11-slim") == "manylinux_2_36_x86_64-cp-3.11-cp311");
    CHECK(platform("emr-5.29") == "manylinux_2_17_x86_64-cp-3.6-cp36m");
    CHECK(platform("python:3.6-slim-buster") == "manylinux_2_28_x86_64-cp-3.6-cp36m");
    CHECK(platform("python:3.13-trixie") == "manylinux_2_41_x86_64-cp-3.13-cp313");
    CHECK(platform("python:3.12-alpine3.20") == "musllinux_1_2_x86_64-cp-3.12-cp312");
    CHECK(platform("python:3.12.1-alpine") == "musllinux_1_2_x86_64-cp-3.12.1-cp312");
}

TEST_CASE("any platform may be named with a Python alone") {
    CHECK(platform("linux-x86_64-py3.9") == "linux-x86_64-cp-3.9-cp39");
    CHECK(platform("musllinux_1_2_aarch64-py3.7.2") == "musllinux_1_2_aarch64-cp-3.7.2-cp37m");
}

TEST_CASE("what is no place is none") {
    for (const char* name : {"", "emr-", "emr-4.1", "emr-5.12", "python:3.9-slim-sarge",
                             "python:3.9-slim-buster-x", "lambda-2.7", "python:latest", "python:3",
                             "-py3.9", "linux-x86_64-py3", "linux_x86_64-cp-39-cp39"}) {
        INFO(name);
        CHECK(platform(name) == "none");
    }
}

TEST_CASE("a place that is not known is refused with those that are") {
    CHECK(places_like("lambda-3.7") == "lambda-3.8 and later");
    CHECK(places_like("emr-latest") == "emr-5.20 and later");
    CHECK(
        places_like("python:3.11-slm") ==
        "python:3.6 and later, alone or with one of -alpine, -bookworm, -bullseye, -buster, -slim, "
        "-trixie behind it");
    CHECK_FALSE(places_like("linux-x86_64-cp-39-cp39"));
    CHECK_THROWS_WITH(target_from_platform("lambda-3.7"),
                      "`lambda-3.7` is not a platform that can be packed for");
    try {
        target_from_platform("lambda-3.7");
    } catch (const Error& error) {
        CHECK(error.causes().at(0) == "known places of this kind are lambda-3.8 and later");
    }
}

TEST_CASE("a target that a place named says where that is documented") {
    const Target target = target_from_platform("emr-7.5");
    CHECK(target.platform == "manylinux_2_34_x86_64");
    CHECK(
        target.notes[0].starts_with("`emr-7.5` is manylinux_2_34_x86_64-cp-3.9-cp39 (Amazon EMR"));
}

TEST_CASE("a place whose platform is nonsense is refused") {
    CHECK_THROWS_AS(target_from_platform("amiga-68k-py3.9"), Error);
}
