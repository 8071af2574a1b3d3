#include "pexpack/target/fit.hpp"

#include "support/catch.hpp"

using namespace pexpack;

namespace {

Fit fit(const char* tags, const char* platform) {
    const std::string name = std::string("x-1-") + tags + ".whl";
    return explain_fit(WheelFilename::parse(name).value(), target_from_platform(platform));
}

const char* const kEmr = "manylinux2014-x86_64-cp-36-m";
const char* const kMac = "macosx-11.0-arm64-cp-312-cp312";
const char* const kFree = "manylinux2014-x86_64-cp-313-t";

}  // namespace

TEST_CASE("a wheel that fits needs no sentence") {
    const Fit result = fit("py3-none-any", kEmr);
    CHECK(result.fits);
    CHECK(result.sentence.empty());
    CHECK(fit("cp36-cp36m-manylinux_2_5_x86_64.manylinux1_x86_64", kEmr).fits);
}

TEST_CASE("another Python is named once, though its ABI differs too") {
    const Fit result = fit("cp37-cp37m-manylinux2014_x86_64", kEmr);
    CHECK_FALSE(result.fits);
    CHECK(result.python_differs);
    CHECK(result.abi_differs);
    CHECK_FALSE(result.platform_differs);
    CHECK(result.sentence == "is for CPython 3.7 (cp37), the target is CPython 3.6");
}

TEST_CASE("a wheel of an older CPython is for that one, although its stable ABI wheels would do") {
    const Target target = target_from_platform("manylinux_2_28_x86_64-cp-311-cp311");
    const Fit result = explain_fit(
        WheelFilename::parse("x-1-cp36-cp36m-manylinux2010_x86_64.whl").value(), target);
    CHECK(result.python_differs);
    CHECK(result.sentence == "is for CPython 3.6 (cp36), the target is CPython 3.11");
}

TEST_CASE("a stable ABI or a pure wheel of a later Python needs that or later") {
    CHECK(fit("cp38-abi3-manylinux1_x86_64", kEmr).sentence ==
          "needs CPython 3.8 or later (cp38-abi3), the target is CPython 3.6");
    CHECK(fit("py38-none-any", kEmr).sentence ==
          "needs Python 3.8 or later (py38), the target is CPython 3.6");
    CHECK(fit("py2-none-any", kEmr).sentence == "is for Python 2 (py2), the target is CPython 3.6");
}

TEST_CASE("an interpreter tag without ABI is for its own minor only") {
    CHECK(fit("cp312-none-any", kFree).sentence ==
          "is for CPython 3.12 (cp312), the target is CPython 3.13");
}

TEST_CASE("a wheel for another operating system is called just that") {
    CHECK(fit("cp36-cp36m-macosx_10_9_x86_64", kEmr).sentence ==
          "is a macOS wheel (macosx_10_9_x86_64), the target is Linux");
    CHECK(fit("cp39-cp39-win_amd64", kEmr).sentence ==
          "is a Windows wheel (win_amd64), the target is Linux");
    CHECK(fit("cp312-cp312-manylinux1_x86_64", kMac).sentence ==
          "is a Linux wheel (manylinux1_x86_64), the target is macOS");
}

TEST_CASE("a newer system than the target has is named with both versions") {
    CHECK(fit("cp36-cp36m-manylinux_2_28_x86_64", kEmr).sentence ==
          "needs glibc 2.28 (manylinux_2_28_x86_64), the target has glibc 2.17");
    CHECK(fit("cp36-cp36m-musllinux_1_1_x86_64", kEmr).sentence ==
          "needs musl 1.1 (musllinux_1_1_x86_64), the target has glibc 2.17");
    CHECK(fit("cp312-cp312-macosx_14_0_arm64", kMac).sentence ==
          "needs macOS 14.0 (macosx_14_0_arm64), the target has macOS 11.0");
}

TEST_CASE("another architecture is named with both") {
    CHECK(fit("cp36-cp36m-manylinux2014_aarch64", kEmr).sentence ==
          "is for aarch64 (manylinux2014_aarch64), the target is x86_64");
}

TEST_CASE("a wheel built for one machine is told apart from a portable one") {
    CHECK(fit("cp36-cp36m-linux_x86_64", kEmr).sentence ==
          "was built for one machine only (linux_x86_64 names no C library), the target is any "
          "machine with glibc 2.17");
}

TEST_CASE("a free-threaded target says why it takes no abi3") {
    CHECK(fit("cp38-abi3-manylinux1_x86_64", kFree).sentence ==
          "uses the stable ABI (abi3), which the free-threaded target (cp313t) does not have");
    CHECK(fit("cp313-cp313-manylinux1_x86_64", kFree).sentence ==
          "needs the ABI cp313, the free-threaded target has cp313t");
}

TEST_CASE("of several tags the nearest is explained") {
    CHECK(fit("cp36.cp39-cp36m-manylinux_2_28_aarch64.manylinux_2_28_x86_64", kEmr).sentence ==
          "needs glibc 2.28 (manylinux_2_28_x86_64), the target has glibc 2.17");
}

TEST_CASE("two reasons are both given") {
    CHECK(fit("cp39-cp39-manylinux2014_aarch64", kEmr).sentence ==
          "is for CPython 3.9 (cp39), the target is CPython 3.6; it is for aarch64 "
          "(manylinux2014_aarch64), the target is x86_64");
}

TEST_CASE("what a target accepts is told in short") {
    CHECK(accepted_summary(target_from_platform(kEmr)) ==
          "Python cp36 (or py3), ABI cp36m, abi3 or none, platform manylinux2014_x86_64, … or any");
}
