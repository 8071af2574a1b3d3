#include "pexpack/support/error.hpp"

#include <cerrno>

#include "pexpack/support/check.hpp"
#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("each kind of error has its documented exit code and name") {
    CHECK(exit_code(ErrorKind::kUsage) == 2);
    CHECK(exit_code(ErrorKind::kNoResolution) == 3);
    CHECK(exit_code(ErrorKind::kBadInput) == 4);
    CHECK(exit_code(ErrorKind::kSystem) == 5);
    CHECK(exit_code(ErrorKind::kBug) == 70);
    CHECK(to_string(ErrorKind::kNoResolution) == "no-resolution");
    CHECK(to_string(ErrorKind::kBadInput) == "bad-input");
}

TEST_CASE("a location shows the line and column only where they are known") {
    CHECK(SourceLocation{"a.txt"}.to_string() == "a.txt");
    CHECK(SourceLocation{"a.txt", 3}.to_string() == "a.txt:3");
    CHECK(SourceLocation{"a.txt", 3, 7}.to_string() == "a.txt:3:7");
    CHECK(SourceLocation{"a.txt", 0, 7}.to_string() == "a.txt");
}

TEST_CASE("an error built in one expression keeps all its parts in order") {
    const Error error = Error(ErrorKind::kBadInput, "message")
                            .at({"r.txt", 1})
                            .at({"c.txt", 2})
                            .because("outer")
                            .because("inner")
                            .hint("first")
                            .hint("second")
                            .details({"line"})
                            .about({"a", "b"});
    CHECK(error.kind() == ErrorKind::kBadInput);
    CHECK(std::string(error.what()) == "message");
    CHECK(error.where() == std::vector<SourceLocation>{{"r.txt", 1}, {"c.txt", 2}});
    CHECK(error.causes() == std::vector<std::string>{"outer", "inner"});
    CHECK(error.hint_text() == "second");
    CHECK(error.detail_lines() == std::vector<std::string>{"line"});
    CHECK(error.packages() == std::vector<std::string>{"a", "b"});
}

TEST_CASE("an error that has a name can be added to on its way up") {
    Error error(ErrorKind::kUsage, "message");
    error.because("cause").hint("hint");
    CHECK(error.causes().size() == 1);
    CHECK(error.hint_text() == "hint");
}

TEST_CASE("a system error says the action, the path and the reason of errno") {
    errno = ENOENT;
    const Error error = system_error("open", "/a b");
    CHECK(error.kind() == ErrorKind::kSystem);
    CHECK(error.message() == "cannot open `/a b`: No such file or directory");
}

TEST_CASE("a broken assumption is a bug that says what does not hold and where") {
    PEXPACK_CHECK(1 + 1 == 2);
    try {
        PEXPACK_CHECK(1 + 1 == 3);
        FAIL("nothing was thrown");
    } catch (const BugError& bug) {
        const std::string text = bug.what();
        CHECK(text.starts_with("1 + 1 == 3 does not hold at "));
        CHECK(text.find("error_test.cpp:") != std::string::npos);
    }
}
