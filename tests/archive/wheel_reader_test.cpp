#include "pexpack/archive/wheel_reader.hpp"

#include "pexpack/support/error.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"
#include "support/zip_builder.hpp"

using namespace pexpack;

namespace {

// The wheel under the file name given, in a folder that lives as long as this does.
class WrittenWheel {
  public:
    explicit WrittenWheel(const BuiltZip& zip,
                          const std::string& filename = "demo-1.0-py3-none-any.whl")
        : path_(write_file(join_path(folder_.path(), filename), build_zip(zip))),
          filename_(WheelFilename::parse(filename).value()) {}

    WheelReader open() const { return {path_, filename_}; }

  private:
    TemporaryFolder folder_;
    std::string path_;
    WheelFilename filename_;
};

std::string refusal(const WrittenWheel& wheel) {
    try {
        wheel.open();
        return {};
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kBadInput);
        return error.message();
    }
}

}  // namespace

TEST_CASE("a wheel shows the files of its *.dist-info") {
    const WrittenWheel written(wheel_zip("demo", "1.0", {{"demo.py", "x = 1\n"}}));
    const WheelReader wheel = written.open();
    CHECK(wheel.dist_info() == "demo-1.0.dist-info");
    CHECK(wheel.metadata_text().starts_with("Metadata-Version: 2.1\n"));
    CHECK(wheel.dist_info_file("WHEEL").has_value());
    CHECK(wheel.dist_info_file("LICENSE") == std::nullopt);
    CHECK(wheel.directory().find("demo.py") != nullptr);
    CHECK(wheel.entry_points().empty());
}

TEST_CASE("the metadata folder may spell name and version otherwise than the file") {
    const WrittenWheel written(wheel_zip("My.Demo", "1.0.0"), "my_demo-1-py3-none-any.whl");
    CHECK(written.open().dist_info() == "My.Demo-1.0.0.dist-info");
}

TEST_CASE("a metadata folder of another name or version is refused") {
    CHECK_THAT(refusal(WrittenWheel(wheel_zip("other", "1.0"))),
               Catch::Contains("another name or version"));
    CHECK_THAT(refusal(WrittenWheel(wheel_zip("demo", "2.0"))),
               Catch::Contains("another name or version"));
    CHECK_THAT(refusal(WrittenWheel(wheel_zip("demo", ""))),
               Catch::Contains("another name or version"));
}

TEST_CASE("two metadata folders are refused, and a file that pip would count as one") {
    const WrittenWheel two(
        wheel_zip("demo", "1.0", {{"other-1.0.dist-info/METADATA", "Name: other\n"}}));
    CHECK_THAT(refusal(two), Catch::Contains("two metadata folders"));
    const WrittenWheel file(wheel_zip("demo", "1.0", {{"notes.dist-info", ""}}));
    CHECK_THAT(refusal(file), Catch::Contains("two metadata folders"));
}

TEST_CASE("a wheel without *.dist-info is refused") {
    const WrittenWheel written(BuiltZip{.entries = {{.name = "demo.py"}}});
    CHECK_THAT(refusal(written), Catch::Contains("it has no *.dist-info folder"));
}

TEST_CASE("a wheel without METADATA is refused when that is asked for") {
    BuiltZip zip = wheel_zip("demo", "1.0");
    zip.entries.erase(zip.entries.begin());
    CHECK_THROWS_WITH(WrittenWheel(zip).open().metadata_text(),
                      Catch::Contains("it has no METADATA"));
}

TEST_CASE("entry points are read from their file") {
    const WrittenWheel written(wheel_zip(
        "demo", "1.0",
        {{"demo-1.0.dist-info/entry_points.txt", "[console_scripts]\nrun = demo.cli:main\n"}}));
    const auto points = written.open().entry_points();
    REQUIRE(points.size() == 1);
    CHECK(points[0].name == "run");
    CHECK(points[0].object.to_string() == "demo.cli:main");
}

TEST_CASE("entry points that cannot be parsed make the wheel unsound") {
    const WrittenWheel written(
        wheel_zip("demo", "1.0", {{"demo-1.0.dist-info/entry_points.txt", "run = demo:main\n"}}));
    CHECK_THROWS_WITH(written.open().entry_points(),
                      Catch::Contains("entry_points.txt cannot be read"));
}
