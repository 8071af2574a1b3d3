#include "pexpack/target/target.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

std::string normal(std::string_view text) {
    const Result<PlatformSpec> spec = PlatformSpec::parse(text);
    return spec ? spec->to_string() : "error: " + spec.error().message;
}

}  // namespace

TEST_CASE("pex's and pip's spellings of a platform mean the same") {
    CHECK(normal("manylinux2014-x86_64-cp-36-m") == "manylinux2014_x86_64-cp-3.6-cp36m");
    CHECK(normal("manylinux2014_x86_64-cp-3.6-cp36m") == "manylinux2014_x86_64-cp-3.6-cp36m");
    CHECK(normal("macosx-11.0-arm64-cp-312-cp312") == "macosx_11_0_arm64-cp-3.12-cp312");
}

TEST_CASE("a version without dots has a major of one digit") {
    CHECK(PlatformSpec::parse("linux-x86_64-cp-310-cp310")->version == "3.10");
    CHECK(PlatformSpec::parse("linux-x86_64-cp-3.6.15-m")->version == "3.6.15");
}

TEST_CASE("a short ABI is completed, and only CPython's") {
    CHECK(PlatformSpec::parse("linux-x86_64-cp-3.6.15-m")->abi == "cp36m");
    CHECK(PlatformSpec::parse("linux-x86_64-cp-313-t")->abi == "cp313t");
    CHECK(PlatformSpec::parse("linux-x86_64-pp-310-pypy310_pp73")->abi == "pypy310_pp73");
}

TEST_CASE("a platform with a field missing or empty is refused") {
    for (const char* text : {"", "-", "---", "linux", "cp-36-m", "linux_x86_64-cp--m", "-cp-36-m",
                             "linux_x86_64-cp-36-"}) {
        INFO(text);
        CHECK_FALSE(PlatformSpec::parse(text));
    }
}

TEST_CASE("the refusal points at the field that is wrong") {
    CHECK(PlatformSpec::parse("linux_x86_64-zz-36-m").error().offset == 13);
    CHECK(PlatformSpec::parse("linux_x86_64-cp-3x-m").error().offset == 16);
    CHECK(PlatformSpec::parse("linux_x86_64-cp-3-m").error().offset == 16);
    CHECK(PlatformSpec::parse("linux_x86_64-cp-36-m!").error().offset == 19);
}
