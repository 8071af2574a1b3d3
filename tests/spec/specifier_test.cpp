#include "pexpack/spec/specifier.hpp"

#include "support/catch.hpp"

using namespace pexpack;

namespace {

SpecifierSet set(std::string_view text) {
    return SpecifierSet::parse(text).value();
}

bool admits(std::string_view specifiers, std::string_view version) {
    return set(specifiers).contains(Version::parse(version).value());
}

}  // namespace

TEST_CASE("an equal version admits its locals but a local only itself") {
    CHECK(admits("==3.4", "3.4.0+abc"));
    CHECK(admits("==3.4+ABC", "3.4+abc"));
    CHECK_FALSE(admits("==3.4+abc", "3.4"));
    CHECK_FALSE(admits("==3.4+7", "3.4+7.0"));
    CHECK_FALSE(admits("!=3.4", "3.4+abc"));
    CHECK(admits("<=3.4", "3.4+abc"));
    CHECK_FALSE(admits(">3.4", "3.4+abc"));
}

TEST_CASE("a local version can only be equal or not") {
    CHECK(admits("!=3.4+abc", "3.4"));
    for (const char* text : {"<3.4+abc", "<=3.4+abc", ">3.4+abc", ">=3.4+abc", "~=3.4+abc"}) {
        INFO(text);
        CHECK_FALSE(SpecifierSet::parse(text));
    }
}

TEST_CASE("a post release is not after its own base for >") {
    CHECK_FALSE(admits(">3.4", "3.4.post1"));
    CHECK(admits(">3.4", "3.4.0.1"));
    CHECK(admits(">3.4.post1", "3.4.post2"));
    CHECK_FALSE(admits(">3.4b1", "3.4b1.post2"));
    CHECK(admits(">3.4b1", "3.4b2.dev0"));
}

TEST_CASE("a pre-release is not before its own base for <") {
    CHECK_FALSE(admits("<3.4", "3.4.dev0"));
    CHECK_FALSE(admits("<3.4", "3.4rc1"));
    CHECK(admits("<3.4rc2", "3.4rc1"));
    CHECK_FALSE(admits("<3.4.post2", "3.4.post2.dev1"));
    CHECK_FALSE(admits("<0", "0.dev0"));
}

TEST_CASE("a wildcard admits everything whose release starts alike") {
    CHECK(admits("==3.*", "3.dev0"));
    CHECK(admits("==3.*", "3.99.post1+x"));
    CHECK(admits("==3.4.*", "3.4rc1"));
    CHECK_FALSE(admits("==3.4.*", "3.5.dev0"));
    CHECK_FALSE(admits("==3.4.*", "3.40"));
    CHECK(admits("!=3.4.*", "3.5"));
    for (const char* text : {">3.*", "~=3.*", "==3.4.post1.*", "==3.4+x.*", "==3.*.*"}) {
        INFO(text);
        CHECK_FALSE(SpecifierSet::parse(text));
    }
}

TEST_CASE("the compatible operator keeps all numbers but the last") {
    CHECK(admits("~=3.4", "3.9"));
    CHECK_FALSE(admits("~=3.4", "4.dev0"));
    CHECK_FALSE(admits("~=3.4.0", "3.5"));
    CHECK(admits("~=3.4.post2", "3.5"));
    CHECK_FALSE(admits("~=3.4.post2", "3.4"));
}

TEST_CASE("the arbitrary operator compares texts without case") {
    CHECK(admits("===3.4A1", "3.4a1"));
    CHECK_FALSE(admits("===3.4", "3.4.0"));
    CHECK(admits("===3.4.post1", "3.4-1"));
    CHECK_FALSE(admits("===3.4-1", "3.4-1"));
    CHECK(Specifier::parse("===Some_Thing")->contains_text("some_thing"));
    CHECK_FALSE(Specifier::parse(">=1")->contains_text("some_thing"));
}

TEST_CASE("what stands after an operator says why it cannot") {
    CHECK(Specifier::parse(">= x").error() == ParseError{"expected a version after `>=`", 3});
    CHECK(Specifier::parse(">=3.*").error() ==
          ParseError{"`.*` can only be used with `==` or `!=`", 2});
    CHECK_FALSE(Specifier::parse("==3a1.*"));
    CHECK_FALSE(Specifier::parse("<3+x"));
    CHECK_FALSE(Specifier::parse("~=3"));
    CHECK_FALSE(Specifier::parse("==*"));
    CHECK_FALSE(Specifier::parse("=3"));
    CHECK_FALSE(Specifier::parse("= =3"));
    CHECK_FALSE(Specifier::parse("===a b"));
    CHECK_FALSE(Specifier::parse("===a)"));
    CHECK_FALSE(Specifier::parse("~=1.0.po\xC5\xBFt1"));
    CHECK_FALSE(Specifier::parse("3"));
    CHECK(SpecifierSet::parse(">=1, <x").error().offset == 6);
}

