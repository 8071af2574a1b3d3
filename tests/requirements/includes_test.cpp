#include <fmt/format.h>

#include "fake_source.hpp"
#include "pexpack/requirements/requirement_lines.hpp"
#include "support/catch.hpp"

using namespace pexpack;

using Texts = std::vector<std::string>;

namespace {

FakeSource files(std::map<std::string, std::string> contents) {
    FakeSource source;
    for (auto& [name, content] : contents) source.files["/work/" + name] = std::move(content);
    return source;
}

}  // namespace

TEST_CASE("an include stands for the lines of its file, relative to the including one") {
    const RequirementsFile file = files({{"requirements.txt", "a\n-r sub/more.txt\nb\n"},
                                         {"sub/more.txt", "c\n--requirement=../base.txt\n"},
                                         {"base.txt", "\nd\n"}})
                                      .read();
    CHECK(texts(file.requirements) == Texts{"a", "c", "d", "b"});
    const RequirementLine& deepest = file.requirements[2];
    CHECK(deepest.where.to_string() == "base.txt:2");
    REQUIRE(deepest.included_from.size() == 2);
    CHECK(deepest.included_from[0].to_string() == "sub/more.txt:2");
    CHECK(deepest.included_from[1].to_string() == "requirements.txt:2");
}

TEST_CASE("a constraints file constrains, but what it includes with -r requires") {
    const RequirementsFile file = files({{"requirements.txt", "-c c.txt\na\n"},
                                         {"c.txt", "a<2\n-r more.txt\n"},
                                         {"more.txt", "b\n"}})
                                      .read();
    CHECK(texts(file.constraints) == Texts{"a<2"});
    CHECK(texts(file.requirements) == Texts{"b", "a"});
}

TEST_CASE("a file read as constraints constrains") {
    const FakeSource source = files({{"c.txt", "a<2\n"}});
    CHECK(texts(read_requirements("c.txt", true, source.source()).constraints) == Texts{"a<2"});
}

TEST_CASE("the first -r of a line counts, before any -c") {
    const RequirementsFile file = files({{"requirements.txt", "-c x.txt -r y.txt -r x.txt\n"},
                                         {"x.txt", "x\n"},
                                         {"y.txt", "y\n"}})
                                      .read();
    CHECK(texts(file.requirements) == Texts{"y"});
    CHECK(file.constraints.empty());
}

TEST_CASE("a file that is included twice counts twice") {
    const RequirementsFile file =
        files({{"requirements.txt", "-r x.txt\n-r ./sub/../x.txt\n"}, {"x.txt", "x\n"}}).read();
    CHECK(texts(file.requirements) == Texts{"x", "x"});
}

TEST_CASE("a file that includes itself is named with the way round") {
    const Error error = error_of(files({{"requirements.txt", "-r b.txt\n"},
                                        {"b.txt", "x\n-r ./c.txt\n"},
                                        {"c.txt", "-r b.txt\n"}}));
    CHECK(error.kind() == ErrorKind::kBadInput);
    CHECK(error.message() == "`b.txt` includes itself");
    CHECK(error.where()[0].to_string() == "c.txt:1:1");
    CHECK(error.causes()[0].starts_with("b.txt -> c.txt -> b.txt"));
}

TEST_CASE("a missing include is an error at the line that names it") {
    const Error error = error_of(files({{"requirements.txt", "\n-r nope.txt\n"}}));
    CHECK(error.where()[0].to_string() == "requirements.txt:2");
}

TEST_CASE("includes that double at each level end with an error") {
    FakeSource source;
    for (int level = 0; level < 40; ++level) {
        const std::string include = fmt::format("-r {}.txt\n", level + 1);
        source.files[level == 0 ? "/work/requirements.txt" : fmt::format("/work/{}.txt", level)] =
            include + include;
    }
    source.files["/work/40.txt"] = "a\n";
    const Error error = error_of(source);
    CHECK(error.message() == "the requirements files include too many others");
    CHECK(error.causes() == std::vector<std::string>{"included by way of `requirements.txt:1`"});
}

TEST_CASE("an include below a URL is relative to that URL") {
    FakeSource source = files({{"requirements.txt", "-r https://h.invalid/a/b.txt\n"}});
    source.files["https://h.invalid/a/b.txt"] = "-r ../c.txt\nb\n";
    source.files["https://h.invalid/c.txt"] = "c\n";
    const RequirementsFile file = source.read();
    CHECK(texts(file.requirements) == Texts{"c", "b"});
    CHECK(file.requirements[0].where.file == "https://h.invalid/c.txt");
}

TEST_CASE("requirements are handed out up to the line that stops the reading") {
    const FakeSource source = files({{"requirements.txt", "a\nb!\n--foo\nc\n"}});
    IndexOptions options;
    Texts seen;
    CHECK_THROWS_AS(
        for_each_requirement("requirements.txt", false, source.source(), options,
                             [&](const RequirementText& text) { seen.push_back(text.text); }),
        Error);
    CHECK(seen == Texts{"a", "b!"});
}
