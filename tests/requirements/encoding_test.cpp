#include "fake_source.hpp"
#include "support/catch.hpp"

using namespace pexpack;
using namespace std::string_literals;

using Texts = std::vector<std::string>;

namespace {

std::string marker_value(const std::string& content) {
    const RequirementsFile file = read_text(content);
    return file.requirements.back().requirement->marker->to_string();
}

const std::string kLine = "a ; platform_version == '";

}  // namespace

TEST_CASE("a byte order mark tells the encoding and is no text") {
    CHECK(texts(read_text("\xEF\xBB\xBF"
                          "a\n")
                    .requirements) == Texts{"a"});
    CHECK(texts(read_text("\xFF\xFE"
                          "a\0\n\0"s)
                    .requirements) == Texts{"a"});
    CHECK(texts(read_text("\xFE\xFF\0a\0\n"s).requirements) == Texts{"a"});
    CHECK(texts(read_text("\xFF\xFE\0\0a\0\0\0"s).requirements) == Texts{"a"});
    CHECK(texts(read_text("\0\0\xFE\xFF\0\0\0a"s).requirements) == Texts{"a"});
}

TEST_CASE("a coding comment in the first two lines tells the encoding") {
    const std::string expected = "platform_version == \"\xC3\xA9\"";
    CHECK(marker_value("# -*- coding: latin-1 -*-\n" + kLine + "\xE9'\n") == expected);
    CHECK(marker_value("#\n# coding=cp1252\n" + kLine + "\xE9'\n") == expected);
    CHECK(marker_value(kLine + "\xC3\xA9'\n") == expected);
}

TEST_CASE("an encoding has as many spellings as Python takes") {
    for (const char* name : {"Latin_1", "latin--1", "latin-", "L1", "ISO_8859-1", "cp819"}) {
        INFO(name);
        CHECK(marker_value("# coding: "s + name + "\n" + kLine + "\xE9'\n") ==
              "platform_version == \"\xC3\xA9\"");
    }
}

TEST_CASE("a coding comment in the third line means nothing") {
    CHECK(error_of("#\n#\n# coding: latin-1\n# \xE9\n").kind() == ErrorKind::kBadInput);
}

TEST_CASE("bytes that are not of the encoding are refused with a way out") {
    for (const std::string& content :
         {"a # \xFF\n"s, "# coding: ascii\na # \xC3\xA9\n"s, "\xFF\xFE\0\xD8"s,
          "\xFF\xFE"
          "a"s}) {
        const Error error = error_of(content);
        CHECK(error.kind() == ErrorKind::kBadInput);
        CHECK(error.hint_text().find("coding: latin-1") != std::string::npos);
    }
}

TEST_CASE("an encoding that nobody knows is named") {
    CHECK(error_of("# coding: klingon\na\n").causes()[0] == "no encoding is called `klingon`");
}
