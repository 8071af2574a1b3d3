#include "pexpack/archive/wheel_check.hpp"

#include "pexpack/support/error.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"
#include "support/zip_builder.hpp"

using namespace pexpack;

namespace {

// What is said about the wheel demo 1.0, which is sound.
std::vector<std::string> warnings(const BuiltZip& zip) {
    const TemporaryFolder folder;
    const std::string name = "demo-1.0-py3-none-any.whl";
    const std::string path = write_file(join_path(folder.path(), name), build_zip(zip));
    return check_wheel(WheelReader(path, WheelFilename::parse(name).value()));
}

// Why the wheel demo 1.0 is refused: the message behind the file's name, "" when it is accepted.
std::string refusal(const BuiltZip& zip) {
    try {
        warnings(zip);
        return {};
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kBadInput);
        constexpr std::string_view kBefore = "` is not a sound wheel: ";
        const auto place = error.message().find(kBefore);
        return place == std::string::npos ? error.message()
                                          : error.message().substr(place + kBefore.size());
    }
}

std::string refusal_with(const WheelFiles& files) {
    return refusal(wheel_zip("demo", "1.0", files));
}

std::string refusal_of_name(const std::string& name) {
    return refusal_with({{name, ""}});
}

std::string refusal_of_wheel_file(const std::string& text) {
    return refusal_with({{"demo-1.0.dist-info/WHEEL", text}});
}

// With these lines in front of METADATA.
BuiltZip metadata_zip(const std::string& lines) {
    return wheel_zip("demo", "1.0",
                     {{"demo-1.0.dist-info/METADATA", lines + "Name: demo\nVersion: 1.0\n"}});
}

const std::string kRecord = "demo-1.0.dist-info/RECORD";

// RECORD of the wheel without files, without the row of RECORD itself.
std::string listed() {
    std::string rows;
    for (const BuiltEntry& entry : wheel_zip("demo", "1.0").entries) {
        if (entry.name != kRecord) rows += record_row(entry.name, entry.content);
    }
    return rows;
}

}  // namespace

TEST_CASE("a sound wheel passes") {
    CHECK(refusal_with({{"demo/__init__.py", "x = 1\n"},
                        {"demo-1.0.data/scripts/run", "#!python\n"},
                        {"demo/na\xc3\xafve.txt", ""}})
              .empty());
}

TEST_CASE("a name that leads out of the folder is refused") {
    CHECK(refusal_of_name("../evil.py") == "`../evil.py` leads out of its folder");
    CHECK(refusal_of_name("a/../../evil.py") == "`a/../../evil.py` leads out of its folder");
    CHECK(refusal_of_name("/etc/evil") == "`/etc/evil` has an absolute path");
    CHECK(refusal_of_name("C:evil") == "`C:evil` has a drive letter");
    CHECK(refusal_of_name("a\\evil") == "`a\\evil` has a backslash in its name");
}

TEST_CASE("a name with an empty part is refused, a folder's slash at the end is none") {
    CHECK(refusal_of_name("a//b") == "`a//b` has an empty part in its path");
    CHECK(refusal_of_name("./b") == "`./b` has an empty part in its path");
    BuiltZip zip = wheel_zip("demo", "1.0");
    zip.entries.push_back({.name = "demo/", .unix_mode = 040755});
    CHECK(refusal(zip).empty());
    zip.entries.push_back({.name = "demo//"});
    CHECK(refusal(zip) == "`demo//` has an empty part in its path");
}

TEST_CASE("names with control characters or broken UTF-8 are refused and shown harmlessly") {
    BuiltZip zip = wheel_zip("demo", "1.0");
    zip.entries.push_back({.name = "a\x1b[2J"});
    CHECK(refusal(zip) == "`a\\x1b[2J` has a control character in its name");
    zip.entries.back().name = std::string("METADATA\0x", 10);
    CHECK(refusal(zip) == "`METADATA\\x00x` has a control character in its name");
    zip.entries.back().name = "a\xc2\x9b";  // a C1 control
    CHECK(refusal(zip) == "`a\\xc2\\x9b` has a control character in its name");
    zip.entries.back().name = "a\xe2\x80\xae";  // turns the text round
    CHECK(refusal(zip) == "`a\\xe2\\x80\\xae` has a control character in its name");
    zip.entries.back().name = "a\xff";
    CHECK(refusal(zip) == "`a\\xff` has a name that is not UTF-8");
    zip.entries.back().name.clear();
    CHECK(refusal(zip) == "`` has an empty name");
}

