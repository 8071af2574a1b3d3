#include "pexpack/archive/sdist_archive.hpp"

#include <filesystem>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/tar_builder.hpp"
#include "support/written_file.hpp"
#include "support/zip_builder.hpp"

using namespace pexpack;

namespace {

std::string write_tar(const TemporaryFolder& folder, const std::vector<TarEntry>& entries,
                      const std::string& name = "a-1.tar.gz") {
    return write_file(join_path(folder.path(), name), build_tar_gz(entries));
}

std::string unpacked(const std::string& path, const TemporaryFolder& folder) {
    const std::string place = join_path(folder.path(), "unpacked");
    make_directories(place);
    return unpack_sdist(path, place);
}

// What is said about a tar of these entries; "" when it is taken.
std::string refusal(const std::vector<TarEntry>& entries) {
    const TemporaryFolder folder;
    const std::string path = write_tar(folder, entries);
    try {
        unpacked(path, folder);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kBadInput);
        CHECK_FALSE(exists(join_path(folder.path(), "escaped")));
        return error.message().substr(error.message().find(": ") + 2);
    }
    return {};
}

std::string content_of(const std::string& folder, const std::string& name) {
    return read_file(join_path(folder, name), 1000);
}

}  // namespace

TEST_CASE("an sdist is unpacked with the modes and times of its files") {
    const TemporaryFolder folder;
    const std::string top =
        unpacked(write_tar(folder, {tar_folder("a-1/"),
                                    tar_file("a-1/setup.py", "setup()"),
                                    {.name = "a-1/bin/tool", .content = "#!", .mode = 04777}}),
                 folder);
    CHECK(base_name(top) == "a-1");
    CHECK(content_of(top, "setup.py") == "setup()");
    CHECK(mode_of(join_path(top, "setup.py")) == 0644);
    CHECK(mode_of(join_path(top, "bin/tool")) == 0755);
    CHECK(file_state(join_path(top, "setup.py"))->stamp.modified_ns == kTarTime * 1'000'000'000);
}

TEST_CASE("names beyond ASCII and of any length are kept as they are stored") {
    const TemporaryFolder folder;
    const std::string longer = "a-1/" + std::string(200, 'x') + "/ü.py";
    const std::string top =
        unpacked(write_tar(folder, {tar_file("a-1/ümlaut.py"), tar_file(longer)}), folder);
    CHECK(exists(join_path(top, "ümlaut.py")));
    CHECK(exists(join_path(top, longer.substr(4))));
}

TEST_CASE("a dot in front of the names means nothing") {
    const TemporaryFolder folder;
    const std::string top =
        unpacked(write_tar(folder, {tar_folder("./"), tar_file("./a-1/x.py")}), folder);
    CHECK(exists(join_path(top, "x.py")));
}

TEST_CASE("links that stay inside are made") {
    const TemporaryFolder folder;
    const std::string top =
        unpacked(write_tar(folder, {tar_symlink("a-1/docs/LICENSE", "../LICENSE"),
                                    tar_file("a-1/LICENSE", "free"),
                                    tar_hard_link("a-1/COPYING", "a-1/LICENSE"),
                                    tar_symlink("a-1/none", "missing")}),
                 folder);
    CHECK(content_of(top, "docs/LICENSE") == "free");
    CHECK(content_of(top, "COPYING") == "free");
}

TEST_CASE("a name in an sdist that leads out of the folder is refused") {
    CHECK_THAT(refusal({tar_file("a-1/../../escaped")}),
               Catch::Contains("leads out of the folder"));
    CHECK_THAT(refusal({tar_file("../escaped")}), Catch::Contains("leads out of the folder"));
    CHECK_THAT(refusal({tar_file("/tmp/escaped")}), Catch::Contains("leads out of the folder"));
}

TEST_CASE("a link that leads out of the folder is refused") {
    CHECK_THAT(refusal({tar_file("a-1/x"), tar_symlink("a-1/out", "../..")}),
               Catch::Contains("the link `a-1/out` leads out of the folder, to `../..`"));
    CHECK_THAT(refusal({tar_file("a-1/x"), tar_symlink("a-1/out", "/etc/passwd")}),
               Catch::Contains("leads out of the folder"));
    CHECK_THAT(refusal({tar_file("a-1/x"), tar_symlink("a-1/out", "../../nowhere")}),
               Catch::Contains("leads out of the folder"));
    CHECK_THAT(refusal({tar_hard_link("a-1/out", "/etc/passwd")}),
               Catch::Contains("no file in it"));
    CHECK_THAT(refusal({tar_hard_link("a-1/out", "../escaped")}), Catch::Contains("no file in it"));
}

TEST_CASE("links that lead out together, though each alone stays inside, are refused") {
    CHECK_THAT(refusal({tar_file("a-1/b/c/x"), tar_symlink("a-1/b/c/up", "../.."),
                        tar_symlink("a-1/out", "b/c/up/..")}),
               Catch::Contains("leads out of the folder"));
    CHECK_THAT(refusal({tar_symlink("a-1/one", "two"), tar_symlink("a-1/two", "one")}),
               Catch::Contains("leads out of the folder"));
}

TEST_CASE("nothing of an sdist is written through a link") {
    CHECK_THAT(refusal({tar_symlink("a-1/d", "../.."), tar_file("a-1/d/escaped")}),
               Catch::Contains("two entries are called `a-1/d`"));
    CHECK_THAT(refusal({tar_file("a-1/d/x"), tar_symlink("a-1/d", "../..")}),
               Catch::Contains("two entries are called `a-1/d`"));
    CHECK_THAT(refusal({tar_symlink("a-1/f", "../../escaped"), tar_file("a-1/f")}),
               Catch::Contains("two entries are called `a-1/f`"));
    CHECK_THAT(refusal({tar_symlink("a-1", "/tmp"), tar_file("a-1/x")}),
               Catch::Contains("not all in one folder"));
}

TEST_CASE("two entries of one name, and a file that is also a folder, are refused") {
    CHECK_THAT(refusal({tar_file("a-1/x"), tar_file("a-1/./x")}), Catch::Contains("two entries"));
    CHECK_THAT(refusal({tar_file("a-1/x"), tar_file("a-1/x/y")}), Catch::Contains("two entries"));
}

TEST_CASE("files outside of the one folder are refused") {
    CHECK_THAT(refusal({tar_file("a-1/x"), tar_file("b-1/x")}),
               Catch::Contains("not all in one folder"));
    CHECK_THAT(refusal({tar_file("setup.py")}), Catch::Contains("not all in one folder"));
}

TEST_CASE("a device, pipe or socket is refused") {
    CHECK_THAT(refusal({{.name = "a-1/pipe", .type = '6'}}),
               Catch::Contains("is a device, pipe or socket"));
    CHECK_THAT(refusal({{.name = "a-1/null", .type = '3'}}),
               Catch::Contains("is a device, pipe or socket"));
}

TEST_CASE("a name that no file system takes is refused") {
    CHECK_THAT(refusal({tar_file("a-1/" + std::string(300, 'x'))}), Catch::Contains("is too long"));
}

TEST_CASE("an sdist out of all proportion is refused before it fills the disk") {
    CHECK_THAT(refusal({tar_file("a-1/zeros", std::string(std::size_t{300} << 20, '\0'))}),
               Catch::Contains("the limit is exceeded"));
}

TEST_CASE("what is no archive, altered, cut short or empty is refused") {
    const TemporaryFolder folder;
    const auto said = [&](const std::string& path) {
        try {
            unpacked(path, folder);
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::kBadInput);
            return error.message();
        }
        return std::string();
    };
    const std::string no_archive =
        write_file(join_path(folder.path(), "b-1.tar.gz"), "this is no archive");
    CHECK_THAT(said(no_archive), Catch::Contains("b-1.tar.gz` is not a sound sdist: "));
    const std::string whole =
        write_tar(folder, {tar_file("a-1/x", std::string(100'000, 'x') + "y")});
    std::filesystem::resize_file(whole, std::filesystem::file_size(whole) * 2 / 3);
    CHECK_THAT(said(whole), Catch::Contains("is not a sound sdist: "));
    CHECK_THAT(said(write_tar(folder, {}, "c-1.tar.gz")), Catch::Contains("nothing in it"));
    std::string altered = build_tar_gz({tar_file("a-1/x")});
    altered[altered.size() - 6] ^= 1;  // of the checksum of the whole
    CHECK_THAT(said(write_file(join_path(folder.path(), "d-1.tar.gz"), altered)),
               Catch::Contains("is not a sound sdist: "));
    std::string plain(1024, '\0');
    CHECK_THAT(said(write_file(join_path(folder.path(), "e-1.tar.gz"), plain)),
               Catch::Contains("it is no gzip file"));
}

TEST_CASE("a zip is read like a tar") {
    const TemporaryFolder folder;
    const std::string path = write_file(
        join_path(folder.path(), "a-1.zip"),
        build_zip(
            {.entries = {{.name = "a-1/", .unix_mode = 040755},
                         {.name = "a-1/PKG-INFO", .content = "Name: a\n"},
                         {.name = "a-1/link", .content = "PKG-INFO", .unix_mode = 0120777}}}));
    const std::string top = unpacked(path, folder);
    CHECK(content_of(top, "link") == "Name: a\n");
    CHECK(sdist_metadata_text(path) == "Name: a\n");
    const std::string climbs = write_file(join_path(folder.path(), "b-1.zip"),
                                          build_zip({.entries = {{.name = "b-1/../../escaped"}}}));
    CHECK_THROWS_AS(unpacked(climbs, folder), Error);
}

TEST_CASE("the metadata of an sdist are those at its top") {
    const TemporaryFolder folder;
    CHECK(sdist_metadata_text(write_tar(folder, {tar_file("a-1/a.egg-info/PKG-INFO", "other"),
                                                 tar_file("a-1/PKG-INFO", "Name: a\n")})) ==
          "Name: a\n");
    CHECK(sdist_metadata_text(write_tar(folder, {tar_file("a-1/setup.py")})) == std::nullopt);
}