TEST_CASE("a set skips empty parts and needs commas") {
    CHECK(set(" >= 1 ,, < 2, ").to_string() == "<2,>=1");
    CHECK(set("").empty());
    CHECK(admits("", "1.dev0"));
    CHECK_FALSE(SpecifierSet::parse(">=1 <2"));
}

TEST_CASE("specifiers are equal when operator and version are") {
    CHECK(set("==3,>1") == set(">1.0,==3.0.0"));
    CHECK_FALSE(set("~=3.0") == set("~=3.0.0"));
    CHECK(set("==3,==3.0").to_string() == "==3");
    CHECK((set(">1") & set("<2")).to_string() == "<2,>1");
}

TEST_CASE("sets of equal specifiers are equal and hash alike, in any order") {
    const std::vector<std::pair<const char*, const char*>> equal = {
        {"==3,>1", ">1.0,==3.0.0"}, {"==v1.2,==1.3", "==1.2,==1.3"},
        {"<=1,<v2", "<2,<=1"},      {"", ","},
        {"===A", "===A"},           {"!=1.0,!=1", "!=1"}};
    for (const auto& [a, b] : equal) {
        INFO(a << " and " << b);
        CHECK(set(a) == set(b));
        CHECK(std::hash<SpecifierSet>()(set(a)) == std::hash<SpecifierSet>()(set(b)));
    }
    for (const auto& [a, b] : {std::pair("==1.*", "==1"), {"==1", "!=1"}, {"", ">=0.dev0"}}) {
        INFO(a << " and " << b);
        CHECK_FALSE(set(a) == set(b));
        CHECK(std::hash<SpecifierSet>()(set(a)) != std::hash<SpecifierSet>()(set(b)));
    }
    CHECK(std::hash<Specifier>()(Specifier::parse("==1").value()) ==
          std::hash<Specifier>()(Specifier::parse("== 1.0").value()));
}

TEST_CASE("a specifier opts in to pre-releases by naming one") {
    CHECK(set(">=3a1").opts_in_to_prereleases());
    CHECK(set("===3.dev1").opts_in_to_prereleases());
    CHECK_FALSE(set("!=3a1").opts_in_to_prereleases());
    CHECK_FALSE(set("==3.*").opts_in_to_prereleases());
}

TEST_CASE("only == without wildcard and === pin") {
    CHECK(set(">1,==3").is_pinned());
    CHECK(set("===x").is_pinned());
    CHECK_FALSE(set("==3.*").is_pinned());
    CHECK_FALSE(set("~=3.1").is_pinned());
}

TEST_CASE("too many specifiers are refused") {
    std::string text;
    for (std::size_t i = 0; i <= SpecifierSet::kMaxClauses; ++i) text += ">1,";
    CHECK_FALSE(SpecifierSet::parse(text));
}

TEST_CASE("a release in few small numbers has the bounds that any other spelling of it has") {
    for (const char* op : {"==", "!=", "<=", ">=", "<", ">", "~="}) {
        for (const std::string release : {"0", "0.0", "1", "1.0", "1.2", "1.2.0", "0.1", "199.200",
                                          "8391.8392", "999999998", "2024.10.1", "1.0.0.0.0.1"}) {
            for (const char* wildcard : {"", ".*"}) {
                const std::string text = release + wildcard;
                INFO(op << text);
                const auto quick = Specifier::parse(op + text);
                const auto other = Specifier::parse(std::string(op) + "v" + text);
                REQUIRE(quick.has_value() == other.has_value());
                if (!quick) continue;
                CHECK(quick->lower() == other->lower());
                CHECK(quick->upper() == other->upper());
                CHECK(quick->is_wildcard() == other->is_wildcard());
            }
        }
    }
}

TEST_CASE("the largest number of nine digits has a next one") {
    CHECK(Specifier::parse("==1.999999999.*")->upper() ==
          Specifier::parse("<1.1000000000.dev0")->upper());
}