TEST_CASE("a name longer than a file system takes is refused") {
    CHECK(refusal_of_name("a/" + std::string(255, 'n')).empty());
    CHECK_THAT(refusal_of_name("a/" + std::string(256, 'n')),
               Catch::Contains("has a name too long for a file system"));
}

TEST_CASE("a symbolic link is refused") {
    BuiltZip zip = wheel_zip("demo", "1.0", {{"link", "/etc/passwd"}});
    zip.entries[0].unix_mode = 0120777;
    CHECK(refusal(zip) == "`link` is a symbolic link");
}

TEST_CASE("a device or pipe is refused, a mode without a type is not") {
    for (const unsigned type : {0020000U, 0060000U, 0010000U, 0140000U}) {
        BuiltZip zip = wheel_zip("demo", "1.0");
        zip.entries.push_back({.name = "odd", .unix_mode = type | 0644});
        CHECK(refusal(zip) == "`odd` is a special file: a device, pipe or socket");
    }
    BuiltZip zip = wheel_zip("demo", "1.0");
    for (BuiltEntry& entry : zip.entries) entry.unix_mode = 0644;
    CHECK(refusal(zip).empty());
}

TEST_CASE("a RECORD with far more lines than there are files is refused") {
    std::string record = listed();
    for (int i = 0; i < 1000; ++i) record += "x.py,,\n";
    CHECK_THAT(refusal_with({{kRecord, record}}),
               Catch::StartsWith("its RECORD has 1002 lines for"));
}

TEST_CASE("a name that is both a file and a folder is refused") {
    CHECK(refusal_with({{"a", ""}, {"a/b", ""}}) == "`a` is both a file and a folder");
    BuiltZip zip = wheel_zip("demo", "1.0", {{"a/b", ""}});
    zip.entries.push_back({.name = "a/b/"});
    CHECK(refusal(zip) == "`a/b` is both a file and a folder");
}

TEST_CASE("a payload entry whose own header has another name is refused") {
    BuiltZip zip = wheel_zip("demo", "1.0", {{"a.py", ""}});
    zip.entries[0].local_name = "b.py";
    CHECK_THAT(refusal(zip), Catch::Contains("has another name in its local header"));
}

TEST_CASE("any Wheel-Version 1 is known, whatever the line ends and the case") {
    CHECK(refusal_of_wheel_file("Wheel-Version: 1.0\n").empty());
    CHECK(refusal_of_wheel_file("wheel-version:1.9\r\nTag: py3-none-any\r\n").empty());
    CHECK(refusal_of_wheel_file("Wheel-Version: 1").empty());
}

TEST_CASE("a Wheel-Version that is unknown, absent or no number is refused") {
    CHECK(refusal_of_wheel_file("Wheel-Version: 2.0\n") ==
          "its format is version 2.0, only 1.x is known");
    CHECK(refusal_of_wheel_file("Wheel-Version: 11.0\n") ==
          "its format is version 11.0, only 1.x is known");
    CHECK(refusal_of_wheel_file("Tag: py3-none-any\n") == "its WHEEL file names no Wheel-Version");
}

TEST_CASE("a version of WHEEL or METADATA that is newer in its minor part is a warning") {
    CHECK(warnings(wheel_zip("demo", "1.0")).empty());
    const auto of_wheel =
        warnings(wheel_zip("demo", "1.0", {{"demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.9\n"}}));
    REQUIRE(of_wheel.size() == 1);
    CHECK_THAT(of_wheel[0], Catch::Contains("is of version 1.9, newer than 1.0"));
    const auto of_metadata = warnings(metadata_zip("Metadata-Version: 2.99\n"));
    REQUIRE(of_metadata.size() == 1);
    CHECK_THAT(of_metadata[0], Catch::Contains("is of version 2.99, newer than 2.5"));
    CHECK(warnings(metadata_zip("Metadata-Version: 1.2\n")).empty());
    REQUIRE(warnings(metadata_zip("")).size() == 1);
    CHECK_THAT(warnings(metadata_zip(""))[0], Catch::Contains("names no Metadata-Version"));
}

TEST_CASE("a Metadata-Version that is unknown or no number is refused") {
    for (const char* version : {"3.0", "0.9", "banana", "2.1.1", "2.x", ""}) {
        const std::string line = std::string("Metadata-Version: ") + version + "\n";
        CHECK(refusal(metadata_zip(line)) == std::string("its METADATA is of version ") + version +
                                                 ", only 1.x and 2.x are known");
    }
}

