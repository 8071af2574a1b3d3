#include "pexpack/archive/checked_wheels.hpp"

#include <sys/stat.h>

#include <filesystem>

#include "pexpack/support/file.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

namespace {

const std::string kOne(64, '1');
const std::string kTwo(64, '2');

std::string file_in(const TemporaryFolder& folder) {
    return join_path(folder.path(), list_directory(folder.path()).at(0).name);
}

}  // namespace

TEST_CASE("what was added is known the next time") {
    const TemporaryFolder folder;
    const std::string cache = join_path(folder.path(), "new/cache");
    CheckedWheels(cache).add({kOne});
    CheckedWheels(cache).add({kOne, kTwo});
    CHECK(CheckedWheels(cache).contains(kOne));
    CHECK(CheckedWheels(cache).contains(kTwo));
    CHECK_FALSE(CheckedWheels(cache).contains(std::string(64, '3')));
}

TEST_CASE("without a folder nothing is remembered") {
    CheckedWheels(std::nullopt).add({kOne});
    CHECK_FALSE(CheckedWheels(std::nullopt).contains(kOne));
}

TEST_CASE("a folder that cannot be made is no error") {
    const TemporaryFolder folder;
    const std::string file = write_file(join_path(folder.path(), "file"), "");
    CHECK_NOTHROW(CheckedWheels(join_path(file, "cache")).add({kOne}));
}

TEST_CASE("a list that others may write to is not believed, nor one behind a link") {
    const TemporaryFolder folder;
    CheckedWheels(folder.path()).add({kOne});
    const std::string list = file_in(folder);
    REQUIRE(::chmod(list.c_str(), 0666) == 0);
    CHECK_FALSE(CheckedWheels(folder.path()).contains(kOne));
    REQUIRE(::chmod(list.c_str(), 0600) == 0);
    CHECK(CheckedWheels(folder.path()).contains(kOne));
    const TemporaryFolder other;
    std::filesystem::create_symlink(list, join_path(other.path(), base_name(list)));
    CHECK_FALSE(CheckedWheels(other.path()).contains(kOne));
}

TEST_CASE("a list that is cut short or spoilt is used as far as it goes") {
    const TemporaryFolder folder;
    CheckedWheels(folder.path()).add({kOne});
    const std::string list = file_in(folder);
    write_file(list, "\n\xff\n" + kTwo + "\n" + kOne.substr(1));
    REQUIRE(::chmod(list.c_str(), 0600) == 0);
    CHECK(CheckedWheels(folder.path()).contains(kTwo));
    CHECK_FALSE(CheckedWheels(folder.path()).contains(kOne));
}

TEST_CASE("a list that has grown too long starts anew") {
    const TemporaryFolder folder;
    CheckedWheels(folder.path()).add({kOne});
    std::filesystem::resize_file(file_in(folder), std::uint64_t{1} << 20);
    CheckedWheels(folder.path()).add({kTwo});
    CHECK(CheckedWheels(folder.path()).contains(kTwo));
    CHECK(std::filesystem::file_size(file_in(folder)) == kTwo.size() + 1);
}
