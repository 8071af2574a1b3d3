#include "pexpack/spec/package_name.hpp"

#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("a name is lowered and its separators become one hyphen") {
    CHECK(PackageName::parse("My._Great--Package")->to_string() == "my-great-package");
    CHECK(PackageName::parse("7")->to_string() == "7");
}

TEST_CASE("a name starts and ends with a letter or digit and holds nothing odd") {
    for (const char* text : {"", "-a", "a_", ".a", "a b", "a!", "a\n", "\xC3\xA9"}) {
        INFO(text);
        CHECK_FALSE(PackageName::parse(text));
    }
    CHECK(PackageName::parse("ab!c").error().offset == 2);
}

TEST_CASE("normalisation takes any text and trims nothing") {
    CHECK(normalized_name("_A_") == "-a-");
    CHECK(normalized_name("\xC3\x89t\xC3\xA9.X") == "\xC3\xA9t\xC3\xA9-x");
    CHECK(normalized_name("\xD0\x96") == "\xD0\xB6");
}

TEST_CASE("a normal name has single hyphens inside only") {
    CHECK(is_normalized_name("a-1"));
    for (const char* text : {"", "-a", "a-", "a--b", "A", "a_b", "\xC3\xA9"}) {
        INFO(text);
        CHECK_FALSE(is_normalized_name(text));
    }
}
