#include "pexpack/index/wheelhouse.hpp"
#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("a URL to a wheel tells which it is, a URL to anything else nothing") {
    const auto wheel = wheel_in_url("https://host/a%2Fb/c-2%2Bx-py3-none-any.whl?q#sha256=0");
    REQUIRE(wheel.has_value());
    CHECK(wheel->version.to_string() == "2+x");
    CHECK_FALSE(wheel_in_url("git+https://host/c.git@v2").has_value());
    CHECK_FALSE(wheel_in_url("").has_value());
}
