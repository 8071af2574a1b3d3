#include "resolver/fake_source.hpp"
#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("the newest version that the requirement allows is chosen") {
    FakeSource source;
    source.add("a 1").add("a 1.5").add("a 2");
    CHECK(answer(request_for({"a<2"}), source) == "a 1.5");
}

TEST_CASE("dependencies are followed to their end") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b"}}).add("b 1", {.requires_dist = {"c"}}).add("c 1");
    CHECK(answer(request_for({"a"}), source) == "a 1, b 1, c 1");
}

TEST_CASE("a newer version whose dependency cannot be had gives way to an older one") {
    FakeSource source;
    source.add("a 2", {.requires_dist = {"b>=2"}}).add("a 1", {.requires_dist = {"b"}}).add("b 1");
    CHECK(answer(request_for({"a"}), source) == "a 1, b 1");
}

TEST_CASE("a conflict deep in one branch is solved by stepping back in another") {
    FakeSource source;
    source.add("a 2", {.requires_dist = {"c>=2"}})
        .add("a 1", {.requires_dist = {"c<2"}})
        .add("b 1", {.requires_dist = {"d"}})
        .add("d 1", {.requires_dist = {"c<2"}})
        .add("c 1")
        .add("c 2");
    CHECK(answer(request_for({"a", "b"}), source) == "a 1, b 1, c 1, d 1");
}

TEST_CASE("packages that need each other are both in") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b"}}).add("b 1", {.requires_dist = {"a"}});
    CHECK(answer(request_for({"a"}), source) == "a 1, b 1");
}

TEST_CASE("a marker that is false on the target takes its requirement away") {
    FakeSource source;
    source
        .add("a 1", {.requires_dist = {"b; sys_platform == 'win32'", "c; python_version >= '3.8'"}})
        .add("c 1");
    CHECK(answer(request_for({"a", "d; os_name == 'nt'"}), source) == "a 1, c 1");
}

TEST_CASE("an extra brings its dependencies, at the version of the package itself") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b; extra == 'x'"}, .extras = {"x"}})
        .add("a 2", {.requires_dist = {"c; extra == 'x'"}, .extras = {"x"}})
        .add("b 1")
        .add("c 1");
    CHECK(answer(request_for({"a[x]<2"}), source) == "a 1, b 1");
    CHECK(answer(request_for({"a[x]"}), source) == "a 2, c 1");
    CHECK(answer(request_for({"a[x]", "a<2"}), source) == "a 1, b 1");
}

TEST_CASE("an extra may ask for another extra of the same package") {
    FakeSource source;
    source
        .add("a 1",
             {.requires_dist = {"a[x,y]; extra == 'all'", "b; extra == 'x'", "c; extra == 'y'"},
              .extras = {"all", "x", "y"}})
        .add("b 1")
        .add("c 1");
    CHECK(answer(request_for({"a[all]"}), source) == "a 1, b 1, c 1");
}

TEST_CASE("an extra that the version does not declare adds nothing and is said aloud") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b; extra == 'x'"}});
    const ResolutionResult result = resolve(request_for({"a[x]"}), example_target(), source);
    const auto& resolution = std::get<Resolution>(result);
    CHECK(resolution.pins.size() == 1);
    CHECK(resolution.warnings == std::vector<std::string>{"`a` 1 has no extra `x`"});
}

TEST_CASE("a newer wheel whose metadata cannot be read is named when an older one is taken") {
    FakeSource source;
    source.add("a 3").add("a 2", {.requires_dist = {"b>=1.0.*"}}).add("a 1");
    const ResolutionResult result = resolve(request_for({"a<3"}), example_target(), source);
    const auto& resolution = std::get<Resolution>(result);
    CHECK(resolution.pins.front().candidate.filename.text == "a-1-py3-none-any.whl");
    REQUIRE(resolution.warnings.size() == 1);
    CHECK_THAT(resolution.warnings.front(),
               Catch::StartsWith("`a-2-py3-none-any.whl` was passed over: Requires-Dist"));
    CHECK(answer(request_for({"a"}), source) == "a 3");
}

TEST_CASE("a Requires-Python that cannot be read is ignored, and that is said") {
    FakeSource source;
    source.add("a 1", {.requires_python = "3.6+"});
    const ResolutionResult result = resolve(request_for({"a"}), example_target(), source);
    REQUIRE(std::get<Resolution>(result).warnings.size() == 1);
    CHECK_THAT(std::get<Resolution>(result).warnings.front(),
               Catch::StartsWith("`a-1-py3-none-any.whl`: ignored Requires-Python `3.6+`: "));
}

