#include "pexpack/support/result.hpp"

#include <memory>

#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("a good result gives its value and no error") {
    const Result<std::string> result(std::string("value"));
    REQUIRE(result);
    CHECK(*result == "value");
    CHECK(result->size() == 5);
    CHECK(result.optional() == "value");
    CHECK_THROWS_AS(result.error(), BugError);
}

TEST_CASE("a failed result gives the reason, and asking for its value is a bug") {
    const Result<std::string> result(ParseError{"no name", 3});
    REQUIRE_FALSE(result);
    CHECK(result.error() == ParseError{"no name", 3});
    CHECK(result.optional() == std::nullopt);
    CHECK_THROWS_AS(result.value(), BugError);
    CHECK_THROWS_AS(result->size(), BugError);
}

TEST_CASE("a value that cannot be copied can be moved out of its result") {
    Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
    const std::unique_ptr<int> value = std::move(result).value();
    CHECK(*value == 7);
}

TEST_CASE("a value that is false is still a good result") {
    const Result<int> zero(0);
    CHECK(zero.has_value());
    CHECK(zero.value() == 0);
}
