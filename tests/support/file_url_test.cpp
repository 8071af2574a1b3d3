#include "pexpack/support/file_url.hpp"
#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("every local spelling of a file URL means the same path") {
    CHECK(path_of_file_url("file:///a/b") == "/a/b");
    CHECK(path_of_file_url("file://localhost/a/b") == "/a/b");
    CHECK(path_of_file_url("file:/a/b") == "/a/b");
    CHECK(path_of_file_url("FILE:///a/b") == "/a/b");
    CHECK(path_of_file_url("file://LocalHost/a/b") == "/a/b");
    CHECK(path_of_file_url("file:////a/b") == "//a/b");
}

TEST_CASE("a file URL without a leading slash is a path from here") {
    CHECK(path_of_file_url("file:wheels") == "wheels");
    CHECK(path_of_file_url("file:./wheels") == "./wheels");
}

TEST_CASE("escapes are decoded once, and what is no escape stays") {
    CHECK(path_of_file_url("file:///a%20b/%C3%A4") == "/a b/\xc3\xa4");
    CHECK(path_of_file_url("file:///%2525") == "/%25");
    CHECK(path_of_file_url("file:///a%2") == "/a%2");
    CHECK(path_of_file_url("file:///a%zz%-1") == "/a%zz%-1");
}

TEST_CASE("query and fragment are no part of the path") {
    CHECK(path_of_file_url("file:///a.whl#sha256=00") == "/a.whl");
    CHECK(path_of_file_url("file:///a?b#c") == "/a");
    CHECK(path_of_file_url("file:///a%23b") == "/a#b");
}

TEST_CASE("what is no file URL means no path") {
    CHECK(path_of_file_url("/a/b") == std::nullopt);
    CHECK(path_of_file_url("https://example.org/a") == std::nullopt);
    CHECK(path_of_file_url("file") == std::nullopt);
    CHECK(path_of_file_url("") == std::nullopt);
}

TEST_CASE("a file on another host is not taken for a local one") {
    CHECK(path_of_file_url("file://server/share/a") == std::nullopt);
    CHECK(path_of_file_url("file://localhost.example/a") == std::nullopt);
    CHECK(path_of_file_url("file://wheels") == std::nullopt);
}

TEST_CASE("a path that was made a URL is read back the same") {
    for (const char* path : {"/", "/a b", "/a%20b", "/a#b?c", "/n\xc3\xa4", "/a\xff\n~"}) {
        CHECK(path_of_file_url(file_url(path)) == path);
    }
}

TEST_CASE("a path with an escaped NUL byte means no path") {
    CHECK(path_of_file_url("file:///etc/passwd%00.whl") == std::nullopt);
}
