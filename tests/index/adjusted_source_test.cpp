#include "pexpack/index/adjusted_source.hpp"

#include "support/catch.hpp"

using namespace pexpack;

namespace {

PackageName name(const char* text) {
    return PackageName::parse(text).value();
}

Requirement requirement(const char* text) {
    return Requirement::parse(text).value();
}

// One wheel that asks for what a test says.
class OneWheel : public CandidateSource {
  public:
    explicit OneWheel(const std::vector<const char*>& requires_dist) {
        for (const char* text : requires_dist)
            requires_dist_.push_back(std::make_shared<const Requirement>(requirement(text)));
    }
    const Project& project(const PackageName&) override { return nothing_; }
    Result<SharedMetadata> metadata(const Candidate&) override {
        return std::make_shared<const Metadata>(Metadata{.name = name("a"),
                                                         .version = Version::parse("1").value(),
                                                         .requires_python = {},
                                                         .requires_dist = requires_dist_,
                                                         .provides_extra = {},
                                                         .warnings = {}});
    }
    std::vector<std::string> names() override { return {}; }
    std::string description() override { return {}; }

  private:
    Project nothing_;
    std::vector<SharedRequirement> requires_dist_;
};

std::vector<std::string> dependencies(const std::vector<const char*>& requires_dist,
                                      const Adjustments& adjustments) {
    OneWheel wheel(requires_dist);
    AdjustedSource source(wheel, adjustments);
    std::vector<std::string> texts;
    const Candidate any{WheelFilename::parse("a-1-py3-none-any.whl").value(), ""};
    const auto metadata = source.metadata(any).value();
    for (const SharedRequirement& dependency : metadata->requires_dist)
        texts.push_back(dependency->to_string());
    return texts;
}

Adjustments overriding(const char* replaced, const char* instead) {
    Adjustments adjustments;
    adjustments.overrides.emplace(name(replaced), requirement(instead));
    return adjustments;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("without adjustments every dependency stays as it is") {
    CHECK(dependencies({"b<2", "c[x]; extra == 'e'"}, {}) == Texts{"b<2", "c[x]; extra == \"e\""});
}

TEST_CASE("an override takes the place of what anybody asks for of its package") {
    CHECK(dependencies({"b<2", "c"}, overriding("b", "b==3")) == Texts{"b==3", "c"});
}

TEST_CASE("the extras and the marker of the one who asks still count under an override") {
    CHECK(dependencies({"b[x]<2; extra == 'e'"}, overriding("b", "b[y]==3; os_name == 'posix'")) ==
          Texts{"b[x,y]==3; extra == \"e\" and os_name == \"posix\""});
}

TEST_CASE("an override may name another package") {
    CHECK(dependencies({"b<2"}, overriding("b", "b-binary>=1")) == Texts{"b-binary>=1"});
}

TEST_CASE("an excluded package is asked for by nobody, whatever an override says") {
    Adjustments adjustments = overriding("b", "c==1");
    adjustments.excluded.insert(name("c"));
    CHECK(dependencies({"b<2", "c[x]", "d"}, adjustments) == Texts{"d"});
}

TEST_CASE("intransitive packages ask for nothing but extras of their own") {
    Adjustments adjustments;
    adjustments.transitive = false;
    CHECK(dependencies({"b", "a[y]; extra == 'x'"}, adjustments) == Texts{"a[y]; extra == \"x\""});
}

TEST_CASE("the adjusted names that came up are known") {
    OneWheel wheel({"b", "c"});
    Adjustments adjustments = overriding("b", "b==1");
    adjustments.excluded = {name("c"), name("d")};
    AdjustedSource source(wheel, adjustments);
    CHECK(source.names_met().empty());
    (void)source.metadata({WheelFilename::parse("a-1-py3-none-any.whl").value(), ""});
    CHECK(source.names_met() == std::set<PackageName>{name("b"), name("c")});
}
