#include "pexpack/resolver/explanation.hpp"

#include "pexpack/support/text.hpp"
#include "resolver/fake_source.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

std::string why(const std::string& name, const ResolutionRequest& request, FakeSource& source) {
    const ResolutionResult result = resolve(request, example_target(), source);
    for (const Explanation& explanation :
         explain(std::get<Resolution>(result), request, example_target(), source)) {
        if (explanation.name.to_string() == name) return join(to_lines(explanation), "\n") + "\n";
    }
    return {};
}

}  // namespace

TEST_CASE("a pin is explained by the ways from the user's lines to it") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b"}}).add("b 1", {.requires_dist = {"x<3,>=1"}});
    source.add("x 1").add("x 2").add("x 3");
    CHECK(why("x", request_for({"a", "x"}), source) ==
          "x 2  x-2-py3-none-any.whl\n"
          "  x (any version)  <- requirements.txt:2\n"
          "  x>=1,<3          <- b 1 <- a 1 <- requirements.txt:1\n"
          "  newer versions:\n"
          "    3: b 1 asks for x>=1,<3\n");
}

TEST_CASE("each newer version has the reason why it was not taken") {
    FakeSource source;
    source.add("x 1").add("x 2", {.requires_dist = {"y>=2"}});
    source.add("x 3", {.requires_python = ">=3.12"}).add("x 4", {.requires_dist = {"b>=1.0.*"}});
    source.add("x 5", {.requires_dist = {"z"}}).add("x 6", {.is_damaged = true}).add("x 7rc1");
    source.add("y 1");
    const std::string text = why("x", request_for({"x<6", "y"}, {"x!=5"}), source);
    CHECK(text.find("  2: it needs y>=2, and y is 1 here\n") != std::string::npos);
    CHECK(text.find("  3: it needs Python >=3.12, the target has 3.11.7\n") != std::string::npos);
    CHECK(text.find("  4: Requires-Dist `b>=1.0.*`") != std::string::npos);
    CHECK(text.find("  5: constraints.txt:1 (constraint) allows x!=5\n") != std::string::npos);
    CHECK(text.find("  6: requirements.txt:1 asks for x<6\n") != std::string::npos);
    CHECK(why("x", request_for({"x!=6,!=5,!=4,!=3,!=2"}), source)
              .find("  7rc1: it is a pre-release, and nothing asks for one\n") !=
          std::string::npos);
    CHECK(why("x", request_for({"x<6,!=2,!=3,!=4"}), source)
              .find("  5: it needs z (any version), and there is none\n") != std::string::npos);
}

TEST_CASE("a version that fits at first sight is said not to go with the rest") {
    FakeSource source;
    source.add("x 1").add("x 2", {.requires_dist = {"y"}}).add("y 1", {.requires_dist = {"z>1"}});
    source.add("z 1");
    CHECK(why("x", request_for({"x"}), source)
              .find("  2: what it needs does not go with the rest of the answer\n") !=
          std::string::npos);
}

TEST_CASE("packages that need each other are explained without going in circles") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b"}}).add("b 1", {.requires_dist = {"a"}});
    CHECK(why("a", request_for({"a"}), source) ==
          "a 1  a-1-py3-none-any.whl\n"
          "  a (any version)  <- requirements.txt:1\n"
          "  a (any version)  <- b 1 <- a 1 <- requirements.txt:1\n");
}

TEST_CASE("files that do not fit the target are listed with the reason") {
    FakeSource source;
    source.add("x 2").add_unusable("x", "x-2-cp36-cp36m-win32.whl", "is for Windows");
    source.add_unusable("x", "x-1-cp36-cp36m-win32.whl", "is for Windows");
    CHECK(why("x", request_for({"x"}), source) ==
          "x 2  x-2-py3-none-any.whl\n"
          "  x (any version)  <- requirements.txt:1\n"
          "  files that do not fit:\n"
          "    x-2-cp36-cp36m-win32.whl: is for Windows\n");
}
