// Sdists among the candidates of a wheelhouse.
#include "pexpack/archive/sdist_archive.hpp"
#include "pexpack/index/wheelhouse.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/tar_builder.hpp"
#include "support/written_file.hpp"
#include "support/zip_builder.hpp"

using namespace pexpack;

namespace {

const Target& target() {
    static const Target target = target_from_platform("manylinux2014-x86_64-cp-311-cp311");
    return target;
}

PackageName named(const char* name) {
    return PackageName::parse(name).value();
}

// "Builds" by handing out a wheel that was made before.
class Counting : public SdistBuilder {
  public:
    explicit Counting(const TemporaryFolder& folder, bool is_own = true)
        : folder_(folder.path()), is_own_(is_own) {}

    Candidate wheel_of(const Candidate& sdist) override {
        ++built;
        const std::string name = "a-2-py3-none-any.whl";
        const std::string path =
            write_file(join_path(folder_, "built/" + name),
                       build_zip(wheel_zip("a", "2",
                                           {{"a-2.dist-info/METADATA",
                                             "Metadata-Version: 2.1\nName: a\nVersion: 2\n"
                                             "Requires-Dist: of-the-wheel\n"}})));
        CHECK(sdist.is_sdist);
        return {.filename = WheelFilename::parse(name).value(), .path = path};
    }
    bool builds_on_target() const override { return is_own_; }

    int built = 0;

  private:
    std::string folder_;
    bool is_own_;
};

// a-2.tar.gz with these lines in its PKG-INFO; the wheelhouse is made of it.
std::string add_sdist(const TemporaryFolder& folder, const std::string& lines) {
    return write_file(join_path(folder.path(), "a-2.tar.gz"),
                      build_tar_gz({tar_file("a-2/PKG-INFO", "Name: a\nVersion: 2\n" + lines)}));
}

struct Read {
    std::string requires_dist;
    int built = 0;
};

Read read_with(const std::string& lines, bool is_own = true) {
    const TemporaryFolder folder;
    add_sdist(folder, lines);
    Counting builder(folder, is_own);
    Wheelhouse wheelhouse({folder.path()}, target(), {});
    wheelhouse.build_sdists_with(builder);
    const auto metadata =
        wheelhouse.metadata(wheelhouse.project(named("a")).candidates.at(0)).value();
    std::string names;
    for (const SharedRequirement& each : metadata->requires_dist) names += each->name.to_string();
    return {names, builder.built};
}

std::string candidates_with(const std::vector<std::string>& files, FileFormats formats,
                            const char* name = "a") {
    const TemporaryFolder folder;
    for (const std::string& file : files) write_file(join_path(folder.path(), file), "");
    Counting builder(folder);
    Wheelhouse wheelhouse({folder.path()}, target(), {});
    wheelhouse.choose_formats(std::move(formats));
    wheelhouse.build_sdists_with(builder);
    std::string texts;
    for (const Candidate& candidate : wheelhouse.project(named(name)).candidates)
        texts += candidate.filename.text + " ";
    return texts;
}

}  // namespace

TEST_CASE("an sdist says for sure what its PKG-INFO of 2.2 or later does not call dynamic") {
    const Read read = read_with("Metadata-Version: 2.2\nRequires-Dist: b\nDynamic: License\n");
    CHECK(read.requires_dist == "b");
    CHECK(read.built == 0);
    CHECK(read_with("Metadata-Version: 2.10\nRequires-Dist: b\n").built == 0);
}

TEST_CASE("an sdist is built for metadata that are older, dynamic or missing") {
    const Read older = read_with("Metadata-Version: 2.1\nRequires-Dist: b\n");
    CHECK(older.requires_dist == "of-the-wheel");
    CHECK(older.built == 1);
    CHECK(read_with("Metadata-Version: 2.4\nDynamic: requires-dist\n").built == 1);
    CHECK(read_with("Metadata-Version: 2.4\nDynamic:  Provides-Extra\n").built == 1);
    CHECK(read_with("Metadata-Version: none\n").built == 1);
}

