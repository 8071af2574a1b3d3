#include "pexpack/spec/entry_point.hpp"

#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("an object reference is a module and perhaps an attribute") {
    CHECK(ObjectReference::parse("pkg.mod : Class.run")->to_string() == "pkg.mod:Class.run");
    CHECK(ObjectReference::parse("pkg.mod")->attribute.empty());
    for (const char* text : {"", "pkg.", ".pkg", "pkg:", ":run", "pkg:run:x", "pkg mod", "1pkg"}) {
        INFO(text);
        CHECK_FALSE(ObjectReference::parse(text));
    }
}

TEST_CASE("entry points come in the order of the file with groups, extras and case kept") {
    const auto entries = parse_entry_points(
                             "# comment\n[console_scripts]\nRun = a.b:main [x, y]\r\n"
                             "other: a\n\n[my.plugins]\n; comment\nRun =\n    c:d\n")
                             .value();
    REQUIRE(entries.size() == 3);
    CHECK(entries[0] == EntryPoint{"console_scripts", "Run", {"a.b", "main"}, {"x", "y"}});
    CHECK(entries[1] == EntryPoint{"console_scripts", "other", {"a", ""}, {}});
    CHECK(entries[2] == EntryPoint{"my.plugins", "Run", {"c", "d"}, {}});
}

TEST_CASE("the name of an entry point may hold anything but `=`, a colon too") {
    const auto entries = parse_entry_points("[s]\na:b = c:d\ne: f:g\n").value();
    REQUIRE(entries.size() == 2);
    CHECK(entries[0] == EntryPoint{"s", "a:b", {"c", "d"}, {}});
    CHECK(entries[1] == EntryPoint{"s", "e", {"f", "g"}, {}});
}

TEST_CASE("what stands between brackets is refused unless it is the names of extras") {
    for (const char* value : {"a [x][y]", "a [x y]", "a [x]\n [t]", "a [x,]", "a [é]"}) {
        INFO(value);
        CHECK_FALSE(parse_entry_points(std::string("[s]\nn = ") + value + "\n"));
    }
    CHECK(parse_entry_points("[s]\nn = a []\n").value().at(0).extras.empty());
}

TEST_CASE("a malformed entry points file is refused") {
    for (const char* text :
         {"a = b:c\n", "[s]\na\n", "[s]\n= b\n", "[s\na = b", "[]\n", "[s]\na = b c\n",
          "[s]\na = b\na = c\n", "[s]\n[s]\n", "[s]\na = b\n c\n", "[s]\na = b [x\n"}) {
        INFO(text);
        CHECK_FALSE(parse_entry_points(text));
    }
    CHECK(parse_entry_points("[s]\na = b\nc = 1\n").error().offset == 10);
    CHECK(parse_entry_points("").value().empty());
}
