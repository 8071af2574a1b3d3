#include "pexpack/pex/pex_contents.hpp"

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"
#include "support/zip_builder.hpp"

using namespace pexpack;
using Catch::Matchers::Contains;

namespace {

// What is said about a pex with this PEX-INFO and these files; "" when it can be read.
std::string refusal(const std::string& info, const std::vector<std::string>& names = {}) {
    BuiltZip zip{.entries = {{.name = "PEX-INFO", .content = info}}};
    for (const std::string& name : names) zip.entries.push_back({.name = name});
    const TemporaryFolder folder;
    try {
        contents_of(OpenedPex(write_file(join_path(folder.path(), "a.pex"), build_zip(zip))));
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kBadInput);
        return error.message();
    }
    return {};
}

std::string repeated(const std::string& text, int count) {
    std::string result;
    for (int i = 0; i < count; ++i) result += text;
    return result;
}

}  // namespace

TEST_CASE("brackets in a text of PEX-INFO do not hide how deep it is nested") {
    constexpr int kMany = 100'000;
    const std::string deep = repeated("[", kMany) + repeated("]", kMany);
    CHECK_THAT(refusal("{\"a\":\"" + repeated("]", kMany) + "\",\"b\":" + deep + "}"),
               Contains("is no JSON object"));
}

TEST_CASE("brackets in a text of PEX-INFO are no nesting") {
    CHECK(refusal("{\"a\":\"" + repeated("[", 1000) + "\"}").empty());
}

TEST_CASE("a table of targets without a table of wheels is refused") {
    const std::string table = R"("build_properties":{"pexpack":{"targets":[{"wheels":[0]}]}})";
    for (const char* wheels : {R"("distributions":["a"],)", R"("distributions":"a",)", ""})
        CHECK_THAT(refusal("{" + std::string(wheels) + table + "}"), Contains("table of targets"));
}

TEST_CASE("a pex with a file that is a folder, too, is refused") {
    CHECK_THAT(refusal("{}", {".deps/a.whl", ".deps/a.whl-", ".deps/a.whl/b"}),
               Contains("`.deps/a.whl` as a file and as a folder"));
}
