#include "pexpack/index/wheelhouse.hpp"

#include <chrono>
#include <filesystem>
#include <thread>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"
#include "support/zip_builder.hpp"

using namespace pexpack;

namespace {

const Target& target() {
    static const Target target = target_from_platform("manylinux2014-x86_64-cp-311-cp311");
    return target;
}

std::string in(const TemporaryFolder& folder, const std::string& name) {
    return join_path(folder.path(), name);
}

// Empty files of these names: a wheel is not opened before its metadata are asked for.
void touch(const TemporaryFolder& folder, const std::vector<std::string>& names) {
    for (const std::string& name : names) write_file(in(folder, name), "");
}

Project project_in(const TemporaryFolder& folder, const char* name, AllowedHashes hashes = {}) {
    Wheelhouse wheelhouse({folder.path()}, target(), std::move(hashes));
    return wheelhouse.project(PackageName::parse(name).value());
}

std::string candidates_of(const Project& project) {
    std::string names;
    for (const Candidate& candidate : project.candidates) names += candidate.filename.text + " ";
    return names;
}

}  // namespace

TEST_CASE("candidates are one per version, the oldest first") {
    const TemporaryFolder folder;
    touch(folder, {"a-1.10-py3-none-any.whl", "a-1.9-py3-none-any.whl", "a-1.9rc1-py3-none-any.whl",
                   "b-1-py3-none-any.whl", "README.txt"});
    CHECK(candidates_of(project_in(folder, "a")) ==
          "a-1.9rc1-py3-none-any.whl a-1.9-py3-none-any.whl a-1.10-py3-none-any.whl ");
}

TEST_CASE("of one version's files the best tag wins, then the highest build") {
    const TemporaryFolder folder;
    touch(folder, {"a-1-py3-none-any.whl", "a-1-cp311-cp311-manylinux2014_x86_64.whl",
                   "a-1.0-cp311-abi3-manylinux2014_x86_64.whl", "b-1-2-py3-none-any.whl",
                   "b-1-10-py3-none-any.whl", "b-1-py3-none-any.whl"});
    CHECK(candidates_of(project_in(folder, "a")) == "a-1-cp311-cp311-manylinux2014_x86_64.whl ");
    CHECK(candidates_of(project_in(folder, "b")) == "b-1-10-py3-none-any.whl ");
}

TEST_CASE("one version in two spellings is one candidate, in the longer spelling") {
    const TemporaryFolder folder;
    touch(folder, {"a-1.0-py3-none-any.whl", "a-1.0.0-py3-none-any.whl"});
    CHECK(candidates_of(project_in(folder, "a")) == "a-1.0.0-py3-none-any.whl ");
}

TEST_CASE("a file whose hash is allowed does not stand in for a better one whose is not") {
    const TemporaryFolder folder;
    write_file(in(folder, "a-1-py3-none-any.whl"), "one");
    write_file(in(folder, "a-1-cp311-cp311-manylinux2014_x86_64.whl"), "two");
    AllowedHashes hashes;
    hashes[PackageName::parse("a").value()] = {"sha256:" + sha256_hex("one")};
    const Project project = project_in(folder, "a", hashes);
    CHECK(project.candidates.empty());
    REQUIRE(project.unusable.size() == 1);
    CHECK(project.unusable[0].filename == "a-1-cp311-cp311-manylinux2014_x86_64.whl");
    CHECK(project.unusable[0].hash_refused);
}

TEST_CASE("names are compared in normal form") {
    const TemporaryFolder folder;
    touch(folder, {"My_Pkg-1-py3-none-any.whl", "my.pkg-2-py3-none-any.whl"});
    CHECK(project_in(folder, "my-pkg").candidates.size() == 2);
}

TEST_CASE("a file that cannot be used is kept with the reason") {
    const TemporaryFolder folder;
    touch(folder, {"a-1-cp36-cp36m-win32.whl", "a-1.tar.gz", "a-x_y-py3-none-any.whl"});
    const Project project = project_in(folder, "a");
    CHECK(project.candidates.empty());
    REQUIRE(project.unusable.size() == 3);
    CHECK(project.unusable[0].filename == "a-1-cp36-cp36m-win32.whl");
    CHECK_FALSE(project.unusable[0].reason.empty());
    CHECK(project.unusable[1].reason == "is an sdist, and only wheels are taken here");
    CHECK_THAT(project.unusable[2].reason, Catch::StartsWith("is no valid wheel name: "));
}

