#include "pexpack/support/file.hpp"
#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("two parts of a path are joined by one slash") {
    CHECK(join_path("a", "b") == "a/b");
    CHECK(join_path("a/", "b") == "a/b");
    CHECK(join_path("/", "b") == "/b");
}

TEST_CASE("an empty folder is left out and an absolute name wins") {
    CHECK(join_path("", "b") == "b");
    CHECK(join_path("a", "/b") == "/b");
}

TEST_CASE("the base name is what follows the last slash") {
    CHECK(base_name("a/b.whl") == "b.whl");
    CHECK(base_name("b.whl") == "b.whl");
    CHECK(base_name("a/").empty());
}

TEST_CASE("the folder of a path is never empty") {
    CHECK(directory_of("b.whl") == ".");
    CHECK(directory_of("a/b/c") == "a/b");
    CHECK(directory_of("/b") == "/");
}

TEST_CASE("an absolute path is tidied by its text alone") {
    CHECK(absolute_path("/a/./b//../c/") == "/a/c");
    CHECK(absolute_path("/../..") == "/");
    CHECK(absolute_path("/") == "/");
}
