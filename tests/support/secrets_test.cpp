#include "pexpack/support/secrets.hpp"

#include "support/catch.hpp"

using pexpack::without_secrets;

TEST_CASE("a URL shows neither user name nor password") {
    CHECK(without_secrets("https://me:pw@host/simple") == "https://****@host/simple");
    CHECK(without_secrets("git+ssh://token@host/x@v1") == "git+ssh://****@host/x@v1");
    CHECK(without_secrets("https://me:p@ss@host:8080/") == "https://****@host:8080/");
}

TEST_CASE("a password with a slash in it is hidden, too") {
    CHECK(without_secrets("https://me:p/w@host/simple") == "https://****@host/simple");
    CHECK(without_secrets("https://me:p?w#x@host/simple") == "https://****@host/simple");
    CHECK(without_secrets("https://me:pass word@host/simple") == "https://****@host/simple");
    CHECK(without_secrets("`https://me:p'w@host/simple` fails") ==
          "`https://****@host/simple` fails");
}

TEST_CASE("user name and password are hidden without a scheme, too") {
    CHECK(without_secrets("https:/me:pw@host/simple") == "https:/****@host/simple");
    CHECK(without_secrets("git+ssh:me:pw@host") == "****@host");
    CHECK(without_secrets("--trusted-host=me:pw@host") == "--trusted-host=****@host");
    CHECK(without_secrets("`me:pw@host`") == "`****@host`");
}

TEST_CASE("the query of a URL is hidden, its fragment is not") {
    CHECK(without_secrets("https://host/x.whl?token=abc#sha256=12") ==
          "https://host/x.whl?****#sha256=12");
    CHECK(without_secrets("https://host/x.whl#egg=a?b") == "https://host/x.whl#egg=a?b");
}

TEST_CASE("every URL in a text is found, and the text around it stays") {
    CHECK(without_secrets("`a @ https://u:p@h/a.whl` and <http://u@h?q=1> fail") ==
          "`a @ https://****@h/a.whl` and <http://****@h?****> fail");
}

TEST_CASE("what holds no secret stays as it is") {
    for (const char* text :
         {"", "a::b", "see https://host:443/a@b?", "https://[::1]:80/a@b", "mail me@host", "://",
          "file:///a/b@c", "git@host:me/x.git", "a.txt:3: b@1"}) {
        CHECK(without_secrets(text) == text);
    }
}

TEST_CASE("hiding secrets twice changes nothing") {
    const std::string once = without_secrets("https://me:pw@host/?token=abc#f");
    CHECK(without_secrets(once) == once);
}