TEST_CASE("a WHEEL or METADATA that gives one fact in two ways is refused") {
    CHECK(refusal_of_wheel_file("Wheel-Version: 1.0\nWheel-Version: 1.1\n") ==
          "its WHEEL has more than one Wheel-Version");
    CHECK(refusal_of_wheel_file("Wheel-Version: 1.0\nWheel-Version: 1.0\n").empty());
    CHECK(refusal(metadata_zip("Metadata-Version: 2.1\nMetadata-Version: 2.2\n")) ==
          "its METADATA has more than one Metadata-Version");
    CHECK(refusal(metadata_zip("Metadata-Version: 2.1\nRequires-Python: >=3\n"
                               "Requires-Python: >=2\n")) ==
          "its METADATA has more than one Requires-Python");
}

TEST_CASE("a Wheel-Version that stands behind the headers is none") {
    CHECK(refusal_of_wheel_file("Tag: py3-none-any\n\nWheel-Version: 1.0\n") ==
          "its WHEEL file names no Wheel-Version");
    CHECK(refusal_of_wheel_file("Wheel-Version: 1.0\nTag: \xff\n") ==
          "its WHEEL file cannot be read: this is not UTF-8");
}

TEST_CASE("a second spelling of a file's name is a second file of that name") {
    CHECK(refusal_with({{"demo/a.py", ""}, {"demo/./a.py", "x"}}) ==
          "`demo/./a.py` is the same file as `demo/a.py`: it is there twice");
    CHECK(refusal_with({{"demo//a.py", ""}, {"demo/a.py", ""}}) ==
          "`demo//a.py` is the same file as `demo/a.py`: it is there twice");
}

TEST_CASE("what is named as a `.data` folder is refused at the top, and nowhere else") {
    CHECK(refusal_with({{"other-1.0.data/scripts/run", ""}}) ==
          "`other-1.0.data/scripts/run` is not in the wheel's own `.data` folder, but in one "
          "named alike");
    CHECK_FALSE(refusal_of_name("demo-1.0.data").empty());
    CHECK(refusal_with({{"demo/table.data", ""}, {"demo/x.data/y", ""}}).empty());
}

TEST_CASE("a script that leads to no function is refused") {
    const std::string file = "demo-1.0.dist-info/entry_points.txt";
    CHECK(refusal_with({{file, "[console_scripts]\nrun = demo\n"}}) ==
          "its script `run` leads to no function: expected `module:function`, not `demo`");
    CHECK(refusal_with({{file, "[demo.plugins]\nrun = demo\n"}}).empty());
}

TEST_CASE("a wheel that would grow out of all proportion is refused") {
    BuiltZip zip = wheel_zip("demo", "1.0", {{"demo/big", ""}});
    zip.entries[0].size = 65U << 20U;
    CHECK_THAT(refusal(zip), Catch::Contains("more than 50 times its size"));
    zip.entries[0].size = 1U << 20U;  // harmless, if wrong
    CHECK_THAT(refusal(zip), !Catch::Contains("times its size"));
}

TEST_CASE("a wheel without WHEEL or RECORD is refused") {
    BuiltZip zip = wheel_zip("demo", "1.0");
    zip.entries.erase(zip.entries.begin() + 1);
    CHECK(refusal(zip) == "it has no WHEEL file");
    zip = wheel_zip("demo", "1.0");
    zip.entries.pop_back();
    CHECK(refusal(zip) == "it has no RECORD");
}

TEST_CASE("a file that RECORD does not list is refused") {
    CHECK(refusal_with({{"extra.py", ""}, {kRecord, listed()}}) ==
          "RECORD does not list `extra.py`");
}

TEST_CASE("RECORD need not list itself nor its signatures, but whatever else is named alike") {
    CHECK(refusal_with({{kRecord, listed()}}).empty());
    CHECK(refusal_with({{kRecord + ".jws", ""}, {kRecord + ".p7s", ""}, {kRecord, listed()}})
              .empty());
    CHECK(refusal_with({{kRecord + "ER.py", ""}, {kRecord, listed()}}) ==
          "RECORD does not list `demo-1.0.dist-info/RECORDER.py`");
    CHECK_FALSE(refusal_with({{kRecord + "/a.py", ""}, {kRecord, listed()}}).empty());
}

