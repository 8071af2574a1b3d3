#include "pexpack/pex/code_clashes.hpp"

#include "pexpack/support/error.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

const std::vector<WheelPlaces> kWheels{
    {"tool.whl", {"site/tool/__init__.py", "site/tool/parts/a.py", "scripts/ask/me"}},
    {"flat.whl", {"site/flat", "site/deep/flat", "data/share/x"}}};

std::vector<SourceFile> code(const std::vector<std::string>& names) {
    std::vector<SourceFile> files;
    for (const std::string& name : names) {
        files.push_back(
            {.name = name, .path = "./" + name, .stamp = {}, .sha256 = {}, .executable = false});
    }
    return files;
}

}  // namespace

TEST_CASE("code beside wheels, in their folders and in place of their files is fine") {
    CHECK_NOTHROW(refuse_clashes_with_code(kWheels, {}));
    CHECK_NOTHROW(refuse_clashes_with_code(
        kWheels, code({"app.py", "tool.py", "tool/__init__.py", "tool/b.py", "flat", "ask", "share",
                       "site", "deep/flat.d/x"})));
}

TEST_CASE("a file of the code where a wheel has a folder is bad input that names both") {
    try {
        refuse_clashes_with_code(kWheels, code({"app.py", "tool"}));
        FAIL("was accepted");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kBadInput);
        CHECK(error.message() == "`./tool` is a file where `tool.whl` needs a folder");
        CHECK(error.causes() == std::vector<std::string>{"the wheel has `tool/__init__.py`"});
    }
    CHECK_THROWS_WITH(refuse_clashes_with_code(kWheels, code({"tool/parts"})),
                      "`./tool/parts` is a file where `tool.whl` needs a folder");
}

TEST_CASE("a folder of the code where a wheel has a file is bad input that names both") {
    CHECK_THROWS_WITH(refuse_clashes_with_code(kWheels, code({"flat/a.py"})),
                      "`flat` of `flat.whl` is a file where `./flat/a.py` needs a folder");
    CHECK_THROWS_WITH(refuse_clashes_with_code(kWheels, code({"deep/flat/more/a.py"})),
                      "`deep/flat` of `flat.whl` is a file where `./deep/flat/more/a.py` needs a "
                      "folder");
}