TEST_CASE("a constraint binds a package only when something needs it") {
    FakeSource source;
    source.add("a 1").add("b 1").add("b 2");
    CHECK(answer(request_for({"a"}, {"b<2"}), source) == "a 1");
    CHECK(answer(request_for({"a", "b"}, {"b<2"}), source) == "a 1, b 1");
}

TEST_CASE("a version that needs another Python is passed over") {
    FakeSource source;
    source.add("a 2", {.requires_python = ">=3.12"}).add("a 1", {.requires_python = ">=3.6"});
    CHECK(answer(request_for({"a"}), source) == "a 1");
}

TEST_CASE("a release candidate of a Python counts as its release for Requires-Python") {
    FakeSource source;
    source.add("a 2", {.requires_python = ">=3.14"}).add("a 1", {.requires_python = ">=3.6"});
    Target target = example_target();
    target.python_full_version = Version::parse("3.14.0rc2").value();
    const auto result = resolve(request_for({"a"}), target, source);
    CHECK(std::get<Resolution>(result).pins.at(0).candidate.filename.version.to_string() == "2");
}

TEST_CASE("a pre-release is taken when it is asked for or nothing else is there") {
    FakeSource source;
    source.add("a 1").add("a 2rc1").add("b 1a1");
    CHECK(answer(request_for({"a"}), source) == "a 1");
    CHECK(answer(request_for({"a>=2rc1"}), source) == "a 2rc1");
    CHECK(answer(request_for({"b"}), source) == "b 1a1");
    ResolutionRequest all = request_for({"a"});
    all.allow_prereleases = true;
    CHECK(answer(all, source) == "a 2rc1");
}

TEST_CASE("a pre-release is not taken because the finals have conflicts") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b==2"}}).add("a 2rc1", {.requires_dist = {"b==1"}});
    source.add("b 1").add("b 2");
    CHECK(answer(request_for({"a", "b==1"}), source).starts_with("conflict: "));
    CHECK(answer(request_for({"a>1", "b==1"}), source) == "a 2rc1, b 1");
    CHECK(answer(request_for({"a!=1", "b==1"}), source) == "a 2rc1, b 1");
    ResolutionRequest all = request_for({"a", "b==1"});
    all.allow_prereleases = true;
    CHECK(answer(all, source) == "a 2rc1, b 1");
}

TEST_CASE("a pre-release is taken when another package that is chosen asks for one") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b==2"}}).add("a 2rc1", {.requires_dist = {"b==1"}});
    source.add("b 1").add("b 2").add("c 1", {.requires_dist = {"a>=1rc1"}});
    source.add("d 1").add("d 2", {.requires_dist = {"e"}});
    source.add("e 1", {.requires_dist = {"a>=1rc1"}});
    CHECK(answer(request_for({"a", "b==1", "c"}), source) == "a 2rc1, b 1, c 1");
    CHECK(answer(request_for({"a", "b==1", "d"}), source) == "a 2rc1, b 1, d 2, e 1");
    // d 1 does not bring in `e`, and `e` is not brought in for the sake of `a`.
    CHECK(answer(request_for({"a", "b==1", "d<2"}), source).starts_with("conflict: "));
}

TEST_CASE("who asks for a pre-release after a final was chosen is content with the final") {
    FakeSource source;
    source.add("a 1").add("a 2a1").add("b 1", {.requires_dist = {"a>=0.5a1"}});
    CHECK(answer(request_for({"a>=1", "b"}), source) == "a 1, b 1");
    CHECK(answer(request_for({"b", "a>=1"}), source) == "a 2a1, b 1");
}

TEST_CASE("who asks for a pre-release is found, though its version was not looked at before") {
    FakeSource source;
    source.add("p 1", {.requires_dist = {"q"}}).add("q 1", {.requires_dist = {"p==9"}});
    source.add("q 2rc1").add("r 2").add("r 1", {.requires_dist = {"q<=2rc1"}});
    CHECK(answer(request_for({"r", "p"}), source) == "p 1, q 2rc1, r 1");
    CHECK(answer(request_for({"r>1", "p"}), source) == "conflict: no version of `p` fits `p==9`");
}

