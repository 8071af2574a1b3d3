#include "pexpack/support/error.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

TEST_CASE("a file's hash is that of its bytes and comes with the file's stamp") {
    const TemporaryFolder folder;
    const std::string text(300'000, 'x');  // more than is read at once
    const std::string path = write_file(join_path(folder.path(), "a"), text);
    const FileHash hash = sha256_of_file(path);
    CHECK(hash.hex == sha256_hex(text));
    CHECK(hash.stamp == ReadableFile::open(path).stamp());
}

TEST_CASE("an empty file has the hash of nothing") {
    const TemporaryFolder folder;
    CHECK(sha256_of_file(write_file(join_path(folder.path(), "a"), "")).hex == sha256_hex(""));
}

TEST_CASE("a file that cannot be read has no hash") {
    CHECK_THROWS_AS(sha256_of_file("/nowhere/a"), Error);
}
