#include "pexpack/archive/archive_writer.hpp"
#include "pexpack/pex/build_plan.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"
#include "support/zip_builder.hpp"

using namespace pexpack;

namespace {

// The bytes of a pex made of one wheel and one source file below `folder`.
std::string pex_from(const std::string& folder) {
    const std::string name = "a-1-py3-none-any.whl";
    const std::string wheel = write_file(join_path(folder, name), build_zip(wheel_zip("a", "1")));
    write_file(join_path(folder, "src/app.py"), "print('hello')\n");
    BuildPlan plan;
    plan.info.pythons = {"cpython3.11"};
    plan.info.targets = {{{"cpython3.11"}, "", "", {name}}};
    plan.wheels = {{name, wheel, sha256_of_file(wheel)}};
    plan.sources = collect_sources(join_path(folder, "src"), {}).files;
    const std::string output = join_path(folder, "out.pex");
    write_archive(lay_out(plan), output);
    return read_file(output, 1 << 22);
}

}  // namespace

TEST_CASE("the same inputs in another place give the same bytes") {
    const TemporaryFolder one;
    const TemporaryFolder two;
    CHECK(pex_from(one.path()) == pex_from(join_path(two.path(), "other place")));
}

TEST_CASE("the wheel's bytes stand in the pex as they are") {
    const TemporaryFolder folder;
    CHECK(pex_from(folder.path()).find(build_zip(wheel_zip("a", "1"))) != std::string::npos);
}

TEST_CASE("SOURCE_DATE_EPOCH changes the bytes and is the same for the same value") {
    const TemporaryFolder folder;
    const std::string plain = pex_from(folder.path());
    const ScopedVariable variable("SOURCE_DATE_EPOCH", "1700000000");
    const std::string dated = pex_from(folder.path());
    CHECK(dated != plain);
    CHECK(dated == pex_from(folder.path()));
}
