#include "pexpack/archive/archive_writer.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <cstdint>
#include <filesystem>

#include "pexpack/archive/zip_content.hpp"
#include "pexpack/archive/zip_directory.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/process.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

namespace {

constexpr std::uint64_t kLimit = std::uint64_t{64} << 20;

std::string in(const TemporaryFolder& folder, std::string_view name) {
    return join_path(folder.path(), name);
}

CopiedFile copied(const std::string& path) {
    return {path, ReadableFile::open(path).stamp()};
}

// An archive without prefix, as our own strict reader sees it.
struct Written {
    ReadableFile file;
    ZipDirectory directory;

    std::string content(const std::string& name) const {
        const ZipEntry* entry = directory.find(name);
        REQUIRE(entry != nullptr);
        return read_zip_entry(file, *entry, kLimit);
    }
};

Written write_and_read(const ArchiveContent& content, const TemporaryFolder& folder) {
    const std::string path = in(folder, "out.pex");
    const std::uint64_t size = write_archive(content, path);
    ReadableFile file = ReadableFile::open(path);
    CHECK(file.size() == size);
    ZipDirectory directory = ZipDirectory::read(file);
    return {std::move(file), std::move(directory)};
}

std::string bytes_of(const ArchiveContent& content) {
    const TemporaryFolder folder;
    write_archive(content, in(folder, "out.pex"));
    return read_file(in(folder, "out.pex"), kLimit);
}

std::uint32_t little_endian_at(const std::string& bytes, std::size_t place, int width) {
    std::uint32_t value = 0;
    for (int i = width; i-- > 0;)
        value = value << 8U | static_cast<std::uint8_t>(bytes.at(place + static_cast<unsigned>(i)));
    return value;
}

// DOS time and date of the first local header.
std::uint32_t dos_time_of(std::int64_t timestamp) {
    const std::string bytes =
        bytes_of({.prefix = {}, .entries = {{"a", "x"}}, .timestamp = timestamp});
    return little_endian_at(bytes, 10, 4);
}

std::uint32_t dos_time(unsigned year, unsigned month, unsigned day, unsigned hour, unsigned minute,
                       unsigned second) {
    return ((year - 1980) << 9U | month << 5U | day) << 16U | hour << 11U | minute << 5U |
           second / 2;
}

Error error_of(const ArchiveContent& content, const std::string& path) {
    try {
        write_archive(content, path);
    } catch (const Error& error) {
        return error;
    }
    return {ErrorKind::kBug, "nothing was thrown"};
}

}  // namespace

TEST_CASE("entries are sorted by name and have their content, method and mode") {
    const TemporaryFolder folder;
    const std::string wheel = write_file(in(folder, "a.whl"), "wheel bytes");
    const std::string source = write_file(in(folder, "app.py"), std::string(5000, 'x'));
    const Written zip = write_and_read({.prefix = {},
                                        .entries = {{"app.py", copied(source), true, true},
                                                    {"PEX-INFO", "{}"},
                                                    {".deps/a.whl", copied(wheel)},
                                                    {"na\xc3\xafve", ""}}},
                                       folder);
    const auto& entries = zip.directory.entries();
    REQUIRE(entries.size() == 4);
    CHECK(entries[0].name == ".deps/a.whl");
    CHECK(entries[1].name == "PEX-INFO");
    CHECK(entries[2].name == "app.py");
    CHECK(entries[3].name == "na\xc3\xafve");
    CHECK(zip.content(".deps/a.whl") == "wheel bytes");
    CHECK(zip.content("PEX-INFO") == "{}");
    CHECK(zip.content("app.py") == std::string(5000, 'x'));
    CHECK(zip.content("na\xc3\xafve").empty());
    CHECK(entries[0].method == ZipMethod::kStored);
    CHECK(entries[2].method == ZipMethod::kDeflated);
    CHECK(entries[0].unix_mode == 0100644);
    CHECK(entries[2].unix_mode == 0100755);
    for (const ZipEntry& entry : entries) CHECK_NOTHROW(locate_zip_entry(zip.file, entry));
}

TEST_CASE("offsets count from the start of the file, prefix included") {
    const std::string prefix(1000, '#');
    const std::string bytes = bytes_of({.prefix = prefix, .entries = {{"a", "hello"}}});
    CHECK(bytes.starts_with(prefix + "PK\3\4"));
    const std::size_t end = bytes.size() - 22;
    REQUIRE(bytes.substr(end, 4) == "PK\5\6");
    const std::size_t directory = little_endian_at(bytes, end + 16, 4);
    REQUIRE(bytes.substr(directory, 4) == "PK\1\2");
    CHECK(little_endian_at(bytes, directory + 42, 4) == prefix.size());
    CHECK(little_endian_at(bytes, end + 12, 4) == end - directory);
}

