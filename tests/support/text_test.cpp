#include "pexpack/support/text.hpp"

#include "support/catch.hpp"

using namespace pexpack;
using Parts = std::vector<std::string_view>;

TEST_CASE("only ASCII letters are lowered") {
    CHECK(ascii_lower("AZaz[@`{09") == "azaz[@`{09");
    CHECK(ascii_lower("\xc3\x84X") == "\xc3\x84x");
}

TEST_CASE("bytes above 127 are neither letters nor digits") {
    CHECK(is_ascii_alnum('9'));
    CHECK(is_ascii_alpha('Z'));
    CHECK_FALSE(is_ascii_alpha('['));
    CHECK_FALSE(is_ascii_alnum('\xe9'));
    CHECK_FALSE(is_ascii_digit('\xb2'));
}

TEST_CASE("only spaces and tabs are trimmed") {
    CHECK(trim_blanks(" \t a b\t ") == "a b");
    CHECK(trim_blanks("\na\r") == "\na\r");
    CHECK(trim_blanks(" \t").empty());
    CHECK(trim_blanks("").empty());
}

TEST_CASE("n separators give n + 1 parts") {
    CHECK(split("a,,b,", ',') == Parts{"a", "", "b", ""});
    CHECK(split("", ',') == Parts{""});
    CHECK(split("abc", ',') == Parts{"abc"});
}

TEST_CASE("joining puts the separator between parts only") {
    CHECK(join({}, ", ").empty());
    CHECK(join({"a"}, ", ") == "a");
    CHECK(join({"a", "", "b"}, ", ") == "a, , b");
}

TEST_CASE("UTF-8 at the edges of each length is well formed") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("\x7f"));
    CHECK(is_utf8("\xc2\x80 \xdf\xbf"));
    CHECK(is_utf8("\xe0\xa0\x80 \xed\x9f\xbf \xee\x80\x80"));
    CHECK(is_utf8("\xf0\x90\x80\x80 \xf4\x8f\xbf\xbf"));
    CHECK(is_utf8(std::string_view("a\0b", 3)));
}

TEST_CASE("overlong forms, surrogates and what is beyond Unicode are not UTF-8") {
    CHECK_FALSE(is_utf8("\xc0\x80"));
    CHECK_FALSE(is_utf8("\xc1\xbf"));
    CHECK_FALSE(is_utf8("\xe0\x9f\xbf"));
    CHECK_FALSE(is_utf8("\xf0\x8f\xbf\xbf"));
    CHECK_FALSE(is_utf8("\xed\xa0\x80"));
    CHECK_FALSE(is_utf8("\xf4\x90\x80\x80"));
    CHECK_FALSE(is_utf8("\xf5\x80\x80\x80"));
}

TEST_CASE("a sequence that is cut short or never started is not UTF-8") {
    CHECK_FALSE(is_utf8("\x80"));
    CHECK_FALSE(is_utf8("a\xc3"));
    CHECK_FALSE(is_utf8("\xe2\x82"));
    CHECK_FALSE(is_utf8("\xe2\x82z"));
    CHECK_FALSE(is_utf8("\xff"));
}

TEST_CASE("no control sequence reaches a terminal through a message") {
    CHECK(printable("\x1b[31mred\x07") == "\\x1b[31mred\\x07");
    CHECK(printable(std::string_view("\0\n\x7f", 3)) == "\\x00\\x0a\\x7f");
    CHECK(printable("\xc2\x9b"
                    "31m") == "\\xc2\\x9b31m");
}

TEST_CASE("what turns text round is shown, as it has a name read as another") {
    CHECK(printable("a\xe2\x80\xae"
                    "b\xe2\x81\xa6") ==
          "a\\xe2\\x80\\xae"
          "b\\xe2\\x81\\xa6");
    CHECK(printable("\xe2\x80\x93 \xe2\x81\xaa") == "\xe2\x80\x93 \xe2\x81\xaa");
}

TEST_CASE("readable text stays as it is and each broken byte is shown") {
    CHECK(printable("na\xc3\xafve \xf0\x9f\x90\x8d") == "na\xc3\xafve \xf0\x9f\x90\x8d");
    CHECK(printable("a\xff\xe2\x82") == "a\\xff\\xe2\\x82");
}

TEST_CASE("a count is singular for one only") {
    CHECK(counted(0, "wheel") == "0 wheels");
    CHECK(counted(1, "wheel") == "1 wheel");
    CHECK(counted(29, "wheel") == "29 wheels");
}

TEST_CASE("the nearest word is one within a third of the letters") {
    const std::vector<std::string> names{"numpy", "requests", "xlrd"};
    CHECK(nearest_word("reqeusts", names) == "requests");
    CHECK(nearest_word("numpi", names) == "numpy");
    CHECK(nearest_word("mian", {"main"}) == "main");
    CHECK(nearest_word("six", names).empty());
    CHECK(nearest_word("", names).empty());
    CHECK(nearest_word("numpy", {}).empty());
}

TEST_CASE("of two words equally near the first is suggested") {
    CHECK(nearest_word("cat", {"bat", "hat"}) == "bat");
}

TEST_CASE("absurdly long words are not compared at all") {
    const std::string word(101, 'a');
    CHECK(nearest_word(word, {word}).empty());
    CHECK(nearest_word("aaa", {word, "aab"}) == "aab");
}
