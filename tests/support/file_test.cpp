#include "pexpack/support/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <thread>

#include "pexpack/support/error.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

namespace {

bool is_open(int fd) {
    return ::fcntl(fd, F_GETFD) != -1;
}

void set_modification_time(const std::string& path, std::int64_t seconds) {
    const std::array<timespec, 2> times{{{seconds, 0}, {seconds, 0}}};
    REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times.data(), 0) == 0);
}

}  // namespace

TEST_CASE("a descriptor is closed at the end of its owner's life") {
    const int raw = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    {
        FileDescriptor first(raw);
        const FileDescriptor second = std::move(first);
        CHECK(second.get() == raw);
        CHECK(is_open(raw));
    }
    CHECK_FALSE(is_open(raw));
}

TEST_CASE("a descriptor is closed when another takes its place") {
    const int raw = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    FileDescriptor owner(raw);
    owner = FileDescriptor();
    CHECK_FALSE(is_open(raw));
    CHECK_FALSE(owner.is_open());
}

TEST_CASE("a file that is not there is bad input, and the error names it") {
    try {
        ReadableFile::open("/nowhere/a.whl");
        FAIL("was opened");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kBadInput);
        CHECK(error.message() == "`/nowhere/a.whl` does not exist");
    }
}

TEST_CASE("a FIFO and a folder are refused and not waited for") {
    const TemporaryFolder folder;
    const std::string fifo = join_path(folder.path(), "fifo");
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    CHECK_THROWS_AS(ReadableFile::open(fifo), Error);
    CHECK_THROWS_AS(ReadableFile::open(folder.path()), Error);
    CHECK_FALSE(is_regular_file(fifo));
    CHECK(exists(fifo));
}

TEST_CASE("reading exactly fills the buffer or says where the file ends") {
    const TemporaryFolder folder;
    const auto file = ReadableFile::open(write_file(join_path(folder.path(), "a"), "0123456789"));
    std::array<char, 4> buffer{};
    file.read_exactly(std::as_writable_bytes(std::span(buffer)), 6);
    CHECK(std::string_view(buffer.data(), 4) == "6789");
    CHECK_THROWS_WITH(file.read_exactly(std::as_writable_bytes(std::span(buffer)), 8),
                      Catch::Contains("ends at byte 10"));
}

TEST_CASE("reading some gives what is there and 0 at the end") {
    const TemporaryFolder folder;
    const auto file = ReadableFile::open(write_file(join_path(folder.path(), "a"), "012"));
    std::array<std::byte, 8> buffer{};
    CHECK(file.read_some(buffer, 1) == 2);
    CHECK(file.read_some(buffer, 3) == 0);
    CHECK(file.read_some(buffer, 1000) == 0);
}

TEST_CASE("a file that is written to has another stamp, and one that is not keeps its own") {
    const TemporaryFolder folder;
    const std::string path = write_file(join_path(folder.path(), "a"), "one");
    const auto file = ReadableFile::open(path);
    CHECK(file.size() == 3);
    CHECK(file.current_stamp() == file.stamp());
    write_file(path, "longer");
    CHECK(file.current_stamp() != file.stamp());
}

TEST_CASE("the stamp tells files of one size and one time apart") {
    const TemporaryFolder folder;
    const std::string a = write_file(join_path(folder.path(), "a"), "x");
    const std::string b = write_file(join_path(folder.path(), "b"), "x");
    set_modification_time(a, 1'000'000'000);
    set_modification_time(b, 1'000'000'000);
    CHECK(ReadableFile::open(a).stamp() != ReadableFile::open(b).stamp());
}

TEST_CASE("a file that is written to and given its old time back is in another state") {
    const TemporaryFolder folder;
    const std::string path = write_file(join_path(folder.path(), "a"), "old");
    set_modification_time(path, 1'000'000'000);
    const auto before = file_state(path);
    CHECK(file_state(path) == before);
    // The system's clock for this moves on in steps of some milliseconds.
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    write_file(path, "new");
    set_modification_time(path, 1'000'000'000);
    CHECK(file_state(path)->stamp == before->stamp);
    CHECK(file_state(path) != before);
}

TEST_CASE("a link has the state of its file, and what is no file has none") {
    const TemporaryFolder folder;
    const std::string path = write_file(join_path(folder.path(), "a"), "");
    const std::string link = join_path(folder.path(), "link");
    std::filesystem::create_symlink(path, link);
    CHECK(file_state(link) == file_state(path));
    CHECK_FALSE(file_state(folder.path()));
    CHECK_FALSE(file_state(join_path(folder.path(), "gone")));
}

TEST_CASE("a file from the far future or from before 1970 has a stamp like any other") {
    const TemporaryFolder folder;
    const std::string path = write_file(join_path(folder.path(), "a"), "x");
    set_modification_time(path, 12'000'000'000);
    const FileStamp future = ReadableFile::open(path).stamp();
    set_modification_time(path, -1);
    CHECK(ReadableFile::open(path).stamp() != future);
}

TEST_CASE("a folder is listed in the order of its names' bytes, links as links") {
    const TemporaryFolder folder;
    const std::string& root = folder.path();
    write_file(join_path(root, "b"), "");
    write_file(join_path(root, "B"), "");
    write_file(join_path(root, ".hidden"), "");
    make_directories(join_path(root, "a/inner"));
    std::filesystem::create_symlink("a", join_path(root, "link"));
    const auto entries = list_directory(root);
    std::string names;
    for (const DirectoryEntry& entry : entries) names += entry.name + " ";
    REQUIRE(names == ".hidden B a b link ");
    CHECK(entries[2].type == FileType::kDirectory);
    CHECK(entries[3].type == FileType::kRegular);
    CHECK(entries[4].type == FileType::kSymlink);
}

TEST_CASE("listing what is no folder is an error that names it") {
    CHECK_THROWS_WITH(list_directory("/dev/null"), Catch::Contains("`/dev/null`"));
}

TEST_CASE("a whole file is read up to its limit and refused above it") {
    const TemporaryFolder folder;
    const std::string path = write_file(join_path(folder.path(), "a"), std::string(100'000, 'x'));
    CHECK(read_file(path, 100'000).size() == 100'000);
    CHECK_THROWS_WITH(read_file(path, 99'999), Catch::Contains("larger than 99999 bytes"));
    CHECK(read_file(write_file(join_path(folder.path(), "empty"), ""), 0).empty());
}

TEST_CASE("a file without a size of its own is read all the same") {
    CHECK_FALSE(read_file("/proc/self/status", 1 << 20).empty());
}

TEST_CASE("making folders that are there is fine, through a file it is an error") {
    const TemporaryFolder folder;
    const std::string deep = join_path(folder.path(), "a/b/c");
    make_directories(deep);
    make_directories(deep);
    CHECK(is_directory(deep));
    const std::string file = write_file(join_path(folder.path(), "file"), "");
    CHECK_THROWS_AS(make_directories(join_path(file, "below")), Error);
}

TEST_CASE("what a link leads to decides whether it is a file or a folder") {
    const TemporaryFolder folder;
    const std::string link = join_path(folder.path(), "link");
    std::filesystem::create_symlink(folder.path(), link);
    const std::string dangling = join_path(folder.path(), "dangling");
    std::filesystem::create_symlink("nowhere", dangling);
    CHECK(is_directory(link));
    CHECK_FALSE(is_regular_file(link));
    CHECK_FALSE(exists(dangling));
    CHECK(real_path(join_path(link, "new")) == join_path(real_path(folder.path()), "new"));
}
