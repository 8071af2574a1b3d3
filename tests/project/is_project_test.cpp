#include "pexpack/project/is_project.hpp"

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

namespace {

// Whether a folder with this one file is a project.
bool with_file(const std::string& name, std::string_view text) {
    const TemporaryFolder folder;
    write_file(join_path(folder.path(), name), text);
    return is_project(folder.path());
}

}  // namespace

TEST_CASE("a setup.py makes a project, whatever is in it") {
    CHECK(with_file("setup.py", ""));
}

TEST_CASE("a folder named setup.py makes none") {
    CHECK_FALSE(with_file("setup.py/x", ""));
}

TEST_CASE("a pyproject.toml that says how to build makes a project") {
    CHECK(with_file("pyproject.toml", "[project]\nname = 'a'\n"));
    CHECK(with_file("pyproject.toml", "[build-system]\nrequires = []\n"));
    CHECK(with_file("pyproject.toml", "project.name = 'a'\r\n"));
    CHECK(with_file("pyproject.toml", "[tool.poetry]\nname = 'a'\n"));
}

TEST_CASE("a pyproject.toml that only configures tools makes none") {
    CHECK_FALSE(with_file("pyproject.toml", "[tool.black]\nline-length = 100\n"));
    CHECK_FALSE(with_file("pyproject.toml", "project = 'a text'\n"));
    CHECK_FALSE(with_file("pyproject.toml", ""));
}

TEST_CASE("a pyproject.toml that is no TOML is an error with line and column") {
    try {
        with_file("pyproject.toml", "[project]\nname = \n");
        FAIL("was accepted");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kBadInput);
        REQUIRE(error.where().size() == 1);
        CHECK(base_name(error.where()[0].file) == "pyproject.toml");
        CHECK(error.where()[0].line == 2);
        CHECK(error.where()[0].column > 0);
    }
}

TEST_CASE("nesting without end is an error and not a crash") {
    CHECK_THROWS_AS(with_file("pyproject.toml", "a = " + std::string(200'000, '[')), Error);
}

TEST_CASE("a setup.cfg makes a project by its metadata section only") {
    CHECK(with_file("setup.cfg", "[flake8]\nmax-line-length = 100\n\n[metadata]\nname = a\n"));
    CHECK_FALSE(with_file("setup.cfg", "[flake8]\nignore = [metadata]\n"));
    CHECK_FALSE(with_file("setup.cfg", "# [metadata]\n"));
}

TEST_CASE("a folder of sources alone is no project") {
    CHECK_FALSE(with_file("app.py", "print()\n"));
}
