#include "pexpack/pex/extracted_wheel.hpp"

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"
#include "support/zip_builder.hpp"

using namespace pexpack;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kPlace = ".deps/a-1-py3-none-any.whl";

// What is said when the wheel is taken out of a pex with these files; "" when it comes out.
std::string refusal(std::vector<BuiltEntry> entries) {
    entries.push_back({.name = "PEX-INFO", .content = "{}"});
    const TemporaryFolder folder;
    const std::string path =
        write_file(join_path(folder.path(), "a.pex"), build_zip({.entries = std::move(entries)}));
    const OpenedPex pex(path);
    const PexContents contents = contents_of(pex);
    try {
        extract_wheels(pex, contents, folder.path());
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kBadInput);
        return error.message();
    }
    CHECK(exists(join_path(folder.path(), "a-1-py3-none-any.whl")));
    return {};
}

std::string refusal_of_folder(const WheelFiles& files) {
    std::vector<BuiltEntry> entries;
    for (const BuiltEntry& entry : wheel_zip("a", "1", files).entries)
        entries.push_back(
            {.name = std::string(kPlace) + "/" + entry.name, .content = entry.content});
    return refusal(entries);
}

std::string refusal_of_zip(const WheelFiles& files) {
    return refusal({{.name = kPlace, .content = build_zip(wheel_zip("a", "1", files))}});
}

}  // namespace

TEST_CASE("what an installer has put elsewhere is put back into the wheel") {
    CHECK(refusal_of_folder({{"a.py", ""}, {".prefix/share/note", "x"}}).empty());
    CHECK(refusal_of_zip({{"a.py", ""}, {".prefix/share/note", "x"}}).empty());
}

TEST_CASE("a file that is put back where another one is, is refused") {
    const WheelFiles files = {{".prefix/share/note", "x"}, {"a-1.data/data/share/note", "y"}};
    CHECK_THAT(refusal_of_folder(files), Contains("`a-1.data/data/share/note` is in it twice"));
    CHECK_THAT(refusal_of_zip(files), Contains("`a-1.data/data/share/note` is in it twice"));
}

TEST_CASE("a name in an unpacked wheel that leads out of its folder is refused") {
    for (const char* name : {"../x", "/x", "a/../../x", "a\\x"})
        CHECK_THAT(refusal_of_zip({{name, "x"}}), Contains("leads out of its folder"));
}
