#include "zip_records.hpp"

#include <filesystem>
#include <fstream>

#include "pexpack/archive/zip_content.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

constexpr std::uint64_t kFar = std::uint64_t{5} << 30;

// A file with the one entry, whose content is zeros that take no room on the disk.
std::string write_sparse(const TemporaryFolder& folder, const ZipRecord& record) {
    const std::string path = join_path(folder.path(), "z");
    std::ofstream file(path, std::ios::binary);
    file.seekp(static_cast<std::streamoff>(record.offset));
    const std::string header = local_header(record);
    file << header;
    const std::uint64_t directory = record.offset + header.size() + record.compressed_size;
    file.seekp(static_cast<std::streamoff>(directory));
    const std::string central = central_header(record);
    file << central << end_records(1, central.size(), directory);
    return path;
}

}  // namespace

TEST_CASE("an entry behind the first 4 GiB is found again") {
    const TemporaryFolder folder;
    const ZipRecord record{.name = "a", .offset = kFar};
    const auto file = ReadableFile::open(write_sparse(folder, record));
    const auto zip = ZipDirectory::read(file, ZipPrefix::kAllowed);
    REQUIRE(zip.entries().size() == 1);
    CHECK(zip.entries()[0].local_header_offset == kFar);
    CHECK(read_zip_entry(file, zip.entries()[0], 1).empty());
}

TEST_CASE("an entry of more than 4 GiB is found again, wherever it is") {
    for (const std::uint64_t offset : {std::uint64_t{0}, kFar}) {
        const TemporaryFolder folder;
        const ZipRecord record{
            .name = "a", .offset = offset, .wide = true, .compressed_size = kFar, .size = kFar};
        const auto file = ReadableFile::open(write_sparse(folder, record));
        const auto zip = ZipDirectory::read(file, ZipPrefix::kAllowed);
        REQUIRE(zip.entries().size() == 1);
        const ZipEntry& entry = zip.entries()[0];
        CHECK(entry.size == kFar);
        CHECK(entry.compressed_size == kFar);
        CHECK(entry.local_header_offset == offset);
        CHECK(locate_zip_entry(file, entry).end == offset + local_header(record).size() + kFar);
    }
}

TEST_CASE("a header is as long before its content is known as afterwards") {
    for (const bool wide : {false, true}) {
        ZipRecord record{.name = "a", .wide = wide};
        const auto length = local_header(record).size();
        record.crc32 = 0xffffffff;
        record.compressed_size = record.size = 0xfffffff0;
        CHECK(local_header(record).size() == length);
    }
}

TEST_CASE("what may grow beyond 4 GiB when it is deflated needs a wide record") {
    CHECK_FALSE(needs_wide_record(std::uint64_t{4'290'000'000}));
    CHECK(needs_wide_record(std::uint64_t{4'294'000'000}));
}

TEST_CASE("zip64 end records are written only where they are needed") {
    CHECK(end_records(65'534, 10, 10).size() == 22);
    CHECK(end_records(65'535, 10, 10).size() == 22 + 20 + 56);
    CHECK(end_records(1, 10, 0xffffffff).size() == 22 + 20 + 56);
}
