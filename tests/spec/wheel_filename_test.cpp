#include "pexpack/spec/wheel_filename.hpp"

#include "pexpack/spec/sdist_filename.hpp"
#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("a wheel's name tells name, version, build and tags") {
    const auto wheel = WheelFilename::parse("My_Lib-2.0+cu1-007b-py2.py3-none-any.whl").value();
    CHECK(wheel.name.to_string() == "my-lib");
    CHECK(wheel.version.to_string() == "2.0+cu1");
    CHECK(wheel.build == BuildTag{"7", "b"});
    CHECK(wheel.tags.size() == 2);
}

TEST_CASE("tags in a wheel's name are read in lower case") {
    const auto wheel = WheelFilename::parse("lib-1-PY3-None-Any.whl").value();
    CHECK(wheel.tags.expanded().at(0).to_string() == "py3-none-any");
}

TEST_CASE("names of files are equal when their texts are") {
    const auto wheel = [](const char* text) { return WheelFilename::parse(text).value(); };
    CHECK(wheel("lib-1-py3-none-any.whl") == wheel("lib-1-py3-none-any.whl"));
    CHECK_FALSE(wheel("lib-1-py3-none-any.whl") == wheel("Lib-1-py3-none-any.whl"));
    CHECK(SdistFilename::parse("lib-1.zip").value() == SdistFilename::parse("lib-1.zip").value());
    CHECK_FALSE(SdistFilename::parse("lib-1.zip").value() ==
                SdistFilename::parse("lib-1.tar.gz").value());
}

TEST_CASE("what breaks the convention is no wheel's name") {
    for (const char* text :
         {"", "lib.whl", "lib-1-py3-none-any.zip", "lib-1-py3-none-any.WHL",
          "lib-1-x1-py3-none-any.whl", "lib-1--py3-none-any.whl", "lib-1-1-py3-none-any-x.whl",
          "li__b-1-py3-none-any.whl", "li b-1-py3-none-any.whl", "-1-py3-none-any.whl",
          "lib-latest-py3-none-any.whl", "a/lib-1-py3-none-any.whl",
          "lib-1%2Bx-py3-none-any.whl"}) {
        INFO(text);
        CHECK_FALSE(WheelFilename::parse(text));
    }
    CHECK(WheelFilename::parse("lib-1.x-py3-none-any.whl").error().offset == 5);
}

TEST_CASE("a build tag ends where a line does") {
    CHECK(WheelFilename::parse("lib-1-7b\nx-py3-none-any.whl")->build == BuildTag{"7", "b"});
}

TEST_CASE("build tags are ordered by number, then by text, and none is least") {
    CHECK(BuildTag{"10", ""} > BuildTag{"9", "z"});
    CHECK(BuildTag{"9", "z"} > BuildTag{"9", ""});
    CHECK(BuildTag{"0", ""} > BuildTag{});
}

TEST_CASE("an sdist's version stands behind the last hyphen") {
    const auto sdist = SdistFilename::parse("my-lib-2.0.tar.gz").value();
    CHECK(sdist.name.to_string() == "my-lib");
    CHECK(sdist.version.to_string() == "2.0");
    CHECK(SdistFilename::parse("lib-2.zip"));
    for (const char* text : {"lib-2.tgz", "lib.tar.gz", "-2.tar.gz", "lib-x.tar.gz"}) {
        INFO(text);
        CHECK_FALSE(SdistFilename::parse(text));
    }
}

TEST_CASE("one of many wheels is read as it is alone") {
    const TagSet accepted(parse_tags("py3-none-any").value());
    TagReader reader(accepted);
    for (const char* text :
         {"lib-1-py3-none-any.whl", "lib-1-2x-py3-none-any.whl", "lib-1-py3-none-any.whl",
          "lib-1-x-py3-none-any.whl", "lib-py3-none-any.whl", "a-1-2-3-py3-none-any.whl"}) {
        INFO(text);
        const auto alone = WheelFilename::parse(text);
        const auto one = WheelFilename::parse(text, reader);
        REQUIRE(one.has_value() == alone.has_value());
        if (!one) {
            CHECK(one.error() == alone.error());
            continue;
        }
        CHECK(one->name == alone->name);
        CHECK(one->version == alone->version);
        CHECK(one->build == alone->build);
        CHECK(one->tags == alone->tags);
    }
}
