#include "pexpack/archive/zip_directory.hpp"

#include <array>
#include <type_traits>

#include "pexpack/support/error.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"
#include "support/zip_builder.hpp"

using namespace pexpack;

namespace {

ZipDirectory read(const std::string& bytes) {
    const TemporaryFolder folder;
    return ZipDirectory::read(ReadableFile::open(write_file(join_path(folder.path(), "z"), bytes)));
}

ZipDirectory read(const BuiltZip& zip) {
    return read(build_zip(zip));
}

// Why the zip is refused: the message behind the file's name, "" when it is accepted.
std::string refusal(const std::string& bytes) {
    try {
        read(bytes);
        return {};
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kBadInput);
        constexpr std::string_view kBefore = " zip file: ";
        const auto place = error.message().find(kBefore);
        return place == std::string::npos ? error.message()
                                          : error.message().substr(place + kBefore.size());
    }
}

std::string refusal(const BuiltZip& zip) {
    return refusal(build_zip(zip));
}

BuiltZip one_entry(BuiltEntry entry) {
    return {.entries = {std::move(entry)}};
}

}  // namespace

TEST_CASE("entries come in the order of the directory with what it says of them") {
    const ZipDirectory zip = read(
        {.entries = {{.name = "b/"},
                     {.name = "b/run", .content = "hello", .method = 8, .unix_mode = 0100755}}});
    REQUIRE(zip.entries().size() == 2);
    CHECK(zip.entries()[0].is_directory());
    const ZipEntry& entry = zip.entries()[1];
    CHECK(entry.name == "b/run");
    CHECK(entry.method == ZipMethod::kDeflated);
    CHECK(entry.size == 5);
    CHECK(entry.compressed_size == 10);
    CHECK(entry.crc32 == 0x3610a686);
    CHECK(entry.local_header_offset == 32);
    CHECK(entry.unix_mode == 0100755);
    CHECK_FALSE(entry.is_directory());
    CHECK_FALSE(entry.is_symlink());
}

TEST_CASE("an entry is found by its whole name only") {
    const ZipDirectory zip = read({.entries = {{.name = "a"}, {.name = "ab"}}});
    REQUIRE(zip.find("ab") != nullptr);
    CHECK(zip.find("ab") == &zip.entries()[1]);
    CHECK(zip.find("b") == nullptr);
    CHECK(zip.find("A") == nullptr);
}

TEST_CASE("a directory that is moved still finds its entries, and none can be copied") {
    ZipDirectory first = read({.entries = {{.name = "a"}}});
    const ZipDirectory second = std::move(first);
    REQUIRE(second.find("a") != nullptr);
    CHECK(second.find("a")->name == "a");
    CHECK_FALSE(std::is_copy_constructible_v<ZipDirectory>);
}

TEST_CASE("a symbolic link is known by its mode, wherever it was made") {
    for (const std::uint16_t system : std::array<std::uint16_t, 3>{0, 3, 19}) {
        const BuiltEntry link{.name = "a", .content = "b", .unix_mode = 0120777, .made_by = system};
        CHECK(read(one_entry(link)).entries()[0].is_symlink());
    }
}

TEST_CASE("an empty zip is sound") {
    CHECK(read(BuiltZip{}).entries().empty());
}

TEST_CASE("what is too short or has no end record is no zip") {
    CHECK(refusal("") == "it is too short");
    CHECK(refusal("PK\5\6") == "it is too short");
    CHECK(refusal(std::string(100, 'x')) ==
          "it has no end of central directory record; it may be truncated");
}

TEST_CASE("a zip cut short at any byte is refused") {
    const std::string bytes = build_zip({.entries = {{.name = "a", .content = "hello"}}});
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        INFO(length);
        CHECK_FALSE(refusal(bytes.substr(0, length)).empty());
    }
}

TEST_CASE("a zip that lost its beginning is refused") {
    const std::string bytes = build_zip({.entries = {{.name = "a", .content = "hello"}}});
    CHECK(refusal(bytes.substr(1)).find("not where its end record says") != std::string::npos);
}

