#include "pexpack/target/platforms.hpp"

#include <algorithm>

#include "support/catch.hpp"

using namespace pexpack;

namespace {

using Names = std::vector<std::string>;

bool contains(const Names& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

TEST_CASE("a glibc runs every older manylinux, legacy names right after their equals") {
    const Names names = manylinux_ladder({2, 18}, "x86_64");
    CHECK(names[0] == "manylinux_2_18_x86_64");
    CHECK(names[1] == "manylinux_2_17_x86_64");
    CHECK(names[2] == "manylinux2014_x86_64");
    CHECK(names.back() == "manylinux1_x86_64");
    CHECK(names.size() == 14 + 3);
}

TEST_CASE("only x86 goes down to glibc 2.5") {
    CHECK(manylinux_ladder({2, 17}, "i686").back() == "manylinux1_i686");
    CHECK(manylinux_ladder({2, 17}, "aarch64") ==
          Names{"manylinux_2_17_aarch64", "manylinux2014_aarch64"});
    CHECK(manylinux_ladder({2, 16}, "s390x").empty());
}

TEST_CASE("a glibc 3 would run glibc 2 from 2.50 down") {
    const Names names = manylinux_ladder({3, 1}, "aarch64");
    CHECK(names[0] == "manylinux_3_1_aarch64");
    CHECK(names[1] == "manylinux_3_0_aarch64");
    CHECK(names[2] == "manylinux_2_50_aarch64");
}

TEST_CASE("a musl runs every older minor of its major version") {
    CHECK(musllinux_ladder({1, 2}, "x86_64") ==
          Names{"musllinux_1_2_x86_64", "musllinux_1_1_x86_64", "musllinux_1_0_x86_64"});
}

TEST_CASE("a real Linux machine prefers its native tag") {
    const Names names = linux_platforms("x86_64", PlatformVersion{2, 5}, std::nullopt);
    CHECK(names == Names{"linux_x86_64", "manylinux_2_5_x86_64", "manylinux1_x86_64"});
    CHECK(linux_platforms("armv8l", std::nullopt, std::nullopt) ==
          Names{"linux_armv8l", "linux_armv7l"});
}

TEST_CASE("macOS 11 and later walks whole versions, then 10.16 to 10.4") {
    const Names arm = macos_ladder({12, 3}, "arm64");
    CHECK(arm[0] == "macosx_12_0_arm64");
    CHECK(arm[1] == "macosx_12_0_universal2");
    CHECK(arm[2] == "macosx_11_0_arm64");
    CHECK(arm[4] == "macosx_10_16_universal2");
    CHECK(arm.back() == "macosx_10_4_universal2");
    CHECK_FALSE(contains(arm, "macosx_10_16_arm64"));
}

TEST_CASE("an Intel Mac runs all the formats that hold x86_64") {
    const Names intel = macos_ladder({10, 4}, "x86_64");
    CHECK(intel == Names{"macosx_10_4_x86_64", "macosx_10_4_intel", "macosx_10_4_fat64",
                         "macosx_10_4_fat3", "macosx_10_4_universal2", "macosx_10_4_universal"});
}

TEST_CASE("universal2 as a platform means universal2 wheels only") {
    for (const std::string& name : macos_ladder({11, 0}, "universal2")) {
        CHECK(name.ends_with("universal2"));
    }
}

TEST_CASE("an explicit list grows by pip's few rules only") {
    CHECK(pip_platforms({"manylinux2014_x86_64"}) ==
          Names{"manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"});
    CHECK(pip_platforms({"manylinux2014_aarch64"}) == Names{"manylinux2014_aarch64"});
    CHECK(pip_platforms({"manylinux_2_28_x86_64"}) == Names{"manylinux_2_28_x86_64"});
    CHECK(pip_platforms({"musllinux_1_2_x86_64"}) == Names{"musllinux_1_2_x86_64"});
    CHECK(contains(pip_platforms({"macosx_11_0_arm64"}), "macosx_10_9_universal2"));
}

TEST_CASE("an explicit list drops repeats but keeps the first place") {
    CHECK(pip_platforms({"manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"}) ==
          Names{"manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"});
}

TEST_CASE("a platform tag tells its C library and architecture") {
    const auto tag = PlatformTag::parse("manylinux2010_i686");
    REQUIRE(tag);
    CHECK(tag->family == PlatformTag::Family::kGlibc);
    CHECK(tag->version == PlatformVersion{2, 12});
    CHECK(tag->architecture == "i686");
    CHECK(PlatformTag::parse("musllinux_1_2_ppc64le")->architecture == "ppc64le");
    CHECK(PlatformTag::parse("win32")->family == PlatformTag::Family::kWindows);
}

TEST_CASE("what is no platform has no parts") {
    for (const char* text : {"", "any", "linux", "linux_", "manylinux_2_x86_64", "manylinux_2_17_",
                             "manylinux2013_x86_64", "macosx_11_arm64", "manylinux_-2_17_x86_64",
                             "manylinux_2_99999_x86_64", "musllinux_1_"}) {
        INFO(text);
        CHECK_FALSE(PlatformTag::parse(text));
    }
}