TEST_CASE("an archive whose name ends in no version belongs to no project") {
    const TemporaryFolder folder;
    touch(folder, {"a-b-1.zip", "a-b-latest.tar.gz", "photos.zip"});
    CHECK(Wheelhouse({folder.path()}, target(), {}).names() == std::vector<std::string>{"a-b"});
    CHECK(project_in(folder, "a-b").unusable.size() == 1);
}

TEST_CASE("an unknown name is an empty project") {
    const TemporaryFolder folder;
    const Project project = project_in(folder, "a");
    CHECK(project.candidates.empty());
    CHECK(project.unusable.empty());
}

TEST_CASE("hashes bind the name they are given for and no other") {
    const TemporaryFolder folder;
    write_file(in(folder, "a-1-py3-none-any.whl"), "one");
    write_file(in(folder, "a-2-py3-none-any.whl"), "two");
    touch(folder, {"b-1-py3-none-any.whl"});
    AllowedHashes hashes;
    hashes[PackageName::parse("a").value()] = {"sha256:00", "sha256:" + sha256_hex("one")};
    const Project project = project_in(folder, "a", hashes);
    CHECK(candidates_of(project) == "a-1-py3-none-any.whl ");
    REQUIRE(project.unusable.size() == 1);
    CHECK(project.unusable[0].reason ==
          "has sha256:" + sha256_hex("two") + ", which none of the hashes given allows");
    CHECK(candidates_of(project_in(folder, "b", hashes)) == "b-1-py3-none-any.whl ");
}

TEST_CASE("equal files in two folders are one, from the folder named first") {
    const TemporaryFolder folder;
    const std::string name = "a-1-py3-none-any.whl";
    touch(folder, {"z/" + name, "b/" + name});
    const std::vector<std::string> locations{in(folder, "z"), in(folder, "b"), in(folder, "z")};
    Wheelhouse wheelhouse(locations, target(), {});
    const Project project = wheelhouse.project(PackageName::parse("a").value());
    REQUIRE(project.candidates.size() == 1);
    CHECK(project.candidates[0].path == in(folder, "z/" + name));
    CHECK(wheelhouse.wheel_count() == 1);
}

TEST_CASE("a location may be one wheel") {
    const TemporaryFolder folder;
    touch(folder, {"b c/a-1-py3-none-any.whl", "b-1-py3-none-any.whl"});
    const std::vector<std::string> locations{in(folder, "b c"), in(folder, "b-1-py3-none-any.whl")};
    Wheelhouse wheelhouse(locations, target(), {});
    CHECK(wheelhouse.names() == std::vector<std::string>{"a", "b"});
    CHECK(wheelhouse.wheel_count() == 2);
}

TEST_CASE("folders in a wheelhouse are not looked into") {
    const TemporaryFolder folder;
    touch(folder, {"deep/a-1-py3-none-any.whl", "b-1-py3-none-any.whl/x"});
    CHECK(Wheelhouse({folder.path()}, target(), {}).names().empty());
}

TEST_CASE("a location that does not exist or is on the network is bad input") {
    CHECK_THROWS_WITH(Wheelhouse({"/nowhere/wheels"}, target(), {}),
                      "the wheelhouse `/nowhere/wheels` does not exist");
    CHECK_THROWS_WITH(Wheelhouse({"https://example.org/simple"}, target(), {}),
                      "`https://example.org/simple` is on the network");
    CHECK_THROWS_WITH(Wheelhouse({"file://server/share"}, target(), {}),
                      "`file://server/share` is on the network");
}

TEST_CASE("a file named directly is the only candidate under its name") {
    const TemporaryFolder folder;
    touch(folder,
          {"a-9-py3-none-any.whl", "other/a-1-py3-none-any.whl", "other/new-1-py3-none-any.whl"});
    Wheelhouse wheelhouse({folder.path()}, target(), {});
    for (const std::string name : {"a-1-py3-none-any.whl", "new-1-py3-none-any.whl"})
        wheelhouse.add_direct(
            {.filename = WheelFilename::parse(name).value(), .path = in(folder, "other/" + name)},
            {});
    CHECK(candidates_of(wheelhouse.project(PackageName::parse("a").value())) ==
          "a-1-py3-none-any.whl ");
    CHECK(wheelhouse.names() == std::vector<std::string>{"a", "new"});
}