TEST_CASE("bytes behind the end record are refused, also as its comment") {
    BuiltZip zip{.entries = {{.name = "a"}}, .trailing = "x"};
    const std::string refused =
        "it has an archive comment or other bytes behind its end of central directory record";
    CHECK(refusal(zip) == refused);
    zip.comment_length = 1;
    CHECK(refusal(zip) == refused);
    zip.trailing.clear();
    CHECK_THAT(refusal(zip),
               Catch::StartsWith("its end record claims a comment that is not there"));
}

TEST_CASE("bytes in front of the first entry are refused") {
    CHECK(refusal({.entries = {{.name = "a"}}, .prefix = "#!/bin/sh\n"}) ==
          "it has a prefix: its first entry is not at its start");
}

TEST_CASE("bytes in front of the first entry are passed over where they may be there") {
    const TemporaryFolder folder;
    const std::string bytes = build_zip({.entries = {{.name = "a"}}, .prefix = "#!/bin/sh\n"});
    const auto file = ReadableFile::open(write_file(join_path(folder.path(), "z"), bytes));
    CHECK(ZipDirectory::read(file, ZipPrefix::kAllowed).entries().size() == 1);
}

TEST_CASE("offsets may count from an archive's own start where something may stand before it") {
    const TemporaryFolder folder;
    const std::string prefix = "#!/bin/sh\n";
    const std::string bytes = prefix + build_zip({.entries = {{.name = "a", .content = "text"}}});
    const auto file = ReadableFile::open(write_file(join_path(folder.path(), "z"), bytes));
    const auto zip = ZipDirectory::read(file, ZipPrefix::kAllowed);
    CHECK(zip.begin() == prefix.size());
    CHECK(zip.find("a")->local_header_offset == prefix.size());
    CHECK_THROWS_AS(ZipDirectory::read(file), Error);
}

TEST_CASE("an offset before an archive's own start is refused") {
    const TemporaryFolder folder;
    std::string zip = build_zip({.entries = {{.name = "a"}}});
    const auto field = zip.find("PK\1\2") + 42;
    zip.replace(field, 4, little_endian(0xfffffff0, 4));
    const auto file = ReadableFile::open(write_file(join_path(folder.path(), "z"), "prefix" + zip));
    CHECK_THROWS_AS(ZipDirectory::read(file, ZipPrefix::kAllowed), Error);
}

TEST_CASE("an archive that ends before the file does is read by where it ends") {
    const TemporaryFolder folder;
    const std::string first = build_zip({.entries = {{.name = "a"}}});
    const std::string last = build_zip({.entries = {{.name = "b"}}});
    const auto file = ReadableFile::open(write_file(join_path(folder.path(), "z"), first + last));
    CHECK(ZipDirectory::may_end_at(file, first.size()));
    CHECK_FALSE(ZipDirectory::may_end_at(file, first.size() - 1));
    CHECK_FALSE(ZipDirectory::may_end_at(file, 3));
    CHECK(ZipDirectory::read(file, ZipPrefix::kNone, first.size()).entries().front().name == "a");
}

TEST_CASE("one part of several is refused") {
    CHECK(refusal({.entries = {{.name = "a"}}, .disk = 1}) ==
          "it is one part of a multi-part archive");
}

TEST_CASE("an end record that lies about the number of entries is refused") {
    BuiltZip zip{.entries = {{.name = "a"}, {.name = "b"}}};
    zip.entry_count = 1;
    CHECK(refusal(zip) == "its central directory has more entries than its end record says");
    zip.entry_count = 3;
    CHECK(refusal(zip).find("directory has") != std::string::npos);
    zip.entry_count = 65535;
    CHECK(refusal(zip) == "its central directory has an impossible size");
}

TEST_CASE("two entries of one name are refused") {
    CHECK(refusal({.entries = {{.name = "a\x1b"}, {.name = "b"}, {.name = "a\x1b"}}}) ==
          "it holds `a\\x1b` twice");
}

