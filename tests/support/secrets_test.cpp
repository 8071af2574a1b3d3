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

TEST_CASE("a password is hidden to its end, whatever is in it") {
    CHECK(without_secrets("https:/user:c2VjcmV0==@host/x.whl") == "https:/****@host/x.whl");
    CHECK(without_secrets("user:pa/ss@host/x.whl") == "****@host/x.whl");
    CHECK(without_secrets("me@corp.example:pa/ss@host") == "****@host");
    CHECK(without_secrets("https://user:p@ss word@host/x.whl") == "https://****@host/x.whl");
    CHECK(without_secrets("foo @ https://user:p@ss\"word@host/x.whl") ==
          "foo @ https://****@host/x.whl");
    CHECK(without_secrets("https://user:se@cret/word@host/x.whl") == "https://****@host/x.whl");
    CHECK(without_secrets("git+https://me:se@cret/word@host/x.git@v1") ==
          "git+https://****@host/x.git@v1");
    CHECK(without_secrets("user:p@ss word@host/x.whl") == "****@host/x.whl");
    CHECK(without_secrets("https:///me:pw@host/x.whl") == "https:///****@host/x.whl");
    CHECK(without_secrets("htps:/me:p/w@host/x.whl") == "****@host/x.whl");
}

TEST_CASE("a password is hidden up to the next URL and in that one") {
    CHECK(without_secrets("a @ https://u:p@q r@h/a.whl, b @ https://u:p@h/b.whl") ==
          "a @ https://****@h/a.whl, b @ https://****@h/b.whl");
    CHECK(without_secrets("a@https://u:p@h/a.whl `b@https://u:p@h/b.whl`") ==
          "a@https://****@h/a.whl `b@https://****@h/b.whl`");
    CHECK(without_secrets("https://proxy/https://me:pw@host/x?token=a") ==
          "https://proxy/https://****@host/x?****");
    CHECK(without_secrets("https://me:pw@a/x\nfoo@b") == "https://****@a/x\nfoo@b");
}

TEST_CASE("a token with a blank or a quote in it is hidden to its end") {
    CHECK(without_secrets("https://host/x.whl?token=a b") == "https://host/x.whl?****");
    CHECK(without_secrets("`foo @ https://host/x.whl?token=a b` is odd") ==
          "`foo @ https://host/x.whl?****` is odd");
    CHECK(without_secrets("`https://host/x.whl?token=a\"b`") == "`https://host/x.whl?****`");
    CHECK(without_secrets("don't: https://host/x.whl?token=a'b") ==
          "don't: https://host/x.whl?****");
    for (const char* rest :
         {" ; os_name == 'nt'", " --hash=sha256:12", " # why", " (from a.txt)", " https://b"}) {
        CHECK(without_secrets(std::string("https://host/x.whl?token=a b") + rest) ==
              std::string("https://host/x.whl?****") + rest);
    }
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
          "file:///a/b@c", "git@host:me/x.git", "a.txt:3: b@1", "git@host:me/x.git@v1",
          "file:///a/b:c@d", "file:/a/b:c@d", "foo @ file:///a/b@c.whl", "/a/b:c/d@e", "./b:c/d@e",
          "git+ssh://git.example.org:22/me/x.git@v1", "https://host/@scope/x@1#egg=a@b"}) {
        CHECK(without_secrets(text) == text);
    }
}

TEST_CASE("what is no secret in a URL with a password stays readable") {
    CHECK(without_secrets("git+https://me:pw@git.example.org/x.git@feature/y#egg=x") ==
          "git+https://****@git.example.org/x.git@feature/y#egg=x");
    CHECK(without_secrets("`https://me:pw@host/x.whl` is on the network, see a.txt:3") ==
          "`https://****@host/x.whl` is on the network, see a.txt:3");
}

TEST_CASE("a long line takes no longer than its length") {
    constexpr std::size_t kTimes = 30'000;
    for (const std::string part :
         {"a@", "a:b@c ", "a://", "a://b:c@d/", "a://b:c/ ", "git+x://u:p@h/x@v ", "a:b @ ",
          "https://h/x?a b `", "x:/", "://@", "a://?", "' https://u:p ", "/u:p@h", "@>;:"}) {
        std::string line;
        for (std::size_t i = 0; i < kTimes; ++i) line += part;
        CHECK(without_secrets(line).size() <= line.size() + 4 * kTimes);
    }
}

TEST_CASE("hiding secrets twice changes nothing") {
    const std::string once = without_secrets("https://me:pw@host/?token=abc#f");
    CHECK(without_secrets(once) == once);
}
