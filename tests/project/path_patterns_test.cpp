#include "pexpack/project/path_patterns.hpp"

#include "support/catch.hpp"

using namespace pexpack;

namespace {

bool matches(const std::string& pattern, const std::string& path, bool is_folder = false) {
    return PathPattern::parse(pattern).value().matches(path, is_folder);
}

}  // namespace

TEST_CASE("a glob matches a whole name") {
    CHECK(matches_glob("*.py", "a.py"));
    CHECK_FALSE(matches_glob("*.py", "a.pyc"));
    CHECK(matches_glob("a?[0-9][!x]", "ab5y"));
    CHECK_FALSE(matches_glob("[!x]", "x"));
    CHECK(matches_glob("\\*[", "*["));
    CHECK(matches_glob("a*b*c", "axxbxxbxc"));
    CHECK(matches_glob("*", ""));
    CHECK_FALSE(matches_glob("", "a"));
}

TEST_CASE("a pattern without a slash matches at any depth, one with a slash from the top") {
    CHECK(matches("*.txt", "a/b/c.txt"));
    CHECK(matches("/a.txt", "a.txt"));
    CHECK_FALSE(matches("/a.txt", "b/a.txt"));
    CHECK(matches("a/b", "a/b"));
    CHECK_FALSE(matches("a/b", "x/a/b"));
    CHECK_FALSE(matches("a/*", "a/b/c"));
}

TEST_CASE("two stars stand for any number of folders") {
    CHECK(matches("**/a", "a"));
    CHECK(matches("**/a", "x/y/a"));
    CHECK(matches("a/**/b", "a/b"));
    CHECK(matches("a/**/b", "a/x/y/b"));
    CHECK(matches("a/**", "a/x/y"));
    CHECK_FALSE(matches("a/**", "a"));
}

TEST_CASE("a slash at the end asks for a folder") {
    CHECK(matches("logs/", "x/logs", true));
    CHECK_FALSE(matches("logs/", "x/logs"));
}

TEST_CASE("comments and empty lines are no patterns, and a mark takes back") {
    CHECK(parse_patterns("# a\n\n*.txt  \r\n!keep.txt\n").size() == 2);
    CHECK(PathPattern::parse("!keep.txt").value().takes_back());
    CHECK(matches("\\#a", "#a"));
}
