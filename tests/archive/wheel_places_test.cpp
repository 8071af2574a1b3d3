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
                      "`flat.whl` and `tool.whl` cannot be installed together");
    CHECK_THROWS_AS(refuse_clashes({flat, kTool}), Error);
}

TEST_CASE("a file where the same wheel has a folder cannot be installed") {
    CHECK_THROWS_AS(refuse_clashes({{"odd.whl", {"site/a/b/c", "site/a/d", "site/a/b"}}}), Error);
}
