#include "fake_source.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

// The line and the caret line of the first cause.
std::string shown(const Error& error) {
    const std::string& cause = error.causes().at(0);
    return cause.substr(cause.find('\n') + 1);
}

}  // namespace

TEST_CASE("a bad requirement is shown with file, line, column and a caret") {
    const Error error = error_of("a\n  b==1.0.x\n");
    CHECK(error.message() == "`b==1.0.x` is not a requirement");
    CHECK(error.where()[0].file == "requirements.txt");
    CHECK(error.where()[0].line == 2);
    CHECK(error.where()[0].column > 3);
    CHECK(shown(error).starts_with("    b==1.0.x\n"));
    CHECK(shown(error).ends_with("^"));
}

TEST_CASE("an unknown option is pointed at, and a near one proposed") {
    const Error error = error_of("\nrequests --prefer-binari\n");
    CHECK(error.where()[0].to_string() == "requirements.txt:2:10");
    CHECK(error.causes()[0] ==
          "pip's requirements files know no option `--prefer-binari`; did you mean "
          "`--prefer-binary`?\n    requests --prefer-binari\n             ^");
}

TEST_CASE("the column is in the line that holds the fault, also when lines are joined") {
    const Error error = error_of("a==1 \\\n    --foo\n");
    CHECK(error.where()[0].to_string() == "requirements.txt:2:5");
}

TEST_CASE("columns count characters, not bytes") {
    const Error error = error_of("\xC2\xA0\xC2\xA0--foo\n");
    CHECK(error.where()[0].to_string() == "requirements.txt:1:3");
}

TEST_CASE("a line with variables put in has no column") {
    const FakeSource source{{{"/work/requirements.txt", "a\n${WORD} b\n"}}, {{"WORD", "x"}}};
    CHECK(error_of(source).where()[0].to_string() == "requirements.txt:2");
}

TEST_CASE("a fault in an included file tells who includes it") {
    const FakeSource source{
        {{"/work/requirements.txt", "\n-r more.txt\n"}, {"/work/more.txt", "a b\n"}}, {}};
    const Error error = error_of(source);
    CHECK(error.where()[0].file == "more.txt");
    CHECK(error.causes().back() == "the file is included from requirements.txt:2");
}

TEST_CASE("a bad marker is pointed at") {
    const Error error = error_of("a ; python_versio >= '3'\n");
    CHECK(error.where()[0].column == 5);
}

TEST_CASE("a single = and a path to nothing get a hint") {
    CHECK(error_of("a=1\n").hint_text() == "a version is pinned with `==`");
    CHECK(error_of("./nope\n").hint_text() == "it looks like a path, but there is no such file");
    const FakeSource source{{{"/work/requirements.txt", "./more.txt\n"}, {"/work/more.txt", ""}},
                            {}};
    CHECK(error_of(source).hint_text() == "it is a file; was `-r` forgotten?");
}

TEST_CASE("control characters do not reach the terminal") {
    const Error error = error_of("a\x1b[31m\n");
    CHECK(error.message().find('\x1b') == std::string::npos);
    CHECK(error.causes()[0].find('\x1b') == std::string::npos);
}
