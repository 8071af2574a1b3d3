#include "pexpack/archive/wheel_places.hpp"

#include "pexpack/support/error.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

const WheelPlaces kTool{"tool.whl", {"site/tool/__init__.py", "site/tool/a.py", "scripts/tool"}};

}  // namespace

TEST_CASE("wheels with the same folders and even the same files go together") {
    CHECK_NOTHROW(refuse_clashes({kTool, {"more.whl", {"site/tool/a.py", "site/tool/b/c.py"}}}));
    CHECK_NOTHROW(refuse_clashes({kTool, {"site.whl", {"data/tool", "site/site", "top"}}}));
}

TEST_CASE("a file where another wheel has a folder cannot be installed, in either order") {
    const WheelPlaces flat{"flat.whl", {"site/tool"}};
    CHECK_THROWS_WITH(refuse_clashes({kTool, flat}),
                      "`flat.whl` and `tool.whl` conflict: they cannot be installed together");
    CHECK_THROWS_AS(refuse_clashes({flat, kTool}), Error);
}

TEST_CASE("a file where the same wheel has a folder cannot be installed") {
    CHECK_THROWS_WITH(
        refuse_clashes({{"odd.whl", {"site/a/b/c", "site/a/d", "site/a/b"}}}),
        Catch::StartsWith("`odd.whl` cannot be installed: it has the file `site/a/b`"));
}

TEST_CASE("two wheels with different files at one place are named, in the order of their names") {
    const std::vector<WheelPlaces> wheels = {
        {"b.whl", {"site/one.py", "site/two.py", "site/same.py"}, {{1, 1}, {2, 2}, {3, 3}}},
        {"a.whl", {"site/one.py", "site/two.py", "site/same.py"}, {{9, 1}, {2, 9}, {3, 3}}},
        {"c.whl", {"site/other.py"}, {{4, 4}}}};
    CHECK(replaced_files(wheels) ==
          std::vector<std::string>{"`a.whl` and `b.whl` both have `site/one.py` and 1 more, which "
                                   "differ: the latter's are used"});
    CHECK(replaced_files({wheels[1], wheels[2]}).empty());
}

TEST_CASE("two wheels of one project are for two targets and replace nothing") {
    CHECK(replaced_files({{"a-1-cp311.whl", {"site/a.so"}, {{1, 1}}},
                          {"a-1-cp312.whl", {"site/a.so"}, {{2, 2}}}})
              .empty());
}

TEST_CASE("two wheels with a program of one name are named") {
    const WheelPlaces first{"a.whl", {}, {}, {"scripts/run"}};
    const WheelPlaces second{"b.whl", {"scripts/run"}, {{1, 1}}};
    CHECK(replaced_files({first, second}).size() == 1);
    CHECK(replaced_files({first, {"b.whl", {}, {}, {"scripts/run"}}}).size() == 1);
    CHECK(replaced_files({first, {"b.whl", {}, {}, {"scripts/walk"}}}).empty());
}