TEST_CASE("a stored entry has one size") {
    CHECK(refusal(one_entry({.name = "a", .content = "hello", .size = 4})) ==
          "`a` is stored as it is, but has two sizes");
}

TEST_CASE("an encrypted entry is refused, whichever flag says so") {
    for (const unsigned flag : {0U, 6U, 13U}) {
        const BuiltEntry entry{.name = "a", .flags = static_cast<std::uint16_t>(1U << flag)};
        CHECK(refusal(one_entry(entry)) == "`a` is encrypted");
    }
}

TEST_CASE("a patch is refused, flags without effect are not") {
    CHECK(refusal(one_entry({.name = "a", .flags = 0x20})) ==
          "`a` is compressed as a patch, which is unsupported");
    CHECK(refusal(one_entry({.name = "a", .flags = 0x06})).empty());
}

TEST_CASE("an entry that needs a newer reader than Python's is refused") {
    CHECK(refusal(one_entry({.name = "a", .version_needed = 63})).empty());
    CHECK(refusal(one_entry({.name = "a", .version_needed = 64})) ==
          "`a` needs a version of the zip format above 6.3, which is unsupported");
}

TEST_CASE("a file that its attributes call a directory is refused") {
    CHECK(refusal(one_entry({.name = "a/", .unix_mode = 040755, .dos_attributes = 0x10})).empty());
    CHECK(refusal(one_entry({.name = "a/", .unix_mode = 0})).empty());
    const std::string refused = "`a` is a directory by its attributes, but a file by its name";
    CHECK(refusal(one_entry({.name = "a", .unix_mode = 040755})) == refused);
    CHECK(refusal(one_entry({.name = "a", .dos_attributes = 0x10})) == refused);
}

TEST_CASE("a compression method that not every Python reads is refused by its number") {
    CHECK(refusal(one_entry({.name = "a", .method = 12})).find("compressed by method 12") !=
          std::string::npos);
}

TEST_CASE("entries that share bytes are refused") {
    BuiltZip zip{.entries = {{.name = "a", .content = "0123456789"}, {.name = "b"}}};
    zip.entries[1].offset = 0;
    CHECK(refusal(zip) == "`b` overlaps `a`, or their sizes or headers disagree");
    zip.entries[1].offset = 35;
    CHECK(refusal(zip) == "`b` overlaps `a`, or their sizes or headers disagree");
}

TEST_CASE("an entry that lies outside the file is refused") {
    BuiltZip zip{.entries = {{.name = "a", .content = "0123456789"}}};
    zip.entries[0].compressed_size = 0xfffffffe;
    CHECK(refusal(zip).find("lies outside the file") != std::string::npos);
    zip.entries[0].compressed_size = {};
    zip.entries[0].offset = 0xfffffffe;
    CHECK(refusal(zip).find("lies outside the file") != std::string::npos);
}

TEST_CASE("an entry that reaches into the directory is refused") {
    // The bytes alone would fit in front of it, with the entry's own header they do not.
    BuiltZip zip{.entries = {{.name = "a", .content = "0123456789"}}};
    zip.entries[0].compressed_size = 30;
    CHECK(refusal(zip).find("lies outside the file") != std::string::npos);
    zip.entries[0].compressed_size = 0;
    zip.entries[0].offset = 41;
    CHECK(refusal(zip).find("lies outside the file") != std::string::npos);
}

TEST_CASE("sizes in a zip64 extra field are read where the short ones say so") {
    BuiltEntry entry{.name = "a", .content = "hello"};
    entry.size = 0xffffffff;
    entry.compressed_size = 0xffffffff;
    entry.extra =
        extra_field(0x9999, "skipped") + extra_field(1, little_endian(5, 8) + little_endian(5, 8));
    const ZipDirectory zip = read(one_entry(entry));
    CHECK(zip.entries()[0].size == 5);
    CHECK(zip.entries()[0].compressed_size == 5);
    CHECK(zip.entries()[0].local_header_offset == 0);
}

