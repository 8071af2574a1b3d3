#include "pexpack/support/atomic_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "pexpack/support/error.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

namespace {

void write_text(AtomicFile& file, std::string_view text, std::uint64_t offset) {
    file.write_at(std::as_bytes(std::span(text)), offset);
}

void replace(const std::string& path, std::string_view text, unsigned mode = 0644) {
    AtomicFile file(path);
    write_text(file, text, 0);
    file.commit(mode);
}

std::string content_of(const std::string& path) {
    return read_file(path, 1 << 20);
}

std::size_t count_in(const TemporaryFolder& folder) {
    return list_directory(folder.path()).size();
}

ErrorKind kind_of_failure(const std::string& path) {
    try {
        const AtomicFile file(path);
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::kBug;
}

}  // namespace

TEST_CASE("a committed file has its content and mode, and nothing is left beside it") {
    const TemporaryFolder folder;
    const std::string path = join_path(folder.path(), "new/deep/a.pex");
    replace(path, "content", 0750);
    CHECK(content_of(path) == "content");
    CHECK(mode_of(path) == 0750);
    CHECK(list_directory(join_path(folder.path(), "new/deep")).size() == 1);
}

TEST_CASE("until the commit the old file is there and the new one is readable by us alone") {
    const TemporaryFolder folder;
    const std::string path = write_file(join_path(folder.path(), "a"), "old");
    {
        AtomicFile file(path);
        write_text(file, "new", 0);
        CHECK(content_of(path) == "old");
        const auto entries = list_directory(folder.path());
        REQUIRE(entries.size() == 2);
        CHECK(entries[0].name.starts_with(".a.pexpack-"));
        CHECK(entries[0].name.ends_with(".tmp"));
        CHECK(mode_of(join_path(folder.path(), entries[0].name)) == 0600);
    }
    CHECK(content_of(path) == "old");
    CHECK(count_in(folder) == 1);
}

TEST_CASE("writing may go back and leave gaps, which are zero") {
    const TemporaryFolder folder;
    const std::string path = join_path(folder.path(), "a");
    AtomicFile file(path);
    write_text(file, "tail", 6);
    write_text(file, "hea", 0);
    file.commit(0644);
    CHECK(content_of(path) == std::string("hea\0\0\0tail", 10));
}

TEST_CASE("what is smaller than expected takes no more of the disk than it needs") {
    const TemporaryFolder folder;
    const std::string path = join_path(folder.path(), "a");
    AtomicFile file(path);
    file.expect_size(std::uint64_t{64} << 20);
    write_text(file, "content", 0);
    file.commit(0644);
    constexpr std::uint64_t kBlock = 512;
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK(static_cast<std::uint64_t>(status.st_blocks) * kBlock < std::uint64_t{1} << 20);
    CHECK(content_of(path) == "content");
}

TEST_CASE("an output that is a folder or a device is wrong use") {
    const TemporaryFolder folder;
    CHECK(kind_of_failure(folder.path()) == ErrorKind::kUsage);
    CHECK(kind_of_failure("/dev/null") == ErrorKind::kUsage);
}

TEST_CASE("an output that can only be a folder is wrong use and makes no folder") {
    const TemporaryFolder folder;
    const std::string path = join_path(folder.path(), "new/");
    CHECK(kind_of_failure(path) == ErrorKind::kUsage);
    CHECK(kind_of_failure("") == ErrorKind::kUsage);
    CHECK(count_in(folder) == 0);
}

TEST_CASE("an output below a file is an error of the system") {
    const TemporaryFolder folder;
    const std::string file = write_file(join_path(folder.path(), "file"), "");
    CHECK(kind_of_failure(join_path(file, "a.pex")) == ErrorKind::kSystem);
}

TEST_CASE("a folder that may not be written to is an error that names the output") {
    if (::geteuid() == 0) {
        WARN("skipped: root may write to every folder");
        return;
    }
    const TemporaryFolder folder;
    const std::string closed = join_path(folder.path(), "closed");
    make_directories(closed);
    REQUIRE(::chmod(closed.c_str(), 0555) == 0);
    const std::string path = join_path(closed, "a.pex");
    CHECK_THROWS_WITH(AtomicFile(path), Catch::Contains("`" + path + "`"));
    ::chmod(closed.c_str(), 0755);
}

TEST_CASE("a file system that is read-only is an error that names the output") {
    CHECK_THROWS_WITH(AtomicFile("/proc/a.pex"), Catch::Contains("`/proc/a.pex`"));
}

TEST_CASE("through a link the file is replaced and the link stays") {
    const TemporaryFolder folder;
    const std::string file = write_file(join_path(folder.path(), "there/a.pex"), "old");
    const std::string link = join_path(folder.path(), "here/a.pex");
    make_directories(join_path(folder.path(), "here"));
    std::filesystem::create_symlink("../there/a.pex", link);
    replace(link, "new");
    CHECK(std::filesystem::is_symlink(link));
    CHECK(content_of(file) == "new");
    CHECK(list_directory(join_path(folder.path(), "here")).size() == 1);
    CHECK(list_directory(join_path(folder.path(), "there")).size() == 1);
}

TEST_CASE("through a link to nothing the file is made where the link leads") {
    const TemporaryFolder folder;
    const std::string link = join_path(folder.path(), "a.pex");
    std::filesystem::create_symlink("new/b.pex", link);
    replace(link, "new");
    CHECK(std::filesystem::is_symlink(link));
    CHECK(content_of(join_path(folder.path(), "new/b.pex")) == "new");
}

TEST_CASE("a link that leads to itself is an error of the system") {
    const TemporaryFolder folder;
    const std::string link = join_path(folder.path(), "a.pex");
    std::filesystem::create_symlink("a.pex", link);
    CHECK(kind_of_failure(link) == ErrorKind::kSystem);
}

TEST_CASE("without a commit the folders made for the file go, too") {
    const TemporaryFolder folder;
    { const AtomicFile file(join_path(folder.path(), "new/deep/a.pex")); }
    CHECK(count_in(folder) == 0);
}

TEST_CASE("a name that is too long for the file system is refused before anything is written") {
    const TemporaryFolder folder;
    const std::string path = join_path(folder.path(), "new/" + std::string(256, 'n'));
    CHECK_THROWS_WITH(AtomicFile(path), Catch::Contains("longer than the 255 bytes"));
    CHECK(count_in(folder) == 0);
}

TEST_CASE("a name as long as the file system allows can be written") {
    const TemporaryFolder folder;
    const std::string path = join_path(folder.path(), std::string(255, 'n'));
    replace(path, "content");
    CHECK(content_of(path) == "content");
}

TEST_CASE("a file that may be lost has its content, its mode and its place like any other") {
    const TemporaryFolder folder;
    const std::string path = write_file(join_path(folder.path(), "a"), "old");
    AtomicFile file(path);
    write_text(file, "new", 0);
    file.commit_unflushed(0600);
    CHECK(content_of(path) == "new");
    CHECK(mode_of(path) == 0600);
    CHECK(count_in(folder) == 1);
}

TEST_CASE("what is not confirmed leaves the old file, or none") {
    const TemporaryFolder folder;
    const std::string path = write_file(join_path(folder.path(), "a"), "old");
    for (const char* name : {"a", "b"}) {
        AtomicFile file(join_path(folder.path(), name));
        write_text(file, "new", 0);
        const auto refuse = [] { throw Error(ErrorKind::kSystem, "not confirmed"); };
        CHECK_THROWS_WITH(file.commit(0644, refuse), "not confirmed");
    }
    CHECK(content_of(path) == "old");
    CHECK(count_in(folder) == 1);
}

TEST_CASE("what is confirmed is in its place by then and leaves nothing beside it") {
    const TemporaryFolder folder;
    const std::string path = write_file(join_path(folder.path(), "a"), "old");
    AtomicFile file(path);
    write_text(file, "new", 0);
    file.commit(0644, [&] { CHECK(content_of(path) == "new"); });
    CHECK(content_of(path) == "new");
    CHECK(count_in(folder) == 1);
}

TEST_CASE("what another command puts in the place before we are not confirmed stays there") {
    const TemporaryFolder folder;
    for (const char* name : {"replaced", "new"}) {
        const std::string path = join_path(folder.path(), name);
        if (std::string_view(name) == "replaced") write_file(path, "old");
        AtomicFile file(path);
        write_text(file, "ours", 0);
        const auto refuse = [&] {
            replace(path, "of another command");
            throw Error(ErrorKind::kSystem, "not confirmed");
        };
        CHECK_THROWS_WITH(file.commit(0644, refuse), "not confirmed");
        CHECK(content_of(path) == "of another command");
    }
    CHECK(count_in(folder) == 2);
}

TEST_CASE(
    "what a killed command has left beside the file is removed, and nothing of another name") {
    const TemporaryFolder folder;
    write_file(join_path(folder.path(), ".a.pexpack-4aZ9xY.tmp"), "left behind");
    const std::vector<std::string> others{".a.pexpack-4aZ9x.tmp",  ".a.pexpack-4aZ9xYz.tmp",
                                          ".a.pexpack-4aZ-xY.tmp", ".a.pexpack-4aZ9xY.tmp~",
                                          ".b.pexpack-4aZ9xY.tmp", "a.pexpack-4aZ9xY.tmp"};
    for (const std::string& name : others) write_file(join_path(folder.path(), name), name);
    make_directories(join_path(folder.path(), ".a.pexpack-folder.tmp"));
    std::filesystem::create_symlink("nowhere", join_path(folder.path(), ".a.pexpack-symlnk.tmp"));
    replace(join_path(folder.path(), "a"), "new");
    CHECK_FALSE(exists(join_path(folder.path(), ".a.pexpack-4aZ9xY.tmp")));
    CHECK(count_in(folder) == others.size() + 3);
}

TEST_CASE("what another command is writing to is not taken for left behind") {
    const TemporaryFolder folder;
    const std::string path = join_path(folder.path(), "a");
    AtomicFile first(path);
    write_text(first, "first", 0);
    replace(path, "second");
    CHECK(content_of(path) == "second");
    first.commit(0644);
    CHECK(content_of(path) == "first");
    CHECK(count_in(folder) == 1);
}

TEST_CASE("the old file is not taken for left behind while the new one is not confirmed") {
    const TemporaryFolder folder;
    const std::string path = write_file(join_path(folder.path(), "a"), "old");
    {
        AtomicFile file(path);
        write_text(file, "new", 0);
        const auto refuse = [&] {
            { const AtomicFile other(path); }
            throw Error(ErrorKind::kSystem, "not confirmed");
        };
        CHECK_THROWS_WITH(file.commit(0644, refuse), "not confirmed");
    }
    CHECK(content_of(path) == "old");
    CHECK(count_in(folder) == 1);
}

TEST_CASE("a path through a folder that is not there and back makes none") {
    const TemporaryFolder folder;
    { const AtomicFile file(join_path(folder.path(), "new/../other/a.pex")); }
    CHECK(count_in(folder) == 0);
}

TEST_CASE("a signal handler brings back what was there while the new file is not confirmed") {
    const TemporaryFolder folder;
    const std::string old = write_file(join_path(folder.path(), "a"), "old");
    for (const std::string& path : {old, join_path(folder.path(), "b")}) {
        AtomicFile file(path);
        write_text(file, "new", 0);
        file.commit(0644, [&] {
            CHECK(content_of(path) == "new");
            remove_unfinished_file();
            CHECK(exists(path) == (path == old));
        });
    }
    CHECK(content_of(old) == "old");
    CHECK(count_in(folder) == 1);
}

TEST_CASE("a signal handler removes the file in progress and only that") {
    const TemporaryFolder folder;
    const std::string path = write_file(join_path(folder.path(), "a"), "old");
    {
        const AtomicFile file(path);
        CHECK(count_in(folder) == 2);
        remove_unfinished_file();
        CHECK(count_in(folder) == 1);
    }
    replace(path, "new");
    remove_unfinished_file();
    CHECK(content_of(path) == "new");
}