TEST_CASE("a file named directly that does not fit is unusable like any other") {
    const TemporaryFolder folder;
    Wheelhouse wheelhouse({}, target(), {});
    wheelhouse.add_direct(
        {.filename = WheelFilename::parse("a-1-cp36-cp36m-win32.whl").value(), .path = "unread"},
        {});
    const Project project = wheelhouse.project(PackageName::parse("a").value());
    CHECK(project.candidates.empty());
    CHECK(project.unusable.size() == 1);
}

TEST_CASE("metadata are those of the wheel and are read once") {
    const TemporaryFolder folder;
    const std::string path =
        write_file(in(folder, "a-1-py3-none-any.whl"), build_zip(wheel_zip("a", "1")));
    Wheelhouse wheelhouse({folder.path()}, target(), {});
    const Candidate candidate = wheelhouse.project(PackageName::parse("a").value()).candidates[0];
    CHECK(wheelhouse.metadata(candidate).value()->version.to_string() == "1");
    std::filesystem::remove(path);
    CHECK(wheelhouse.metadata(candidate).has_value());
}

TEST_CASE("a file named directly whose METADATA cannot be used is bad input, told with the line") {
    const TemporaryFolder folder;
    const BuiltZip zip =
        wheel_zip("a", "1", {{"a-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: a\n"}});
    const std::string path = write_file(in(folder, "a-1-py3-none-any.whl"), build_zip(zip));
    Wheelhouse wheelhouse({}, target(), {});
    const Candidate candidate{WheelFilename::parse("a-1-py3-none-any.whl").value(), path};
    CHECK_FALSE(wheelhouse.metadata(candidate).has_value());
    wheelhouse.add_direct(candidate, {.file = "r.txt", .line = 3, .column = 0});
    try {
        const bool is_usable = wheelhouse.metadata(candidate).has_value();
        FAIL("was accepted: " << is_usable);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kBadInput);
        CHECK(error.message() == "the wheel `" + path +
                                     "` cannot be used: its METADATA cannot be read: the field "
                                     "Version is missing");
        REQUIRE(error.where().size() == 1);
        CHECK(error.where()[0].to_string() == "r.txt:3");
    }
}

TEST_CASE("metadata of another version than the file name's make the version unusable") {
    const TemporaryFolder folder;
    const BuiltZip zip = wheel_zip(
        "a", "1", {{"a-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: a\nVersion: 2\n"}});
    write_file(in(folder, "a-1-py3-none-any.whl"), build_zip(zip));
    Wheelhouse wheelhouse({folder.path()}, target(), {});
    const Candidate candidate = wheelhouse.project(PackageName::parse("a").value()).candidates[0];
    const auto metadata = wheelhouse.metadata(candidate);
    REQUIRE_FALSE(metadata.has_value());
    CHECK(metadata.error().message == "its METADATA is of a 2");
}

TEST_CASE("a dependency on a URL to a wheel is one on that version") {
    const TemporaryFolder folder;
    const auto write = [&](const std::string& version, const std::string& dependency) {
        write_file(in(folder, "a-" + version + "-py3-none-any.whl"),
                   build_zip(wheel_zip("a", version,
                                       {{"a-" + version + ".dist-info/METADATA",
                                         "Metadata-Version: 2.1\nName: a\nVersion: " + version +
                                             "\nRequires-Dist: " + dependency + "\n"}})));
    };
    write("1", "b @ https://host/b-2-py3-none-any.whl");
    write("2", "b @ git+https://host/b.git");
    write("3", "b @ https://user:word@host/c-2-py3-none-any.whl");
    Wheelhouse wheelhouse({folder.path()}, target(), {});
    const auto metadata = [&](std::size_t version) {
        return wheelhouse.metadata(
            wheelhouse.project(PackageName::parse("a").value()).candidates[version - 1]);
    };
    CHECK(metadata(1).value()->requires_dist[0]->specifiers.to_string() == "===2");
    CHECK(metadata(2).value()->requires_dist[0]->specifiers.to_string().empty());
    CHECK(metadata(3).error().message ==
          "its METADATA asks for `b @ https://****@host/c-2-py3-none-any.whl`, a wheel of another "
          "package");
}