TEST_CASE("a zip64 extra field without the size it should hold is refused") {
    BuiltEntry entry{.name = "a", .content = "hello"};
    entry.size = 0xffffffff;
    entry.extra = extra_field(1, "1234");
    CHECK(refusal(one_entry(entry)) == "`a` has a malformed extra field");
}

TEST_CASE("a zip64 extra field that is missing, there twice or not asked for is refused") {
    BuiltEntry entry{.name = "a", .content = "hello"};
    const std::string sizes = extra_field(1, little_endian(5, 8) + little_endian(5, 8));
    entry.extra = sizes;
    CHECK(refusal(one_entry(entry)) ==
          "`a` has a zip64 extra field with more than its header asks for");
    entry.size = 0xffffffff;
    entry.compressed_size = 0xffffffff;
    CHECK(refusal(one_entry(entry)).empty());
    entry.extra = sizes + sizes;
    CHECK(refusal(one_entry(entry)) == "`a` has two zip64 extra fields");
    entry.extra.clear();
    CHECK(refusal(one_entry(entry)) ==
          "`a` lacks the zip64 extra field that its size should be in");
}

TEST_CASE("an extra field that is longer than what follows is refused") {
    BuiltEntry entry{.name = "a"};
    entry.extra = "abc";
    CHECK(refusal(one_entry(entry)) == "`a` has a malformed extra field");
    entry.extra = little_endian(0x9999, 2) + little_endian(4, 2) + "123";
    CHECK(refusal(one_entry(entry)) == "`a` has a malformed extra field");
}

TEST_CASE("a name beyond ASCII is read only when it is marked as UTF-8") {
    CHECK(read(one_entry({.name = "na\xc3\xafve"})).find("na\xc3\xafve") != nullptr);
    CHECK(refusal(one_entry({.name = "na\xc3\xafve", .flags = 0})).find("unknown encoding") !=
          std::string::npos);
}

TEST_CASE("a second name for Unicode readers is refused") {
    BuiltEntry entry{.name = "a"};
    entry.extra = extra_field(0x7075, "\x01" + little_endian(0xe8b7be43, 4) + "../evil");
    CHECK(refusal(one_entry(entry)) ==
          "`a` has a second, unsafe name in an extra field, `../evil`: readers would disagree");
    entry.extra = extra_field(0x7075, "\x01" + little_endian(0xe8b7be43, 4) + "a");
    CHECK(refusal(one_entry(entry)).empty());
    entry.extra = extra_field(0x7075, "\x01");
    CHECK(refusal(one_entry(entry)) == "`a` has a malformed extra field");
}

TEST_CASE("the zip64 end record is followed") {
    BuiltZip zip{.entries = {{.name = "a"}, {.name = "b"}}, .zip64 = true};
    CHECK(read(zip).entries().size() == 2);
    zip.entry_count = 0xffff;
    CHECK(read(zip).entries().size() == 2);
}

TEST_CASE("end records that contradict each other are refused") {
    BuiltZip zip{.entries = {{.name = "a"}, {.name = "b"}}, .zip64 = true};
    zip.entry_count = 1;
    CHECK(refusal(zip) == "its end record and its zip64 end record contradict each other");
    zip.entry_count = {};
    zip.classic_directory_offset = 0;
    CHECK(refusal(zip) == "its end record and its zip64 end record contradict each other");
}

TEST_CASE("a zip64 end record of another length than it should have is refused") {
    BuiltZip zip{.entries = {{.name = "a"}}, .zip64 = true};
    zip.end64_size = 45;
    CHECK(refusal(zip) == "its zip64 records are not where they should be");
}

TEST_CASE("one part of several is refused, when only the zip64 records say so") {
    const BuiltZip zip{.entries = {{.name = "a"}}, .zip64 = true};
    std::vector<BuiltZip> parts(4, zip);
    parts[0].end64_disk = 1;
    parts[1].disks = 5;
    parts[2].directory_disk64 = 1;
    parts[3].entries_on_disk64 = 0;
    for (const BuiltZip& part : parts)
        CHECK(refusal(part) == "by its zip64 records it is one part of a multi-part archive");
}
