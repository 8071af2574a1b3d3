#include "pexpack/spec/metadata.hpp"

#include "pexpack/spec/header_block.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

HeaderBlock headers(std::string_view bytes) {
    return HeaderBlock::parse(bytes).value();
}

}  // namespace

TEST_CASE("metadata give name, version, requirements and extras") {
    const auto metadata = Metadata::parse(
                              "Metadata-Version: 2.1\nName: My.Lib\nVersion: 2\n"
                              "Requires-Python: >=3.7\nProvides-Extra: Dev_Tools\n"
                              "Requires-Dist: other (>=1) ; extra == 'dev-tools'\n\nName: body\n")
                              .value();
    CHECK(metadata.name.to_string() == "my-lib");
    CHECK(metadata.version.to_string() == "2");
    CHECK(metadata.requires_python->to_string() == ">=3.7");
    CHECK(metadata.provides_extra == std::vector<std::string>{"dev-tools"});
    REQUIRE(metadata.requires_dist.size() == 1);
    CHECK(metadata.requires_dist[0]->name.to_string() == "other");
}

TEST_CASE("an unparsable Requires-Python is ignored and reported") {
    const auto metadata = Metadata::parse("Name: lib\nVersion: 2\nRequires-Python: 3+\n").value();
    CHECK_FALSE(metadata.requires_python.has_value());
    CHECK(metadata.warnings.size() == 1);
}

TEST_CASE("metadata without a name, a version or with a bad requirement are refused") {
    CHECK_FALSE(Metadata::parse("Version: 2\n"));
    CHECK_FALSE(Metadata::parse("Name: lib\n"));
    CHECK_FALSE(Metadata::parse("Name: lib\nVersion: newest\n"));
    CHECK_FALSE(Metadata::parse("Name: lib\nVersion: 2\nRequires-Dist: b>=1.*\n"));
    CHECK_FALSE(Metadata::parse("Name: lib\nVersion: 2\nRequires-Dist:\n"));
    CHECK_FALSE(Metadata::parse("Name: lib\nVersion: 2\n\nbody \xFC\n"));
}

TEST_CASE("an excerpt of metadata has what is read of them, and nothing else") {
    const HeaderBlock block = headers(
        "Metadata-Version: 2.1\nname: My.Lib\nVersion: 2\nSummary: long\nVersion: 3\n"
        "Provides-Extra: b\nRequires-Dist:  other (>=1) \nRequires-Python: 3+\n\nbody\n");
    const auto excerpt = Metadata::excerpt(block).value();
    CHECK(excerpt ==
          "Name: My.Lib\nVersion: 2\nVersion: 3\nRequires-Python: 3+\n"
          "Requires-Dist: other (>=1) \nProvides-Extra: b\n");
    const auto metadata = Metadata::parse(excerpt).value();
    CHECK(metadata.version.to_string() == "2");
    CHECK(metadata.warnings == Metadata::parse(block)->warnings);
}

TEST_CASE("metadata with a needed field of several lines have no excerpt") {
    CHECK_FALSE(Metadata::excerpt(headers("Name: lib\nVersion: 2\nRequires-Dist: a\n b\n")));
    CHECK_FALSE(Metadata::excerpt(headers("Name: lib\nVersion: 2\nProvides-Extra:\n b\n")));
    CHECK(Metadata::excerpt(headers("Name: lib\nVersion: 2\nSummary: a\n b\n")));
}

TEST_CASE("what older metadata say about requirements adds nothing") {
    const auto old = Metadata::parse("Metadata-Version: 1.0\nName: lib\nVersion: 2\nRequires: a\n");
    CHECK(old->requires_dist.empty());
    const auto unknown = Metadata::parse("Name: lib\nVersion: 2\nRequires-Dist: UNKNOWN\n");
    CHECK(unknown->requires_dist.at(0)->name.to_string() == "unknown");
}

TEST_CASE("metadata of a later version are read as far as they are known") {
    CHECK(Metadata::parse("Metadata-Version: 3.0\nName: lib\nVersion: 2\nNew-Field: x\n"));
}

TEST_CASE("white space around a requirement is any that Unicode knows") {
    const auto metadata =
        Metadata::parse("Name: lib\nVersion: 2\nRequires-Dist: a \xC2\xA0\nRequires-Dist: b\f\n");
    CHECK(metadata->requires_dist.size() == 2);
}

TEST_CASE("the first of several values counts and names have no case") {
    const HeaderBlock block = headers("NAME: a\r\nname: b\r\nName:c");
    CHECK(block.first("Name") == "a");
    CHECK(block.all("nAME") == std::vector<std::string_view>{"a", "b", "c"});
    CHECK_FALSE(block.first("Version").has_value());
}

TEST_CASE("a line that is no header ends the headers") {
    CHECK(headers("A: 1\nno header\nB: 2\n").first("B") == std::nullopt);
    CHECK(headers("\nA: 1\n").first("A") == std::nullopt);
    CHECK(headers("A : 1\nB: 2\n").first("B") == std::nullopt);
    CHECK(headers("\xEF\xBB\xBF"
                  "A: 1\nB: 2\n")
              .first("B") == std::nullopt);
}

TEST_CASE("a folded value keeps its lines without their common indentation") {
    CHECK(headers("A:\n   one\n     two\nB: x").first("A") == "\none\n  two");
    CHECK(headers("  lost\nA: \t x \t\n").first("A") == "x \t");
}

TEST_CASE("an encoded word of electronic mail stays as it is") {
    CHECK(headers("A: =?utf-8?q?x?=\n").first("A") == "=?utf-8?q?x?=");
}

TEST_CASE("where the bytes stop being UTF-8 is reported") {
    CHECK(HeaderBlock::parse("A: \xC3\xA9\xFF").error().offset == 5);
}