TEST_CASE("an archive larger than any buffer has every entry where it should be") {
    const TemporaryFolder folder;
    const std::string file = write_file(in(folder, "big"), std::string(5'000'003, 'b'));
    ArchiveContent content;
    std::string text;
    for (int i = 0; i < 300; ++i) {
        text += "line " + std::to_string(i * 7919) + "\n";
        content.entries.push_back({"text/" + std::to_string(i), text, i % 2 == 0});
    }
    content.entries.push_back({"a/big", copied(file)});
    content.entries.push_back({"z/big", copied(file), true});
    const Written zip = write_and_read(content, folder);
    REQUIRE(zip.directory.entries().size() == 302);
    for (const ArchiveEntry& entry : content.entries) {
        const auto* expected = std::get_if<std::string>(&entry.content);
        if (zip.content(entry.name) != (expected != nullptr ? *expected : read_file(file, kLimit)))
            FAIL(entry.name);
    }
}

TEST_CASE("other programs find the archive sound") {
    const TemporaryFolder folder;
    const std::string path = in(folder, "out.pex");
    write_archive({.prefix = "#!/bin/sh\nexit 1\n",
                   .entries = {{"a", "stored"}, {"b/c", std::string(9999, 'x'), true}}},
                  path);
    bool found = false;
    for (const auto& command : {std::vector<std::string>{"python3", "-m", "zipfile", "-t", path},
                                std::vector<std::string>{"unzip", "-tq", path}}) {
        if (!find_on_path(command[0])) continue;
        found = true;
        const ProcessResult result = run_process(command);
        INFO(command[0] << ": " << result.standard_output << result.standard_error);
        CHECK(result.exit_code == 0);
    }
    if (!found) WARN("skipped: there is neither python3 nor unzip");
}

