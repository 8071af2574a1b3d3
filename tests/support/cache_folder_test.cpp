#include "pexpack/support/cache_folder.hpp"

#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

TEST_CASE("the cache is where XDG_CACHE_HOME says, else in the home folder") {
    const ScopedVariable home("HOME", "/home/me");
    {
        const ScopedVariable named("XDG_CACHE_HOME", "/var/cache/me");
        CHECK(cache_folder() == "/var/cache/me/pexpack");
    }
    for (const char* ignored : {static_cast<const char*>(nullptr), "", "relative/cache"}) {
        const ScopedVariable named("XDG_CACHE_HOME", ignored);
        CHECK(cache_folder() == "/home/me/.cache/pexpack");
    }
}

TEST_CASE("without a home folder there is no cache") {
    const ScopedVariable named("XDG_CACHE_HOME", nullptr);
    for (const char* nowhere : {static_cast<const char*>(nullptr), "", "somewhere"}) {
        const ScopedVariable home("HOME", nowhere);
        CHECK_FALSE(cache_folder());
    }
}
