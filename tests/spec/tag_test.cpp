#include "pexpack/spec/tag.hpp"

#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("a compressed tag stands for all its combinations") {
    const auto tags = parse_tags("py2.py3-None-linux_x86_64.ANY").value();
    REQUIRE(tags.size() == 4);
    CHECK(tags[0].to_string() == "py2-none-linux_x86_64");
    CHECK(tags[3] == Tag{"py3", "none", "any"});
}

TEST_CASE("a tag has three parts, none of them empty, and its interpreter is an identifier") {
    for (const char* text :
         {"", "py3-none", "py3-none-any-x", "py3--any", "py3.-none-any", "3py-none-any"}) {
        INFO(text);
        CHECK_FALSE(parse_tags(text));
    }
}

TEST_CASE("an interpreter beyond ASCII is an identifier as Python has it") {
    for (const char* text : {"py\u03003-none-any", "p\u00B7y-none-any", "\u00E9-none-any"}) {
        INFO(text);
        CHECK(parse_tags(text));
    }
    for (const char* text :
         {"py\u00B2-none-any", "py\u00BD-none-any", "\u0661py-none-any", "\U0001D7CFpy-none-any"}) {
        INFO(text);
        CHECK_FALSE(parse_tags(text));
    }
}

TEST_CASE("a tag that stands for too many is refused") {
    std::string many = "a";
    for (int i = 0; i < 100; ++i) many += ".a";
    CHECK_FALSE(parse_tags(many + "-" + many + "-any"));
}

TEST_CASE("a set of tags ranks the one it lists first best") {
    const TagSet set(
        {{"cp311", "cp311", "linux"}, {"py3", "none", "any"}, {"cp311", "cp311", "linux"}});
    const auto rank = [&](const char* text) {
        return set.rank(CompressedTags::parse(text).value());
    };
    CHECK(rank("cp311-cp311-linux") == 0U);
    CHECK(rank("py2.py3-none-any") == 1U);
    CHECK(rank("py2.py3.cp311-none.cp311-any.linux") == 0U);
    CHECK_FALSE(rank("py2-none-any").has_value());
    CHECK_FALSE(TagSet().rank(CompressedTags::parse("py3-none-any").value()).has_value());
}

TEST_CASE("a reader of tags says what parsing and ranking say, whether it saw them before or not") {
    const TagSet accepted(parse_tags("cp311.py3-none-any").value());
    TagReader reader(accepted);
    for (int round = 0; round < 2; ++round) {
        for (const char* text :
             {"py3-none-any", "PY2.py3-none-any", "cp311-none-any", "cp39-x-y"}) {
            INFO(text);
            CHECK((reader.find(text) != nullptr) == (round == 1));
            const auto tags = reader.read(text).value();
            CHECK(tags == CompressedTags::parse(text).value());
            CHECK(reader.rank(tags) == accepted.rank(tags));
        }
        CHECK_FALSE(reader.read("py3-none"));
    }
    const auto unseen = CompressedTags::parse("py3-none-any").value();
    CHECK(reader.rank(unseen) == accepted.rank(unseen));
}
