#include "pexpack/archive/zip_content.hpp"
#include "pexpack/archive/zip_directory.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"
#include "support/zip_builder.hpp"

using namespace pexpack;

namespace {

// The content of the only entry.
std::string content_of(const BuiltEntry& entry, std::uint64_t limit = 1 << 20) {
    const TemporaryFolder folder;
    const auto file = ReadableFile::open(
        write_file(join_path(folder.path(), "z"), build_zip({.entries = {entry}})));
    const ZipDirectory zip = ZipDirectory::read(file);
    return read_zip_entry(file, zip.entries().at(0), limit);
}

// Why the only entry cannot be read; "" when it can.
std::string refusal(const BuiltEntry& entry, std::uint64_t limit = 1 << 20) {
    try {
        content_of(entry, limit);
        return {};
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kBadInput);
        return error.message();
    }
}

bool contradicts(const BuiltEntry& entry) {
    return refusal(entry).find("has a local header that contradicts") != std::string::npos;
}

}  // namespace

TEST_CASE("stored, deflated and empty entries are read alike") {
    CHECK(content_of({.name = "a", .content = "hello"}) == "hello");
    CHECK(content_of({.name = "a", .content = "hello", .method = 8}) == "hello");
    CHECK(content_of({.name = "a"}).empty());
    CHECK(content_of({.name = "a", .method = 8}).empty());
}

TEST_CASE("an extra field of the entry's own header is stepped over") {
    BuiltEntry entry{.name = "a", .content = "hello"};
    entry.local_extra = extra_field(0x9999, "PK\3\4");
    CHECK(content_of(entry) == "hello");
}

TEST_CASE("content that does not give the checksum is damaged") {
    const BuiltEntry entry{.name = "a", .content = "hello", .crc32 = 1};
    CHECK(refusal(entry).find("its checksum (CRC-32) is wrong") != std::string::npos);
}

TEST_CASE("an entry is read up to the limit and refused above it") {
    const BuiltEntry entry{.name = "a", .content = "hello"};
    CHECK(content_of(entry, 5) == "hello");
    CHECK(refusal(entry, 4).find("is too large: the limit is 4 bytes") != std::string::npos);
}

TEST_CASE("a size that the content does not have is refused without being trusted") {
    BuiltEntry entry{.name = "a", .content = "hello", .method = 8};
    entry.size = 0xfffffff0;
    CHECK(refusal(entry).find("is too large") != std::string::npos);
    entry.size = 6;
    CHECK(refusal(entry).find("is damaged") != std::string::npos);
    entry.size = 4;
    CHECK(refusal(entry).find("is longer than the central directory says") != std::string::npos);
    entry.method = 0;
    CHECK(refusal(entry).find("has two sizes") != std::string::npos);
}

TEST_CASE("another name in the entry's own header is refused") {
    const BuiltEntry entry{.name = "a", .content = "hello", .local_name = "b"};
    CHECK(refusal(entry).find("has another name in its local header") != std::string::npos);
}

TEST_CASE("an own header that contradicts the directory is refused") {
    BuiltEntry entry{.name = "a", .content = "hello"};
    entry.local_method = 8;
    CHECK(contradicts(entry));
    entry.local_method = {};
    entry.local_crc32 = 1;
    CHECK(contradicts(entry));
    entry.local_crc32 = {};
    entry.local_size = 6;
    CHECK(contradicts(entry));
    entry.local_size = {};
    for (const unsigned flag : {0U, 3U, 5U, 6U, 11U, 13U}) {
        entry.local_flags = static_cast<std::uint16_t>(1U << flag);
        CHECK(contradicts(entry));
    }
    entry.local_flags = 2;  // how well it is compressed
    CHECK(content_of(entry) == "hello");
    entry.local_flags = {};
    entry.local_version_needed = 64;
    CHECK(contradicts(entry));
}