TEST_CASE("a conflict over a pre-release names it and says why it may not be taken") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b==2"}}).add("a 2rc1").add("b 1").add("b 2");
    CHECK(explanation(request_for({"a", "b==1"}), source)
              .find("a 2rc1 cannot be used: it is a pre-release, and nothing asks for one") !=
          std::string::npos);
}

TEST_CASE("a later package's newest version may revise the choice of an earlier package") {
    FakeSource source;
    source.add("a 1").add("a 2").add("b 1", {.requires_dist = {"c"}}).add("c 1");
    for (int i = 1; i < 8; ++i) source.add("b 2." + std::to_string(i), {.requires_dist = {"a==1"}});
    CHECK(answer(request_for({"a", "b"}), source) == "a 1, b 2.7");
    CHECK(answer(request_for({"a==2", "b"}), source) == "a 2, b 1, c 1");
}

TEST_CASE("a damaged wheel that was read ahead is no error while it is not chosen") {
    FakeSource source;
    source.add("a 1", {.is_damaged = true}).add("a 2", {.requires_dist = {"b"}});
    source.add("a 3", {.requires_dist = {"b<1"}}).add("b 1");
    CHECK(answer(request_for({"a"}), source) == "a 2, b 1");
    CHECK_THROWS_WITH(answer(request_for({"a<2"}), source), "a-1-py3-none-any.whl is damaged");
}

TEST_CASE("metadata are read only for versions that are considered") {
    FakeSource source;
    source.add("a 1").add("a 2").add("a 3").add("b 1");
    answer(request_for({"a"}), source);
    CHECK(source.asked_for() == std::vector<std::string>{"a-3-py3-none-any.whl"});
}

TEST_CASE("a package that a version pins is looked at before those that wait in their lines") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"c==1"}}).add("b 1").add("c 1").add("d 1");
    answer(request_for({"a", "b", "c", "d"}), source);
    CHECK(source.asked_for() ==
          std::vector<std::string>{"a-1-py3-none-any.whl", "c-1-py3-none-any.whl",
                                   "b-1-py3-none-any.whl", "d-1-py3-none-any.whl"});
}

TEST_CASE("the answer says which line or which package asked for each pin") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b"}}).add("b 1");
    const ResolutionResult result = resolve(request_for({"a", "b"}), example_target(), source);
    const auto& pins = std::get<Resolution>(result).pins;
    CHECK(pins[0].required_by == std::vector<std::string>{"requirements.txt:1"});
    CHECK(pins[1].required_by == std::vector<std::string>{"a 1", "requirements.txt:2"});
}

TEST_CASE("a chain of two thousand packages is no deeper for the stack than one of two") {
    FakeSource source;
    constexpr int kLength = 2000;
    for (int i = 0; i < kLength; ++i) {
        source.add("p" + std::to_string(i) + " 1",
                   {.requires_dist = {"p" + std::to_string(i + 1)}});
    }
    source.add("p" + std::to_string(kLength) + " 1");
    const ResolutionResult result = resolve(request_for({"p0"}), example_target(), source);
    CHECK(std::get<Resolution>(result).pins.size() == kLength + 1);
}

TEST_CASE("a search with no short cut is carried to its end") {
    // Six pigeons in five holes: each pigeon is a package with a version per hole, each hole takes
    // one pigeon.
    constexpr int kPigeons = 6;
    FakeSource source;
    std::vector<std::string> requirements;
    for (int pigeon = 0; pigeon < kPigeons; ++pigeon) {
        requirements.push_back("pigeon" + std::to_string(pigeon));
        for (int hole = 1; hole < kPigeons; ++hole) {
            source.add("pigeon" + std::to_string(pigeon) + " " + std::to_string(hole),
                       {.requires_dist = {"hole" + std::to_string(hole) +
                                          "==" + std::to_string(pigeon + 1)}});
        }
    }
    for (int hole = 1; hole < kPigeons; ++hole) {
        for (int pigeon = 1; pigeon <= kPigeons; ++pigeon) {
            source.add("hole" + std::to_string(hole) + " " + std::to_string(pigeon));
        }
    }
    CHECK(answer(request_for(requirements), source).starts_with("conflict: "));
    requirements.pop_back();
    CHECK(!answer(request_for(requirements), source).starts_with("conflict: "));
}