TEST_CASE("for another machine an sdist is built whatever it says, to see whether it fits") {
    CHECK(read_with("Metadata-Version: 2.2\nRequires-Dist: b\n", false).built == 1);
}

TEST_CASE("an sdist for another Python is not built") {
    CHECK(read_with("Metadata-Version: 1.2\nRequires-Python: >=3.12\n").built == 0);
    CHECK(read_with("Metadata-Version: 1.2\nRequires-Python: >=3.6\n").built == 1);
}

TEST_CASE("what an sdist says is remembered with what it says for sure") {
    const TemporaryFolder folder;
    const std::string path = add_sdist(folder, "Metadata-Version: 2.2\nRequires-Dist: b\n");
    const auto later = std::chrono::system_clock::now() + std::chrono::hours(1);
    Counting builder(folder);
    const auto requires_dist = [&] {
        RememberedMetadata remembered(folder.path() + "/cache", later);
        Wheelhouse wheelhouse({path}, target(), {}, &remembered);
        wheelhouse.build_sdists_with(builder);
        const auto metadata =
            wheelhouse.metadata(wheelhouse.project(named("a")).candidates.at(0)).value();
        remembered.write();
        return metadata->requires_dist.at(0)->to_string();
    };
    CHECK(requires_dist() == "b");
    RememberedMetadata remembered(folder.path() + "/cache", later);
    const auto text = remembered.text(real_path(path), file_state(path).value());
    CHECK(text == "Name: a\nVersion: 2\nRequires-Dist: b\nMetadata-Version: 2.2\n");
    CHECK(requires_dist() == "b");
    CHECK(builder.built == 0);
}

TEST_CASE("metadata of another package make an sdist unusable") {
    const TemporaryFolder folder;
    write_file(
        join_path(folder.path(), "a-2.tar.gz"),
        build_tar_gz({tar_file("a-2/PKG-INFO", "Metadata-Version: 2.2\nName: b\nVersion: 2\n")}));
    Counting builder(folder);
    Wheelhouse wheelhouse({folder.path()}, target(), {});
    wheelhouse.build_sdists_with(builder);
    const auto metadata = wheelhouse.metadata(wheelhouse.project(named("a")).candidates.at(0));
    REQUIRE_FALSE(metadata);
    CHECK(metadata.error().message == "its PKG-INFO is of b 2");
}

TEST_CASE("a wheel that fits goes before an sdist of its version, one that does not behind") {
    CHECK(candidates_with(
              {"a-1-py3-none-any.whl", "a-1.tar.gz", "a-2.tar.gz", "a-2-cp36-cp36m-win32.whl"},
              {}) == "a-1-py3-none-any.whl a-2.tar.gz ");
}

TEST_CASE("with prefer-binary the least wheel goes before the newest sdist") {
    CHECK(candidates_with({"a-1-py3-none-any.whl", "a-2.tar.gz", "a-3.zip"},
                          {.only_binary = {}, .no_binary = {}, .prefer_binary = true}) ==
          "a-2.tar.gz a-3.zip a-1-py3-none-any.whl ");
}

TEST_CASE("only-binary and no-binary leave one kind of files") {
    const std::vector<std::string> files{"a-1-py3-none-any.whl", "a-2.tar.gz"};
    const auto left = [&](FileFormats formats) { return candidates_with(files, formats); };
    CHECK(left({.only_binary = {"a"}, .no_binary = {}}) == "a-1-py3-none-any.whl ");
    CHECK(left({.only_binary = {":all:"}, .no_binary = {}}) == "a-1-py3-none-any.whl ");
    CHECK(left({.only_binary = {}, .no_binary = {":all:"}}) == "a-2.tar.gz ");
    CHECK(left({.only_binary = {":all:"}, .no_binary = {"a"}}) == "a-2.tar.gz ");
    CHECK(left({.only_binary = {"a"}, .no_binary = {":all:"}}) == "a-1-py3-none-any.whl ");
    CHECK(left({.only_binary = {"b"}, .no_binary = {}}) == "a-1-py3-none-any.whl a-2.tar.gz ");
}
