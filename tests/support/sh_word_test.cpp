#include "pexpack/support/sh_word.hpp"

#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("what means nothing to a shell stays as it is") {
    CHECK(sh_word("./build/wheelhouse") == "./build/wheelhouse");
    CHECK(sh_word("setuptools==80.9,--q") == "setuptools==80.9,--q");
}

TEST_CASE("what means something to a shell is quoted, and nothing is a word, too") {
    CHECK(sh_word("flit_core>=3") == "'flit_core>=3'");
    CHECK(sh_word("a b$(c)\n~") == "'a b$(c)\n~'");
    CHECK(sh_word("") == "''");
}

TEST_CASE("a single quote is taken out of the quotes") {
    CHECK(sh_word("it's") == R"('it'\''s')");
}