TEST_CASE("a file that only RECORD knows is refused") {
    CHECK(refusal_with({{kRecord, listed() + "gone.py,,\n"}}) ==
          "RECORD lists `gone.py`, which is not there");
}

TEST_CASE("a size in RECORD that the file does not have is refused") {
    CHECK(refusal_with({{"a.py", "12345"}, {kRecord, listed() + record_row("a.py", "12345")}})
              .empty());
    CHECK(refusal_with({{"a.py", "12345"}, {kRecord, listed() + "a.py,,6\n"}}) ==
          "`a.py` has 5 bytes, RECORD says 6");
}

TEST_CASE("a file that RECORD lists without a hash is refused") {
    CHECK(refusal_with({{"a.py", "12345"}, {kRecord, listed() + "a.py,,\n"}}) ==
          "RECORD gives no hash of `a.py`");
    CHECK(refusal_with({{"a.py", "12345"}, {kRecord, listed() + "a.py,,5\n"}}) ==
          "RECORD gives no hash of `a.py`");
}

TEST_CASE("RECORD, its signatures and folders have no hash in it") {
    BuiltZip zip = wheel_zip("demo", "1.0",
                             {{kRecord + ".jws", ""},
                              {kRecord + ".p7s", ""},
                              {kRecord, listed() + "demo/,,\n" + kRecord + ",,\n" + kRecord +
                                            ".jws,,\n" + kRecord + ".p7s,,\n"}});
    zip.entries.push_back({.name = "demo/", .unix_mode = 040755});
    CHECK(refusal(zip).empty());
}

TEST_CASE("a file that RECORD lists twice is refused, whether or not the rows agree") {
    const std::string right = record_row("a.py", "abc");
    CHECK(refusal_with({{"a.py", "abc"}, {kRecord, listed() + right + right}}) ==
          "RECORD lists `a.py` twice");
    CHECK(refusal_with({{"a.py", "abc"}, {kRecord, listed() + right + "a.py,,\n"}}) != "");
    CHECK(refusal_with({{kRecord, listed() + kRecord + ",,\n" + kRecord + ",,\n"}}) ==
          "RECORD lists `demo-1.0.dist-info/RECORD` twice");
}

TEST_CASE("a RECORD that is no table is refused") {
    CHECK_THAT(refusal_with({{kRecord, "a.py,sha256=x,1,2,3\n"}}),
               Catch::Contains("its RECORD cannot be read"));
}

TEST_CASE("content that RECORD's hash does not match is refused") {
    const std::string file = "demo/a.py";
    const std::string right = file + ",sha256=ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0,3\n";
    CHECK(refusal_with({{file, "abc"}, {kRecord, listed() + right}}).empty());
    CHECK(refusal_with({{file, "abd"}, {kRecord, listed() + right}}) ==
          "the hash of `demo/a.py` does not match RECORD");
    CHECK(refusal_with(
              {{file, "abc"}, {kRecord, listed() + file + ",md5=kAFQmDzST7DWlj99KOF_cg,3\n"}}) ==
          "RECORD has a hash of `demo/a.py` by `md5`, which is unknown or too weak");
}

TEST_CASE("a file that two entries want to be is refused, also through the data folder") {
    CHECK(refusal_with({{"demo/a.py", "1"}, {"demo-1.0.data/purelib/demo/a.py", "2"}}) ==
          "`demo/a.py` and `demo-1.0.data/purelib/demo/a.py` are both installed as one file");
    CHECK_THAT(refusal_with({{"demo-1.0.data/elsewhere/a", ""}}),
               Catch::Contains("is in none of the folders that `.data` may have"));
}

TEST_CASE("a script whose name leads out of its folder is refused") {
    CHECK_THAT(refusal_with({{"demo-1.0.dist-info/entry_points.txt",
                              "[console_scripts]\n../../run = demo:main\n"}}),
               Catch::Contains("its script `../../run` has a name"));
}

TEST_CASE("bytes between two entries are refused") {
    BuiltZip zip = wheel_zip("demo", "1.0");
    zip.entries[0].descriptor = "something hidden";
    CHECK_THAT(refusal(zip), Catch::Contains("is in no file that its central directory lists"));
}

TEST_CASE("metadata with two names are refused") {
    CHECK(refusal_with({{"demo-1.0.dist-info/METADATA",
                         "Metadata-Version: 2.1\nName: demo\nName: other\nVersion: 1.0\n"}}) ==
          "its METADATA has more than one Name");
}
