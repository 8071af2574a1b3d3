#include "pexpack/support/temporary_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

namespace {

// Root may remove everything: for the scope, somebody who may not.
class OrdinaryUser {
  public:
    OrdinaryUser() : before_(::geteuid()) {
        constexpr uid_t kNobody = 65534;
        if (before_ == 0) REQUIRE(::seteuid(kNobody) == 0);
    }
    OrdinaryUser(const OrdinaryUser&) = delete;
    OrdinaryUser& operator=(const OrdinaryUser&) = delete;
    ~OrdinaryUser() { CHECK(::seteuid(before_) == 0); }

  private:
    uid_t before_;
};

}  // namespace

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

TEST_CASE("a temporary folder is gone also when folders in it may not be written to or read") {
    // Anybody may write to the one that TMPDIR may name for root alone.
    const ScopedVariable variable("TMPDIR", "/tmp");
    for (const mode_t mode : {0555U, 0444U, 0U}) {
        const OrdinaryUser user;
        std::string path;
        {
            const TemporaryFolder folder;
            path = folder.path();
            for (const char* name : {"a", "a/b", "c"}) {
                write_file(join_path(path, std::string(name) + "/file"), "x");
            }
            for (const char* name : {"a/b", "a", "c", "."})
                REQUIRE(::chmod(join_path(path, name).c_str(), mode) == 0);
        }
        CHECK_FALSE(exists(path));
    }
}

TEST_CASE("removing a temporary folder changes no mode of what a link in it leads to") {
    const OrdinaryUser user;
    const ScopedVariable variable("TMPDIR", "/tmp");
    const TemporaryFolder outside;
    const std::string kept = write_file(join_path(outside.path(), "kept/file"), "x");
    const std::string folder_of_it(directory_of(kept));
    REQUIRE(::chmod(folder_of_it.c_str(), 0555) == 0);
    {
        const TemporaryFolder folder;
        write_file(join_path(folder.path(), "sealed/file"), "x");
        std::filesystem::create_symlink(folder_of_it, join_path(folder.path(), "sealed/link"));
        REQUIRE(::chmod(join_path(folder.path(), "sealed").c_str(), 0555) == 0);
    }
    CHECK(exists(kept));
    CHECK(mode_of(folder_of_it) == 0555);
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
