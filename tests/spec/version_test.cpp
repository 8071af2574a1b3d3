#include "pexpack/spec/version.hpp"

#include <algorithm>

#include "support/catch.hpp"

using namespace pexpack;

namespace {

Version version(std::string_view text) {
    return Version::parse(text).value();
}

std::string normal(std::string_view text) {
    return version(text).to_string();
}

}  // namespace

TEST_CASE("a version is put in normal form") {
    CHECK(normal("v2.01.0") == "2.1.0");
    CHECK(normal("3.4-ALPHA_007") == "3.4a7");
    CHECK(normal("3.4.preview") == "3.4rc0");
    CHECK(normal("3.4-5") == "3.4.post5");
    CHECK(normal("3.4rev") == "3.4.post0");
    CHECK(normal("07!3.4c1-r2_DEV3+Ubuntu-007_x") == "7!3.4rc1.post2.dev3+ubuntu.7.x");
}

TEST_CASE("white space around a version is any that Unicode knows") {
    CHECK(normal("\t 3.4\xC2\xA0\n") == "3.4");
    CHECK(normal("\xE2\x80\xA8"
                 "3.4\x1C") == "3.4");
    CHECK_FALSE(Version::parse("3. 4"));
    CHECK_FALSE(
        Version::parse("\xEF\xBB\xBF"
                       "3.4"));
}

TEST_CASE("every spelling that PEP 440 knows of a part is put in its own") {
    for (const char* text : {"3.4rc1", "3.4.rc.1", "3.4c1", "3.4-pre-1", "3.4_PREVIEW01"}) {
        INFO(text);
        CHECK(normal(text) == "3.4rc1");
    }
    for (const char* text : {"3.4post5", "3.4-r5", "3.4.rev.5", "3.4_R05", "3.4-5"}) {
        INFO(text);
        CHECK(normal(text) == "3.4.post5");
    }
    CHECK(normal("3.4a.1") == "3.4a1");
    CHECK(normal("2013b") == "2013b0");
    CHECK(normal("3.4+001") == "3.4+1");
    CHECK(normal("00000000001267650600228229401496703205376") == "1267650600228229401496703205376");
}

TEST_CASE("what PEP 440 does not allow is no version") {
    for (const char* text : {"", ".4", "3.", "3.4.x", "3.4_5", "3..4", "latest", "3.4+", "3.4+a..b",
                             "!3", "3!", "3.4a1b2", "3.4.po\xC5\xBFt1", "\xD9\xA3.4"}) {
        INFO(text);
        CHECK_FALSE(Version::parse(text));
    }
}

TEST_CASE("the offset of a version's error is where it stops being one") {
    CHECK(Version::parse("  3.4.x").error().offset == 5);
    CHECK(Version::parse(" x").error().offset == 1);
}

TEST_CASE("a version too long to be one is refused") {
    CHECK_FALSE(Version::parse(std::string(Version::kMaxLength + 1, '1')));
    CHECK(Version::parse(std::string(Version::kMaxLength, '1')));
}

TEST_CASE("versions are ordered as PEP 440 says") {
    const std::vector<const char*> ascending = {"0.dev0",
                                                "0",
                                                "3.dev0",
                                                "3.dev200",
                                                "3a0.dev1",
                                                "3a0",
                                                "3a0.post0.dev9",
                                                "3a0.post0",
                                                "3a0.post7",
                                                "3a1",
                                                "3b0",
                                                "3rc5.dev7",
                                                "3rc5",
                                                "3",
                                                "3+ab",
                                                "3+b",
                                                "3+b.1a",
                                                "3+b.0",
                                                "3+0",
                                                "3+0.a",
                                                "3+0.0",
                                                "3+11",
                                                "3.post0.dev0",
                                                "3.post0",
                                                "3.post1",
                                                "3.0.1.dev0",
                                                "3.0.1",
                                                "3.1",
                                                "3.9",
                                                "3.10",
                                                "3.199",
                                                "3.200",
                                                "3.455",
                                                "3.456",
                                                "3.1000",
                                                "3.8391",
                                                "3.8392",
                                                "3.20240101",
                                                "3.999999999",
                                                "3.1000000000",
                                                "3.18446744073709551615",
                                                "3.18446744073709551616",
                                                "3.00031415926535897932384626433",
                                                "4.dev1",
                                                "4.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.dev1",
                                                "4.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1",
                                                "4.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.1",
                                                "4.0.0.0.0.0.0.0.0.0.0.0.0.0.1",
                                                "1!0.dev0",
                                                "1!3"};
    std::vector<Version> versions;
    for (const char* text : ascending) versions.push_back(version(text));
    for (std::size_t i = 0; i < versions.size(); ++i) {
        for (std::size_t k = 0; k < versions.size(); ++k) {
            INFO(ascending[i] << " and " << ascending[k]);
            CHECK((versions[i] < versions[k]) == (i < k));
            CHECK((versions[i] == versions[k]) == (i == k));
        }
    }
}

TEST_CASE("a version is the same in every spelling") {
    for (const char* text : {"0", "3.0.0", "3.10.200.8392", "3.4a1", "3.4b200", "3.4rc1.post2.dev3",
                             "3.4.post0", "3.4.dev999999999", "3.4.post1.dev0", "3.1234567890",
                             "3.1.4.1.5.9.2.6.5.3.5.8.9.7.9.3"}) {
        INFO(text);
        const Version another = version(std::string("0!") + text + "\n");
        CHECK(another == version(text));
        CHECK(another.hash() == version(text).hash());
        CHECK(another.to_string() == text);
        CHECK(another.is_prerelease() == version(text).is_prerelease());
    }
}

TEST_CASE("trailing zeros make no difference between versions but stay in their text") {
    CHECK(version("3") == version("3.0.0"));
    CHECK(version("3").hash() == version("3.0.0").hash());
    CHECK(normal("3.0.0") == "3.0.0");
    CHECK(version("3.0.0rc1").canonical() == "3rc1");
    CHECK(version("0.0").canonical() == "0");
    CHECK(version("10.20.0").canonical() == "10.20");
}

TEST_CASE("a version tells its parts") {
    const Version full = version("2!3.40rc5.post6.dev7+x.1");
    CHECK(full.epoch() == "2");
    CHECK(full.release() == std::vector<std::string_view>{"3", "40"});
    CHECK(full.pre() == "rc5");
    CHECK(full.post() == "6");
    CHECK(full.dev() == "7");
    CHECK(full.local() == "x.1");
    CHECK(full.base().to_string() == "2!3.40");
    CHECK(full.without_local().to_string() == "2!3.40rc5.post6.dev7");
    CHECK(version("3a0").pre() == "a0");
    CHECK(version("3").pre().empty());
    CHECK_FALSE(version("3").post().has_value());
}

TEST_CASE("dev and pre-releases are pre-releases, post releases are not") {
    CHECK(version("3.dev1").is_prerelease());
    CHECK(version("3b1").is_prerelease());
    CHECK(version("3.post1.dev1").is_prerelease());
    CHECK_FALSE(version("3.post1").is_prerelease());
}