TEST_CASE("libzip sees the same entries with the same sizes and checksums") {
    const TemporaryFolder folder;
    const std::string big = write_file(in(folder, "big"), std::string(700'000, 'b'));
    const std::string path = in(folder, "out.pex");
    write_archive({.prefix = "#!/bin/sh\nexit 1\n",
                   .entries = {{"a", "stored"}, {"b/c", copied(big), true}, {"na\xc3\xafve", ""}}},
                  path);
    int failure = 0;
    zip_t* zip = ::zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &failure);
    REQUIRE(zip != nullptr);
    const ReadableFile file = ReadableFile::open(path);
    const auto directory = ZipDirectory::read(file, ZipPrefix::kAllowed);
    REQUIRE(::zip_get_num_entries(zip, 0) == 3);
    for (zip_uint64_t i = 0; i < 3; ++i) {
        zip_stat_t seen{};
        REQUIRE(::zip_stat_index(zip, i, ZIP_FL_ENC_RAW, &seen) == 0);
        const ZipEntry& entry = directory.entries()[i];
        CHECK(entry.name == seen.name);
        CHECK(entry.size == seen.size);
        CHECK(entry.compressed_size == seen.comp_size);
        CHECK(entry.crc32 == seen.crc);
    }
    ::zip_discard(zip);
}

TEST_CASE("the time is the same in every time zone") {
    constexpr std::int64_t kMoment = 1'700'000'001;  // 2023-11-14 22:13:21 UTC
    for (const char* zone : {"UTC", "Asia/Kathmandu", "XYZ+11:30"}) {
        const ScopedVariable variable("TZ", zone);
        ::tzset();
        CHECK(dos_time_of(kMoment) == dos_time(2023, 11, 14, 22, 13, 21));
    }
    ::tzset();
}

TEST_CASE("a time that DOS does not know is cut to the nearest that it does") {
    CHECK(dos_time_of(0) == dos_time(1980, 1, 1, 0, 0, 0));
    CHECK(dos_time_of(-1) == dos_time(1980, 1, 1, 0, 0, 0));
    CHECK(dos_time_of(315'532'800) == dos_time(1980, 1, 1, 0, 0, 0));
    CHECK(dos_time_of(INT64_MAX) == dos_time(2107, 12, 31, 23, 59, 58));
}

TEST_CASE("the same entries in another order give the same bytes") {
    const ArchiveEntry a{"a", "1"};
    const ArchiveEntry b{"b", std::string(3000, 'x'), true};
    CHECK(bytes_of({.prefix = "#", .entries = {a, b}}) ==
          bytes_of({.prefix = "#", .entries = {b, a}}));
}

TEST_CASE("two entries of one name are refused before anything is written") {
    const TemporaryFolder folder;
    const Error error =
        error_of({.prefix = {}, .entries = {{"a", "1"}, {"a", "2"}}}, in(folder, "new/out.pex"));
    CHECK(error.kind() == ErrorKind::kBadInput);
    CHECK(error.message() == "two files want to be `a` in the archive");
    CHECK(list_directory(folder.path()).empty());
}

TEST_CASE("a copied file that has changed is an error and the old output stays") {
    const TemporaryFolder folder;
    const std::string output = write_file(in(folder, "out/out.pex"), "old");
    for (const bool compressed : {false, true}) {
        const std::string wheel = write_file(in(folder, "a.whl"), "wheel bytes");
        const CopiedFile before = copied(wheel);
        write_file(wheel, "other wheel bytes");
        const ArchiveContent content{.prefix = {}, .entries = {{"a.whl", before, compressed}}};
        const Error error = error_of(content, output);
        CHECK(error.kind() == ErrorKind::kBadInput);
        CHECK(error.message() == "`" + wheel + "` was changed while it was being packed");
        CHECK(read_file(output, 100) == "old");
        CHECK(list_directory(in(folder, "out")).size() == 1);
    }
}

TEST_CASE("a copied file that is gone is an error that names it, and nothing is left behind") {
    const TemporaryFolder folder;
    const std::string wheel = write_file(in(folder, "a.whl"), "wheel bytes");
    const ArchiveContent content{.prefix = {}, .entries = {{"a.whl", copied(wheel)}}};
    std::filesystem::remove(wheel);
    const Error error = error_of(content, in(folder, "out.pex"));
    CHECK_THAT(error.message(), Catch::Contains("`" + wheel + "`"));
    CHECK(list_directory(folder.path()).empty());
}

TEST_CASE("what is too large for Pythons before 3.13 to start from goes into two archives") {
    const TemporaryFolder folder;
    const std::string half = write_file(in(folder, "half"), "");
    std::filesystem::resize_file(half, std::uint64_t{1} << 31);  // without a byte on the disk
    const CopiedFile file = copied(half);
    CHECK(layout_for({{"a", file}}) == ArchiveLayout::kOne);
    CHECK(layout_for({{"a", file}, {"b", file}}) == ArchiveLayout::kTwo);
    CHECK(layout_for({{"a", file, true}, {"b", file, true}}) == ArchiveLayout::kTwo);
}

TEST_CASE("65,535 entries or more go into two archives") {
    std::vector<ArchiveEntry> entries(65'534);
    CHECK(layout_for(entries) == ArchiveLayout::kOne);
    entries.emplace_back();
    CHECK(layout_for(entries) == ArchiveLayout::kTwo);
}

TEST_CASE("in two archives those entries that start it are in the one at the end, and only they") {
    const TemporaryFolder folder;
    const std::string path = in(folder, "out.pex");
    const std::uint64_t size =
        write_archive({.prefix = "#!/bin/sh\n",
                       .entries = {{"main", "1", false, false, true}, {"a", "2"}, {"z", "3"}},
                       .layout = ArchiveLayout::kTwo},
                      path);
    const ReadableFile file = ReadableFile::open(path);
    CHECK(file.size() == size);
    const auto last = ZipDirectory::read(file, ZipPrefix::kAllowed);
    REQUIRE(last.entries().size() == 1);
    CHECK(read_zip_entry(file, *last.find("main"), kLimit) == "1");
    const auto first = ZipDirectory::read(file, ZipPrefix::kAllowed, last.begin());
    REQUIRE(first.entries().size() == 2);
    CHECK(first.begin() == 0);
    CHECK(read_zip_entry(file, *first.find("a"), kLimit) == "2");
    CHECK(read_zip_entry(file, *first.find("z"), kLimit) == "3");
}

TEST_CASE("whoever may read the file under the umask may run it") {
    const TemporaryFolder folder;
    const std::string path = in(folder, "out.pex");
    for (const auto& [mask, mode] : {std::pair{0022U, 0755U}, {0077U, 0700U}, {0002U, 0775U}}) {
        const mode_t before = ::umask(mask);
        write_archive({.prefix = "#", .entries = {{"a", "1"}}}, path);
        CHECK(::umask(before) == mask);
        CHECK(mode_of(path) == mode);
    }
}

TEST_CASE("an output that is a folder is wrong use, below a file an error of the system") {
    const TemporaryFolder folder;
    const ArchiveContent content{.prefix = {}, .entries = {{"a", "1"}}};
    CHECK(error_of(content, folder.path()).kind() == ErrorKind::kUsage);
    const std::string file = write_file(in(folder, "file"), "");
    CHECK(error_of(content, join_path(file, "out.pex")).kind() == ErrorKind::kSystem);
}

TEST_CASE("an output that is a link to a file keeps the link") {
    const TemporaryFolder folder;
    write_file(in(folder, "real.pex"), "old");
    std::filesystem::create_symlink("real.pex", in(folder, "link.pex"));
    write_archive({.prefix = "#!", .entries = {{"a", "1"}}}, in(folder, "link.pex"));
    CHECK(std::filesystem::is_symlink(in(folder, "link.pex")));
    CHECK(read_file(in(folder, "real.pex"), 1000).starts_with("#!PK"));
}

TEST_CASE("an archive without entries is its end record") {
    CHECK(bytes_of({.prefix = {}, .entries = {}}) == "PK\5\6" + std::string(18, '\0'));
}
