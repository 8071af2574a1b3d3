#include "pexpack/support/temporary_folder.hpp"

#include <filesystem>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

TEST_CASE("a temporary folder is ours alone and gone afterwards with all that is in it") {
    std::string path;
    {
        const TemporaryFolder folder;
        path = folder.path();
        CHECK(mode_of(path) == 0700);
        write_file(join_path(path, "a/b/c"), "x");
    }
    CHECK_FALSE(exists(path));
}

TEST_CASE("removing a temporary folder leaves alone what a link in it leads to") {
    const TemporaryFolder outside;
    const std::string kept = write_file(join_path(outside.path(), "kept"), "x");
    {
        const TemporaryFolder folder;
        std::filesystem::create_symlink(outside.path(), join_path(folder.path(), "link"));
    }
    CHECK(exists(kept));
}

TEST_CASE("a temporary folder that is moved lives as long as its new owner") {
    TemporaryFolder owner;
    const std::string first = owner.path();
    {
        TemporaryFolder other;
        const std::string second = other.path();
        owner = std::move(other);
        CHECK(owner.path() == second);
    }
    CHECK_FALSE(exists(first));
    CHECK(exists(owner.path()));
}

TEST_CASE("a temporary folder is made in TMPDIR, and its absence is an error") {
    const TemporaryFolder folder;
    {
        const ScopedVariable variable("TMPDIR", folder.path().c_str());
        CHECK(directory_of(TemporaryFolder().path()) == folder.path());
    }
    const ScopedVariable variable("TMPDIR", "/nowhere");
    CHECK_THROWS_AS(TemporaryFolder(), Error);
}
