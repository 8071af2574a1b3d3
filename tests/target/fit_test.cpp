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
    CHECK(result.sentence ==
          "is for CPython 3.7 (cp37), the target is CPython 3.6; cp36-cp36m-manylinux2014_x86_64 "
          "would fit");
}

TEST_CASE("a wheel of an older CPython is for that one, although its stable ABI wheels would do") {
    const Target target = target_from_platform("manylinux_2_28_x86_64-cp-311-cp311");
    const Fit result = explain_fit(
        WheelFilename::parse("x-1-cp36-cp36m-manylinux2010_x86_64.whl").value(), target);
    CHECK(result.python_differs);
    CHECK(result.sentence ==
          "is for CPython 3.6 (cp36), the target is CPython 3.11; cp311-cp311-manylinux2010_x86_64 "
          "would fit");
}

TEST_CASE("a stable ABI or a pure wheel of a later Python needs that or later") {
    CHECK(fit("cp38-abi3-manylinux1_x86_64", kEmr).sentence ==
          "needs CPython 3.8 or later (cp38-abi3), the target is CPython 3.6; "
          "cp36-abi3-manylinux1_x86_64 would fit");
    CHECK(fit("py38-none-any", kEmr).sentence ==
          "needs Python 3.8 or later (py38), the target is CPython 3.6; py3-none-any would fit");
    CHECK(fit("py2-none-any", kEmr).sentence ==
          "is for Python 2 (py2), the target is CPython 3.6; py3-none-any would fit");
}

TEST_CASE("an interpreter tag without ABI is for its own minor only") {
    CHECK(fit("cp312-none-any", kFree).sentence ==
          "is for CPython 3.12 (cp312), the target is CPython 3.13; cp313-none-any would fit");
}

TEST_CASE("a wheel for another operating system is called just that") {
    CHECK(fit("cp36-cp36m-macosx_10_9_x86_64", kEmr).sentence ==
          "is a macOS wheel (macosx_10_9_x86_64), the target is Linux");
    CHECK(fit("cp39-cp39-win_amd64", kEmr).sentence ==
          "is a Windows wheel (win_amd64), the target is Linux");
    CHECK(fit("cp312-cp312-manylinux1_x86_64", kMac).sentence ==
          "is a Linux wheel (manylinux1_x86_64), the target is macOS");
    CHECK(fit("cp313-cp313-ios_13_0_arm64_iphoneos", kMac).sentence ==
          "is an iOS wheel (ios_13_0_arm64_iphoneos), the target is macOS");
}

TEST_CASE("a newer system than the target has is named with both versions") {
    CHECK(fit("cp36-cp36m-manylinux_2_28_x86_64", kEmr).sentence ==
          "needs glibc 2.28 (manylinux_2_28_x86_64), the target has glibc 2.17; "
          "cp36-cp36m-manylinux_2_17_x86_64 would fit");
    CHECK(fit("cp36-cp36m-musllinux_1_1_x86_64", kEmr).sentence ==
          "needs musl 1.1 (musllinux_1_1_x86_64), the target has glibc 2.17; "
          "cp36-cp36m-manylinux_2_17_x86_64 would fit");
    CHECK(fit("cp312-cp312-macosx_14_0_arm64", kMac).sentence ==
          "needs macOS 14.0 (macosx_14_0_arm64), the target has macOS 11.0; "
          "cp312-cp312-macosx_11_0_arm64 would fit");
}

TEST_CASE("another architecture is named with both") {
    CHECK(fit("cp36-cp36m-manylinux2014_aarch64", kEmr).sentence ==
          "is for aarch64 (manylinux2014_aarch64), the target is x86_64; "
          "cp36-cp36m-manylinux_2_17_x86_64 would fit");
}

TEST_CASE("a wheel built for one machine is told apart from a portable one") {
    CHECK(fit("cp36-cp36m-linux_x86_64", kEmr).sentence ==
          "was built for one machine only (linux_x86_64 names no C library), the target is any "
          "machine with glibc 2.17; cp36-cp36m-manylinux_2_17_x86_64 would fit");
}

