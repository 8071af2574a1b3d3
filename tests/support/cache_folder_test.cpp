#include "pexpack/support/cache_folder.hpp"

#include <cstdlib>

#include "support/catch.hpp"

using pexpack::cache_folder;

namespace {

// For the time of a test; without a value the variable is not set.
class Variable {
  public:
    Variable(const char* name, const char* value) : name_(name) {
        if (const char* before = std::getenv(name)) before_ = before;
        set(value);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;
    ~Variable() { set(before_ ? before_->c_str() : nullptr); }

  private:
    void set(const char* value) {
        value != nullptr ? ::setenv(name_, value, 1) : ::unsetenv(name_);
    }

    const char* name_;
    std::optional<std::string> before_;
};

}  // namespace

TEST_CASE("the cache is where XDG_CACHE_HOME says, else in the home folder") {
    const Variable home("HOME", "/home/me");
    {
        const Variable named("XDG_CACHE_HOME", "/var/cache/me");
        CHECK(cache_folder() == "/var/cache/me/pexpack");
    }
    for (const char* ignored : {static_cast<const char*>(nullptr), "", "relative/cache"}) {
        const Variable named("XDG_CACHE_HOME", ignored);
        CHECK(cache_folder() == "/home/me/.cache/pexpack");
    }
}

TEST_CASE("without a home folder there is no cache") {
    const Variable named("XDG_CACHE_HOME", nullptr);
    for (const char* nowhere : {static_cast<const char*>(nullptr), "", "somewhere"}) {
        const Variable home("HOME", nowhere);
        CHECK_FALSE(cache_folder());
    }
}
