#include "pexpack/project/build_system.hpp"

#include <filesystem>

#include "pexpack/support/file.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

namespace {

BuildSystem build_system_of(const TemporaryFolder& folder, const std::string& text) {
    write_file(join_path(folder.path(), "pyproject.toml"), text);
    return read_build_system(folder.path());
}

std::string refusal(const std::string& text) {
    const TemporaryFolder folder;
    try {
        build_system_of(folder, text);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kBadInput);
        CHECK(error.where().size() == 1);
        return error.message();
    }
    return {};
}

}  // namespace

TEST_CASE("without a build-system table the back end is setuptools") {
    const TemporaryFolder folder;
    for (const char* text : {"", "[project]\nname = 'a'\nversion = '1'\n"}) {
        const BuildSystem system = build_system_of(folder, text);
        CHECK(system.back_end == kLegacyBackEnd);
        REQUIRE(system.requirements.size() == 1);
        CHECK(system.requirements[0].to_string() == "setuptools");
        CHECK_FALSE(system.is_said);
    }
}

TEST_CASE("a build-system table without a back end leaves it setuptools, with its requirements") {
    const TemporaryFolder folder;
    const BuildSystem system =
        build_system_of(folder, "[build-system]\nrequires = ['setuptools<60', 'cython']\n");
    CHECK(system.back_end == kLegacyBackEnd);
    CHECK(system.requirements.size() == 2);
    CHECK(system.is_said);
}

TEST_CASE("a back end of the project's own lies where backend-path says") {
    const TemporaryFolder folder;
    std::filesystem::create_directories(join_path(folder.path(), "tools"));
    const BuildSystem system =
        build_system_of(folder,
                        "[build-system]\nrequires = []\nbuild-backend = 'own:hooks'\n"
                        "backend-path = ['tools', '.']\n");
    CHECK(system.back_end == "own:hooks");
    CHECK(system.back_end_path == std::vector<std::string>{join_path(folder.path(), "tools"),
                                                           absolute_path(folder.path())});
}

TEST_CASE("a build system that breaks the rules is refused with its place") {
    const std::string begin = "[build-system]\nbuild-backend = 'b'\n";
    CHECK(refusal(begin) == "the table `build-system` has no `requires`");
    CHECK_THAT(refusal(begin + "requires = ['a >>> 1']\n"), Catch::Contains("is no requirement"));
    CHECK_THAT(refusal(begin + "requires = [1]\n"), Catch::Contains("is no requirement"));
    for (const char* path : {"..", "/tmp", "a/../../b"}) {
        CHECK_THAT(refusal(begin + "requires = []\nbackend-path = ['" + path + "']\n"),
                   Catch::Contains("outside of the project"));
    }
}

TEST_CASE("a table without a name is no valid TOML") {
    for (const char* text :
         {"[ = 1\n", "[\n]\n", "[[ = 1\n", "[.a]\n", "[a.]\n", "a. = 1\n", "= 1\n"}) {
        INFO(text);
        CHECK(refusal(text).find("TOML") != std::string::npos);
    }
}
