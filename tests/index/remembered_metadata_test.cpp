#include "pexpack/index/remembered_metadata.hpp"

#include <sys/stat.h>

#include <filesystem>

#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

namespace {

using Clock = std::chrono::system_clock;

const std::string kWheel = "/wheels/a-1-py3-none-any.whl";
const FileState kState{.stamp = {.device = 1, .inode = 2, .size = 3, .modified_ns = 4},
                       .changed_ns = 5};

void remember(const std::string& folder, const std::string& path, const std::string& text) {
    RememberedMetadata remembered(folder);
    remembered.add(path, kState, text);
    remembered.write();
}

std::optional<std::string> recalled(const std::string& folder, const std::string& path = kWheel) {
    return RememberedMetadata(folder).text(path, kState);
}

std::string file_in(const TemporaryFolder& folder) {
    return join_path(folder.path(), list_directory(folder.path()).at(0).name);
}

}  // namespace

TEST_CASE("what was added is remembered the next time, beside what was before") {
    const TemporaryFolder folder;
    const std::string cache = join_path(folder.path(), "new/cache");
    remember(cache, kWheel, "one");
    remember(cache, "/other", "two");
    CHECK(recalled(cache) == "one");
    CHECK(recalled(cache, "/other") == "two");
    CHECK_FALSE(recalled(cache, "/third"));
}

TEST_CASE("what is remembered of a wheel's new state takes the place of the old") {
    const TemporaryFolder folder;
    remember(folder.path(), kWheel, "old");
    RememberedMetadata remembered(folder.path());
    FileState state = kState;
    state.stamp.inode = 99;
    CHECK_FALSE(remembered.text(kWheel, state));
    remembered.add(kWheel, state, "new");
    remembered.write();
    CHECK(RememberedMetadata(folder.path()).text(kWheel, state) == "new");
    CHECK_FALSE(recalled(folder.path()));
}

TEST_CASE("a wheel that changed a moment ago is not remembered") {
    const TemporaryFolder folder;
    const Clock::time_point changed{std::chrono::seconds(1'000'000)};
    FileState state = kState;
    state.changed_ns = std::chrono::nanoseconds(changed.time_since_epoch()).count();
    for (const int age : {-1, 1, 3}) {
        RememberedMetadata remembered(folder.path(), changed + std::chrono::seconds(age));
        remembered.add(kWheel, state, "text");
        remembered.write();
        CHECK(RememberedMetadata(folder.path()).text(kWheel, state).has_value() == (age == 3));
    }
}

TEST_CASE("without a folder no metadata are remembered") {
    RememberedMetadata remembered(std::nullopt);
    remembered.add(kWheel, kState, "one");
    CHECK_NOTHROW(remembered.write());
    CHECK_FALSE(remembered.text(kWheel, kState));
}

TEST_CASE("a folder for metadata that cannot be made is no error") {
    const TemporaryFolder folder;
    const std::string file = write_file(join_path(folder.path(), "file"), "");
    CHECK_NOTHROW(remember(join_path(file, "cache"), kWheel, "one"));
}

TEST_CASE("metadata that others may write to are neither believed nor replaced") {
    const TemporaryFolder folder;
    remember(folder.path(), kWheel, "one");
    const std::string file = file_in(folder);
    REQUIRE(::chmod(file.c_str(), 0666) == 0);
    CHECK_FALSE(recalled(folder.path()));
    remember(folder.path(), "/other", "two");
    REQUIRE(::chmod(file.c_str(), 0600) == 0);
    CHECK(recalled(folder.path()) == "one");
    CHECK_FALSE(recalled(folder.path(), "/other"));
    const TemporaryFolder linked;
    std::filesystem::create_symlink(file, join_path(linked.path(), base_name(file)));
    CHECK_FALSE(recalled(linked.path()));
    remember(linked.path(), "/other", "two");
    CHECK_FALSE(recalled(folder.path(), "/other"));
}

TEST_CASE("a file of metadata that is spoilt is as good as none and is written anew") {
    const TemporaryFolder folder;
    remember(folder.path(), kWheel, "one");
    const std::string file = file_in(folder);
    const std::string good = read_file(file, 1 << 20);
    for (const std::string& bad :
         {std::string(), std::string("x"), std::string(1000, '\xff'), good.substr(0, 20),
          good.substr(0, good.size() - 1), good + "x"}) {
        write_file(file, bad);
        REQUIRE(::chmod(file.c_str(), 0600) == 0);
        CHECK(recalled(folder.path()).value_or("one") == "one");
        remember(folder.path(), kWheel, "two");
        CHECK(recalled(folder.path()) == "two");
    }
}

TEST_CASE("when nothing was added nothing is written") {
    const TemporaryFolder folder;
    RememberedMetadata(folder.path()).write();
    CHECK(list_directory(folder.path()).empty());
}

TEST_CASE("a command goes on with what it found while another puts a new file in its place") {
    const TemporaryFolder folder;
    remember(folder.path(), kWheel, "one");
    RememberedMetadata slow(folder.path());
    std::filesystem::remove(file_in(folder));
    remember(folder.path(), "/other", "two");
    CHECK(slow.text(kWheel, kState) == "one");
    slow.add("/third", kState, "three");
    slow.write();
    CHECK(recalled(folder.path()) == "one");
    CHECK(recalled(folder.path(), "/third") == "three");
}

TEST_CASE("when there is no room for all, what was used last is kept") {
    const TemporaryFolder folder;
    const std::string large(1'000'000, 'x');
    for (int i = 0; i < 14; ++i) remember(folder.path(), "/" + std::to_string(i), large);
    RememberedMetadata remembered(folder.path());
    CHECK(remembered.text("/0", kState) == large);
    for (const char* path : {"/a", "/b", "/c", "/d"}) remembered.add(path, kState, large);
    remembered.write();
    CHECK(std::filesystem::file_size(file_in(folder)) <= std::size_t{16} << 20);
    CHECK(recalled(folder.path(), "/0").has_value());
    CHECK_FALSE(recalled(folder.path(), "/1").has_value());
    CHECK(recalled(folder.path(), "/13").has_value());
    CHECK(recalled(folder.path(), "/d").has_value());
}
