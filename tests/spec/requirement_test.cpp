#include "pexpack/spec/requirement.hpp"

#include "support/catch.hpp"

using namespace pexpack;

namespace {

Requirement requirement(std::string_view text) {
    return Requirement::parse(text).value();
}

ParseError problem(std::string_view text) {
    return Requirement::parse(text).error();
}

}  // namespace

TEST_CASE("a requirement has a name, extras, specifiers and a marker") {
    const Requirement full =
        requirement(" My.Lib [Fast, tls,Fast] ( >= 1.2, <2 ,) ; os_name=='posix' ");
    CHECK(full.name.to_string() == "my-lib");
    CHECK(full.name_as_written == "My.Lib");
    CHECK(full.extras == std::vector<std::string>{"Fast", "tls"});
    CHECK(full.specifiers.to_string() == "<2,>=1.2");
    CHECK(full.marker->to_string() == "os_name == \"posix\"");
    CHECK(full.to_string() == "My.Lib[Fast,tls]<2,>=1.2; os_name == \"posix\"");
}

TEST_CASE("requirements that mean the same are equal and hash alike, however they are spelt") {
    const std::hash<Requirement> hash;
    const Requirement one = requirement("My.Lib[Dev_Tools,x]>=1.0,<2; os_name=='a'");
    const Requirement other = requirement("my-lib [X, dev-tools] (<2.0,>=1) ; (os_name == \"a\")");
    CHECK(one == other);
    CHECK(hash(one) == hash(other));
    for (const char* text :
         {"my-lib[x]>=1,<2; os_name=='a'", "lib[dev-tools,x]>=1,<2; os_name=='a'",
          "my-lib[dev-tools,x]>=1; os_name=='a'", "my-lib[dev-tools,x]>=1,<2",
          "my-lib[dev-tools,x] @ file:///x ; os_name=='a'"}) {
        INFO(text);
        CHECK_FALSE(requirement(text) == one);
        CHECK(hash(requirement(text)) != hash(one));
    }
}

TEST_CASE("a name alone, with empty brackets or with a bare specifier is a requirement") {
    CHECK(requirement("lib").specifiers.empty());
    CHECK(requirement("lib[]").extras.empty());
    CHECK(requirement("lib(==3)").specifiers.is_pinned());
    CHECK(requirement("lib===odd;os_name>'x'").specifiers.to_string() == "===odd");
}

TEST_CASE("a URL ends at white space and its marker stands after that") {
    const Requirement url = requirement("lib @ https://host.invalid/lib.zip ; os_name == 'nt'");
    CHECK(url.url == "https://host.invalid/lib.zip");
    CHECK(url.marker.has_value());
    CHECK(url.to_string() == "lib @ https://host.invalid/lib.zip ; os_name == \"nt\"");
    CHECK(requirement("lib@file:///a;b").url == "file:///a;b");
    CHECK(problem("lib @ x y").offset == 8);
    CHECK_FALSE(Requirement::parse("lib @ "));
}

TEST_CASE("a bad requirement says what was expected and where") {
    CHECK(problem("-lib") == ParseError{"expected a package name at the start", 0});
    CHECK(problem("lib >=").message == "expected a version after `>=`");
    CHECK(problem("lib >= x").offset == 7);
    CHECK(problem("lib[a b]").message == "expected a comma between the names of extras");
    CHECK(problem("lib[a,]").message == "expected the name of an extra after the comma");
    CHECK(problem("lib[a").message == "expected the `]` after the extras");
    CHECK(problem("lib (>=1").message == "expected the `)` after the version specifiers");
    CHECK(problem("lib 1.0").offset == 4);
    CHECK(problem("lib>=1.0.*").offset == 5);
    CHECK(problem("lib; os_name == 'a' x").message ==
          "expected `and`, `or` or the end after the marker");
}

TEST_CASE("only spaces and tabs are white space in a requirement") {
    CHECK(Requirement::parse("\tlib\t>=\t1 "));
    CHECK_FALSE(Requirement::parse("lib\n"));
    CHECK_FALSE(Requirement::parse("lib\n>=1"));
    CHECK_FALSE(Requirement::parse("lib\xC2\xA0>=1"));
}

TEST_CASE("a requirement too long to be one is refused") {
    CHECK_FALSE(Requirement::parse(std::string(Requirement::kMaxLength + 1, 'a')));
}
