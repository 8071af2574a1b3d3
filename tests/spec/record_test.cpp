#include "pexpack/spec/record.hpp"

#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("a RECORD lists paths with hash and size") {
    const auto entries =
        parse_record("a.py,sha256=ab_-,12\r\n\n\"b,\"\"c\"\".py\",sha256=x,0\na.dist-info/RECORD,,")
            .value();
    REQUIRE(entries.size() == 3);
    CHECK(entries[0] == RecordEntry{"a.py", "sha256", "ab_-", 12});
    CHECK(entries[1].path == "b,\"c\".py");
    CHECK(entries[2] == RecordEntry{"a.dist-info/RECORD", "", "", std::nullopt});
}

TEST_CASE("a malformed RECORD is refused") {
    for (const char* text :
         {"a.py\n", "a.py,,,\n", ",,\n", "a.py,sha256,1\n", "a.py,sha256=,1\n", "a.py,=x,1\n",
          "a.py,,-1\n", "a.py,,1x\n", "\"a.py,,\n", "a.py,,99999999999999999999\n", "\xFF,,\n"}) {
        INFO(text);
        CHECK_FALSE(parse_record(text));
    }
    CHECK(parse_record("a,,\nb,x,\n").error().offset == 4);
}