TEST_CASE("an own header may leave sizes and checksum to what follows the bytes") {
    BuiltEntry entry{.name = "a", .content = "hello", .flags = 8};
    entry.local_crc32 = 0;
    entry.local_size = 0;
    const std::string crc32 = little_endian(0x3610a686, 4);
    const std::string narrow = little_endian(5, 4) + little_endian(5, 4);
    const std::string wide = little_endian(5, 8) + little_endian(5, 8);
    for (const std::string& signature : {std::string(), std::string("PK\7\10")}) {
        for (const std::string& sizes : {narrow, wide}) {
            entry.descriptor = signature + crc32 + sizes;
            CHECK(content_of(entry) == "hello");
        }
    }
    for (const std::string& wrong :
         {std::string(), crc32 + wide.substr(8), little_endian(1, 4) + narrow}) {
        entry.descriptor = wrong;
        CHECK(refusal(entry).find("has a data descriptor that contradicts") != std::string::npos);
    }
    entry.descriptor = crc32 + narrow;
    entry.local_crc32 = 1;
    CHECK(contradicts(entry));
    entry.local_crc32 = {};
    entry.local_size = 6;
    CHECK(contradicts(entry));
}

TEST_CASE("content that does not inflate is refused") {
    std::string bytes = build_zip({.entries = {{.name = "a", .content = "hello", .method = 8}}});
    bytes[bytes.find('a') + 1] = '\x07';  // a block of the kind that is reserved
    const TemporaryFolder folder;
    const auto file = ReadableFile::open(write_file(join_path(folder.path(), "z"), bytes));
    const ZipDirectory directory = ZipDirectory::read(file);
    CHECK_THROWS_WITH(read_zip_entry(file, directory.entries()[0], 100),
                      Catch::Contains("cannot be inflated"));
}

TEST_CASE("bytes behind the end of a deflated stream are refused, few or many") {
    for (const std::size_t count : {0U, 1U, 2U, 7U, 8U, 9U, 100'000U}) {
        const BuiltEntry entry{
            .name = "a", .content = "hello", .method = 8, .behind = std::string(count, 'x')};
        INFO(count);
        CHECK((refusal(entry).find("has bytes behind its end") != std::string::npos) ==
              (count > 0));
    }
}

TEST_CASE("an own header may leave the sizes to a zip64 extra field") {
    BuiltEntry entry{.name = "a", .content = "hello"};
    entry.local_size = 0xffffffff;
    entry.local_extra = extra_field(1, little_endian(5, 8) + little_endian(5, 8));
    CHECK(content_of(entry) == "hello");
    entry.local_extra = extra_field(1, little_endian(5, 8));
    CHECK(content_of(entry) == "hello");
}

TEST_CASE("sizes in an own header's zip64 extra field are those of the directory or refused") {
    BuiltEntry entry{.name = "a", .content = "hello"};
    entry.local_size = 0xffffffff;
    CHECK(refusal(entry).find("lacks the zip64 extra field") != std::string::npos);
    entry.local_extra = extra_field(1, little_endian(6, 8) + little_endian(5, 8));
    CHECK(contradicts(entry));
    entry.local_extra = extra_field(1, little_endian(5, 8) + little_endian(4, 8));
    CHECK(refusal(entry).find("zip64 extra field that contradicts") != std::string::npos);
    entry.local_size = {};
    entry.local_extra = extra_field(1, little_endian(6, 8) + little_endian(5, 8));
    CHECK(refusal(entry).find("zip64 extra field that contradicts") != std::string::npos);
}

TEST_CASE("an own header's extra field that is damaged or gives another name is refused") {
    BuiltEntry entry{.name = "a", .content = "hello"};
    entry.local_extra = "abc";
    CHECK(refusal(entry).find("has a malformed extra field") != std::string::npos);
    entry.local_extra = extra_field(0x7075, "\x01" + little_endian(0xe8b7be43, 4) + "b");
    CHECK(refusal(entry).find("has a second, unsafe name") != std::string::npos);
}

TEST_CASE("an offset that leads to no header is refused") {
    // A stored zip inside: the directory points at the content of the entry in front.
    const BuiltZip zip{
        .entries = {{.name = "a", .content = std::string(64, 'x')}, {.name = "b", .content = "y"}}};
    std::string bytes = build_zip(zip);
    const auto header = bytes.find("PK\3\4", 1);
    bytes[header] = 'Q';
    const TemporaryFolder folder;
    const auto file = ReadableFile::open(write_file(join_path(folder.path(), "z"), bytes));
    const ZipDirectory directory = ZipDirectory::read(file);
    CHECK_THROWS_WITH(read_zip_entry(file, directory.entries()[1], 100),
                      Catch::Contains("has no local header"));
}
