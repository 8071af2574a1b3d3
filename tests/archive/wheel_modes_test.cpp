#include "pexpack/archive/wheel_modes.hpp"

#include <vector>

#include "pexpack/archive/zip_directory.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"
#include "support/zip_builder.hpp"

using namespace pexpack;

TEST_CASE("modes become 0644, or 0755 for what its owner may run, and the rest stays") {
    const TemporaryFolder folder;
    const BuiltZip zip{.entries = {{.name = "a", .content = "hello", .unix_mode = 0100664},
                                   {.name = "b", .content = "x", .method = 8, .unix_mode = 0100775},
                                   {.name = "c", .unix_mode = 0600}}};
    const std::string path = write_file(join_path(folder.path(), "z.whl"), build_zip(zip));
    make_modes_usual(path);
    const ZipDirectory changed = ZipDirectory::read(ReadableFile::open(path));
    std::vector<std::uint32_t> modes;
    for (const ZipEntry& entry : changed.entries()) modes.push_back(entry.unix_mode);
    CHECK(modes == std::vector<std::uint32_t>{0100644, 0100755, 0100644});
    CHECK(changed.entries()[1].method == ZipMethod::kDeflated);
    CHECK(changed.find("a")->size == 5);
}

TEST_CASE("what is no zip file has no modes") {
    const TemporaryFolder folder;
    const std::string path = write_file(join_path(folder.path(), "z.whl"), "no zip");
    CHECK_THROWS_AS(make_modes_usual(path), Error);
}
