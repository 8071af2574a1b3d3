#include "pexpack/spec/version_ranges.hpp"

#include "support/catch.hpp"

using namespace pexpack;

namespace {

SpecifierSet set(std::string_view text) {
    return SpecifierSet::parse(text).value();
}

VersionRanges ranges(std::string_view text) {
    return VersionRanges::of(set(text));
}

}  // namespace

TEST_CASE("the same versions in other words are equal ranges") {
    CHECK(ranges("~=3.4") == ranges(">=3.4,==3.*"));
    CHECK(ranges(">3.4.post1") == ranges(">=3.4.post2.dev0"));
    CHECK(ranges(">3a1") == ranges(">=3a2.dev0"));
    CHECK(ranges(">=0.dev0") == VersionRanges::all());
    CHECK_FALSE(ranges(">3.4") == ranges(">=3.4.1"));
}

TEST_CASE("a range and its complement share nothing and leave nothing out") {
    const VersionRanges some = ranges("!=3.4,>=3,<5");
    CHECK((some & ~some).empty());
    CHECK(~~some == some);
    CHECK(~VersionRanges::none() == VersionRanges::all());
    CHECK((~some).contains(Version::parse("3.4+x").value()));
}

TEST_CASE("sets of specifiers that exclude each other are unsatisfiable") {
    CHECK(is_unsatisfiable(set(">3,<3")));
    CHECK(is_unsatisfiable(set(">3,<3.0.post7")));
    CHECK(is_unsatisfiable(set("<0")));
    CHECK(is_unsatisfiable(set("===3,===3.0")));
    CHECK(is_unsatisfiable(set("===word,>1")));
    CHECK_FALSE(is_unsatisfiable(set("===word")));
    CHECK_FALSE(is_unsatisfiable(set(">=3,<=3")));
    CHECK_FALSE(is_unsatisfiable(set("")));
}

TEST_CASE("one set of specifiers may be part of another or apart from it") {
    CHECK(is_subset(set("==3.4"), set("~=3.1")));
    CHECK_FALSE(is_subset(set(">=3"), set(">3")));
    CHECK(is_subset(set(">=3"), set("")));
    CHECK_FALSE(is_subset(set(""), set(">=0.dev0")));
    CHECK(are_disjoint(set("<3"), set("==3a1")));
    CHECK_FALSE(are_disjoint(set("<=3"), set("==3+local")));
}
