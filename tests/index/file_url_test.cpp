#include "pexpack/index/wheelhouse.hpp"
#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("every local spelling of a file URL means the same path") {
    CHECK(path_of_file_url("file:///a/b") == "/a/b");
    CHECK(path_of_file_url("file://localhost/a/b") == "/a/b");
    CHECK(path_of_file_url("file:/a/b") == "/a/b");
    CHECK(path_of_file_url("FILE:///a/b") == "/a/b");
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
}

TEST_CASE("a path with an escaped NUL byte means no path") {
    CHECK(path_of_file_url("file:///etc/passwd%00.whl") == std::nullopt);
}

TEST_CASE("a URL to a wheel tells which it is, a URL to anything else nothing") {
    const auto wheel = wheel_in_url("https://host/a%2Fb/c-2%2Bx-py3-none-any.whl?q#sha256=0");
    REQUIRE(wheel.has_value());
    CHECK(wheel->version.to_string() == "2+x");
    CHECK_FALSE(wheel_in_url("git+https://host/c.git@v2").has_value());
    CHECK_FALSE(wheel_in_url("").has_value());
}