TEST_CASE("a free-threaded target says why it takes no abi3") {
    CHECK(fit("cp38-abi3-manylinux1_x86_64", kFree).sentence ==
          "uses the stable ABI (abi3), which the free-threaded target (cp313t) does not have; "
          "cp38-abi3t-manylinux1_x86_64 would fit");
    CHECK(fit("cp313-cp313-manylinux1_x86_64", kFree).sentence ==
          "needs the ABI cp313, the free-threaded target has cp313t; "
          "cp313-cp313t-manylinux1_x86_64 would fit");
    CHECK(fit("cp313-cp313t-manylinux1_x86_64", "manylinux2014-x86_64-cp-313-cp313").sentence ==
          "needs the free-threaded ABI cp313t, the target has cp313; cp313-cp313-manylinux1_x86_64 "
          "would fit");
}

TEST_CASE("of several tags the nearest is explained") {
    CHECK(fit("cp36.cp39-cp36m-manylinux_2_28_aarch64.manylinux_2_28_x86_64", kEmr).sentence ==
          "needs glibc 2.28 (manylinux_2_28_x86_64), the target has glibc 2.17; "
          "cp36-cp36m-manylinux_2_17_x86_64 would fit");
}

TEST_CASE("two reasons are both given") {
    CHECK(fit("cp39-cp39-manylinux2014_aarch64", kEmr).sentence ==
          "is for CPython 3.9 (cp39), the target is CPython 3.6; it is for aarch64 "
          "(manylinux2014_aarch64), the target is x86_64; cp36-cp36m-manylinux_2_17_x86_64 would "
          "fit");
}

TEST_CASE("a wheel for 32-bit Windows is named by its bits") {
    CHECK(fit("cp311-cp311-win32", "win_amd64-cp-311-cp311").sentence ==
          "is for 32-bit Windows (win32), the target is amd64; cp311-cp311-win_amd64 would fit");
}

TEST_CASE("a wheel of another implementation of Python is for that one") {
    CHECK(fit("pp39-pypy39_pp73-manylinux2014_x86_64", kEmr).sentence ==
          "is for PyPy 3.9 (pp39), the target is CPython 3.6; cp36-cp36m-manylinux2014_x86_64 "
          "would fit");
    CHECK(fit("cp36-abi3-manylinux1_x86_64", "linux-x86_64-pp-310-pypy310_pp73").sentence ==
          "needs CPython 3.6 or later (cp36-abi3), the target is PyPy 3.10; "
          "pp310-pypy310_pp73-manylinux1_x86_64 would fit");
}

TEST_CASE("a platform that nobody knows is named as it is") {
    CHECK(fit("py3-none-amiga_68k", kEmr).sentence ==
          "is for the platform amiga_68k, the target is manylinux2014_x86_64; "
          "py3-none-manylinux_2_17_x86_64 would fit");
}

TEST_CASE("a wheel with an ABI but without a platform fits nothing") {
    CHECK(fit("cp36-abi3-any", kEmr).sentence ==
          "names an ABI but no platform (cp36-abi3-any), which no Python accepts");
}

TEST_CASE("the wheel that would fit is one that others could have built") {
    const Target machine = target_from_complete_platform(
        R"({"marker_environment": {"python_full_version": "3.11.7"}, "compatible_tags": [
            "cp311-cp311-linux_x86_64", "cp311-cp311-manylinux_2_28_x86_64"]})",
        "a file");
    const auto wheel = WheelFilename::parse("x-1-cp311-cp311-manylinux_2_39_x86_64.whl").value();
    CHECK(explain_fit(wheel, machine).sentence ==
          "needs glibc 2.39 (manylinux_2_39_x86_64), the target has glibc 2.28; "
          "cp311-cp311-manylinux_2_28_x86_64 would fit");
}

TEST_CASE("what a target accepts is told in short") {
    CHECK(accepted_summary(target_from_platform(kEmr)) ==
          "Python cp36 (or py3), ABI cp36m, abi3 or none, platform manylinux2014_x86_64, … or any");
}