TEST_CASE("a wheel whose metadata are remembered is not opened, and says the same") {
    const TemporaryFolder folder;
    const TemporaryFolder cache;
    write_file(in(folder, "a-1-py3-none-any.whl"),
               build_zip(wheel_zip("a", "1",
                                   {{"a-1.dist-info/METADATA",
                                     "Metadata-Version: 2.1\nName: A\nVersion: 1\n"
                                     "Requires-Python: >=3.7\nProvides-Extra: x\nRequires-Dist: b "
                                     "@ https://host/b-2-py3-none-any.whl\n\nbody\n"}})));
    const auto metadata = [&] {
        const auto later = std::chrono::system_clock::now() + std::chrono::hours(1);
        RememberedMetadata remembered(cache.path(), later);
        Wheelhouse wheelhouse({folder.path()}, target(), {}, &remembered);
        const Project project = wheelhouse.project(PackageName::parse("a").value());
        auto result = wheelhouse.metadata(project.candidates[0]);
        remembered.write();
        return result.value();
    };
    const SharedMetadata cold = metadata();
    const std::string file = in(cache, list_directory(cache.path()).at(0).name);
    const auto written = std::filesystem::last_write_time(file);
    const SharedMetadata warm = metadata();
    CHECK(std::filesystem::last_write_time(file) == written);  // nothing was read anew
    CHECK(*warm->requires_dist.at(0) == *cold->requires_dist.at(0));
    CHECK(warm->requires_dist.at(0)->specifiers.to_string() == "===2");
    CHECK(warm->requires_python == cold->requires_python);
    CHECK(warm->provides_extra == cold->provides_extra);
}

TEST_CASE("a wheel that is replaced by another of its size and time is read anew") {
    const TemporaryFolder folder;
    const TemporaryFolder cache;
    const std::string path = in(folder, "a-1-py3-none-any.whl");
    const auto write_wheel = [&](const std::string& dependency) {
        const std::string text =
            "Metadata-Version: 2.1\nName: a\nVersion: 1\nRequires-Dist: " + dependency + "\n";
        write_file(path, build_zip(wheel_zip("a", "1", {{"a-1.dist-info/METADATA", text}})));
        std::filesystem::last_write_time(path, std::filesystem::file_time_type{});
    };
    const auto dependency = [&] {
        const auto later = std::chrono::system_clock::now() + std::chrono::hours(1);
        RememberedMetadata remembered(cache.path(), later);
        Wheelhouse wheelhouse({folder.path()}, target(), {}, &remembered);
        const Project project = wheelhouse.project(PackageName::parse("a").value());
        const SharedMetadata metadata = wheelhouse.metadata(project.candidates[0]).value();
        remembered.write();
        return metadata->requires_dist.at(0)->to_string();
    };
    write_wheel("one");
    CHECK(dependency() == "one");
    // The system's clock for this moves on in steps of some milliseconds.
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    write_wheel("two");
    CHECK(dependency() == "two");
}

TEST_CASE("a version that its metadata make unusable is not remembered") {
    const TemporaryFolder folder;
    const TemporaryFolder cache;
    const std::string metadata = "Metadata-Version: 2.1\nName: a\nVersion: 2\n";
    write_file(in(folder, "a-1-py3-none-any.whl"),
               build_zip(wheel_zip("a", "1", {{"a-1.dist-info/METADATA", metadata}})));
    const auto later = std::chrono::system_clock::now() + std::chrono::hours(1);
    RememberedMetadata remembered(cache.path(), later);
    Wheelhouse wheelhouse({folder.path()}, target(), {}, &remembered);
    const Project project = wheelhouse.project(PackageName::parse("a").value());
    CHECK_FALSE(wheelhouse.metadata(project.candidates[0]).has_value());
    remembered.write();
    CHECK(list_directory(cache.path()).empty());
}

TEST_CASE("a candidate that is no wheel at all is an error and not passed over") {
    const TemporaryFolder folder;
    touch(folder, {"a-1-py3-none-any.whl"});
    std::filesystem::create_symlink("gone", in(folder, "b-1-py3-none-any.whl"));
    Wheelhouse wheelhouse({folder.path()}, target(), {});
    for (const char* name : {"a", "b"}) {
        const Project project = wheelhouse.project(PackageName::parse(name).value());
        REQUIRE(project.candidates.size() == 1);
        CHECK_THROWS_AS(wheelhouse.metadata(project.candidates[0]), Error);
    }
}

TEST_CASE("a wheelhouse describes itself by its locations, and says nothing when it has none") {
    const TemporaryFolder folder;
    CHECK(Wheelhouse({}, target(), {}).description().empty());
    CHECK(Wheelhouse({folder.path()}, target(), {}).description() ==
          "the wheelhouse `" + folder.path() + "`");
}
