#include "fake_source.hpp"
#include "support/catch.hpp"

using namespace pexpack;

using Texts = std::vector<std::string>;

namespace {

// A wheel, a project and a folder that is none, read as arguments.
RequirementLine argument(const std::string& text) {
    const FakeSource source{{{"/work/wheels/foo-1.0-py3-none-any.whl", ""},
                             {"/work/proj/pyproject.toml", ""},
                             {"/work/plain/readme", ""},
                             {"/work/other.txt", ""}},
                            {}};
    return parse_requirement_argument(text, {"the command line", 0, 0}, source.source());
}

constexpr auto kPath = RequirementLine::Kind::kPath;
constexpr auto kNamed = RequirementLine::Kind::kNamed;

}  // namespace

TEST_CASE("a wheel's path tells name and version") {
    for (const char* text : {"./wheels/foo-1.0-py3-none-any.whl", "wheels/foo-1.0-py3-none-any.whl",
                             "/work/wheels/foo-1.0-py3-none-any.whl",
                             "file:///work/wheels/foo-1.0-py3-none-any.whl"}) {
        const RequirementLine line = argument(text);
        INFO(text);
        CHECK(line.kind == kPath);
        CHECK(line.location == "/work/wheels/foo-1.0-py3-none-any.whl");
        CHECK(line.link == "file:///work/wheels/foo-1.0-py3-none-any.whl");
        CHECK(line.implied->to_string() == "foo==1.0");
    }
}

TEST_CASE("extras and a marker may follow a path") {
    const RequirementLine line =
        argument("./wheels/foo-1.0-py3-none-any.whl[A,b] ; os_name == 'posix'");
    CHECK(line.location == "/work/wheels/foo-1.0-py3-none-any.whl");
    CHECK(line.extras == Texts{"a", "b"});
    CHECK(line.marker->to_string() == "os_name == \"posix\"");
}

TEST_CASE("brackets in a folder above a project are no extras") {
    const FakeSource source{{{"/work/proj[1]/pyproject.toml", ""}}, {}};
    RequirementsSource there = source.source();
    there.working_directory = "/work/proj[1]";
    const RequirementLine line =
        parse_requirement_argument(".[A]", {"the command line", 0, 0}, there);
    CHECK(line.location == "/work/proj[1]");
    CHECK(line.extras == Texts{"a"});
}

TEST_CASE("a name without a slash is a name, though a folder is called so") {
    CHECK(argument("proj").kind == kNamed);
    CHECK(argument("./proj").kind == kPath);
    CHECK(argument("proj/").location == "/work/proj");
}

TEST_CASE("a name that ends like an archive is a file, present or not") {
    CHECK(argument("foo.zip").kind == kPath);
    CHECK(argument("foo-1.0.tar.gz").location == "/work/foo-1.0.tar.gz");
    CHECK(argument("other.txt").kind == kNamed);
}

TEST_CASE("a name with a URL is a name, though the URL ends like an archive") {
    const RequirementLine line = argument("foo@https://h.invalid/foo-1.0.tar.gz");
    CHECK(line.kind == kNamed);
    CHECK(line.requirement->url == "https://h.invalid/foo-1.0.tar.gz");
}

TEST_CASE("a folder that is no project is refused") {
    CHECK_THROWS_AS(argument("./plain"), Error);
}

TEST_CASE("a path in an included file is relative to the working directory") {
    const FakeSource source{{{"/work/requirements.txt", "-r sub/m.txt\n"},
                             {"/work/sub/m.txt", "./proj\n"},
                             {"/work/proj/setup.py", ""}},
                            {}};
    CHECK(source.read().requirements[0].location == "/work/proj");
}

TEST_CASE("an editable project is a folder or a repository with a name") {
    const FakeSource source{{{"/work/requirements.txt",
                              "-e ./proj\n-e git+https://h.invalid/r#egg=R\n"
                              "-e 's @ git+https://h.invalid/s'\n-e proj[x]\n"},
                             {"/work/proj/setup.py", ""}},
                            {}};
    const std::vector<RequirementLine> lines = source.read().requirements;
    REQUIRE(lines.size() == 4);
    CHECK(lines[0].editable);
    CHECK(lines[0].location == "/work/proj");
    CHECK(lines[1].implied->name.to_string() == "r");
    CHECK(lines[2].requirement->name.to_string() == "s");
    CHECK(lines[3].extras == Texts{"x"});
}

TEST_CASE("what cannot be editable is refused") {
    for (const char* line : {"-e ./nope", "-e https://h.invalid/a.zip",
                             "-e git+https://h.invalid/r", "-e foo", "-e ''"}) {
        INFO(line);
        CHECK(error_of(std::string(line) + "\n").kind() == ErrorKind::kBadInput);
    }
}

TEST_CASE("a constraint cannot be editable") {
    const FakeSource source{{{"/work/requirements.txt", "-c c.txt\n"},
                             {"/work/c.txt", "-e ./p\n"},
                             {"/work/p/setup.py", ""}},
                            {}};
    CHECK(error_of(source).kind() == ErrorKind::kBadInput);
}

TEST_CASE("an editable project drops its marker as pip does") {
    const FakeSource source{
        {{"/work/requirements.txt", "-e ./p ; os_name == 'nt'\n"}, {"/work/p/setup.py", ""}}, {}};
    CHECK_FALSE(source.read().requirements[0].marker);
}
