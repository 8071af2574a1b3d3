#include "pexpack/project/native_wheel.hpp"

#include "pexpack/archive/wheel_check.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

namespace {

const std::string kFlit =
    "[build-system]\nrequires = ['flit_core>=3']\nbuild-backend = "
    "'flit_core.buildapi'\n[project]\nname = 'Shop-Web'\n";

class Project {
  public:
    Project() { make_directories(join_path(folder_.path(), "out")); }
    Project& with(const std::string& name, const std::string& text) {
        const std::string path = join_path(folder_.path(), "in/" + name);
        make_directories(std::string(directory_of(path)));
        write_file(path, text);
        return *this;
    }
    std::optional<std::string> wheel() const {
        return native_wheel(join_path(folder_.path(), "in"), join_path(folder_.path(), "out"));
    }

  private:
    TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("a plain project becomes a sound wheel with its metadata") {
    Project project;
    project
        .with("pyproject.toml", kFlit +
                                    "version = '1.0'\ndependencies = ['six']\n"
                                    "[project.scripts]\nshop = 'Shop_Web:main'\n"
                                    "[project.optional-dependencies]\nx = ['a; os_name == "
                                    "\"nt\" or os_name == \"os2\"']\n")
        .with("src/Shop_Web/__init__.py", "def main(): pass\n")
        .with("src/Shop_Web/data/a.txt", "a\n")
        .with("LICENSE", "free\n");
    const auto path = project.wheel();
    REQUIRE(path);
    const auto filename = WheelFilename::parse(base_name(*path)).value();
    CHECK(filename.text == "shop_web-1.0-py3-none-any.whl");
    const WheelReader wheel(*path, filename);
    CHECK_NOTHROW(check_wheel(wheel, WheelCheck::kEverything));
    CHECK(wheel.directory().find("Shop_Web/data/a.txt") != nullptr);
    CHECK(wheel.dist_info_file("licenses/LICENSE") == "free\n");
    CHECK(wheel.entry_points().size() == 1);
    CHECK_THAT(wheel.metadata_text(), Catch::Contains("Requires-Dist: six\n"));
    CHECK_THAT(wheel.metadata_text(), Catch::Contains(" and extra == \"x\"\n"));
}

TEST_CASE("flit's dynamic version is read from the package") {
    Project project;
    project.with("pyproject.toml", kFlit + "dynamic = ['version', 'description']\n")
        .with("Shop_Web/__init__.py", "'''A shop.'''\n__version__ = '2.5'\n");
    REQUIRE(project.wheel());
    CHECK(base_name(*project.wheel()) == "shop_web-2.5-py3-none-any.whl");
}

TEST_CASE("a project that its back end may see otherwise is left to it") {
    const std::string plain = kFlit + "version = '1'\n";
    const auto made = [](const std::string& pyproject, const std::string& more = "x.txt") {
        Project project;
        project.with("pyproject.toml", pyproject)
            .with("Shop_Web/__init__.py", "")
            .with(more, "x = 1\n");
        return project.wheel().has_value();
    };
    CHECK(made(plain));
    CHECK_FALSE(made(plain, "setup.py"));
    CHECK_FALSE(made(plain, "src/Shop_Web/__init__.py"));
    CHECK_FALSE(made(plain, "Shop_Web/fast.pyx"));
    CHECK_FALSE(made(plain + "[tool.flit.module]\nname = 'other'\n"));
    CHECK_FALSE(made(kFlit + "dynamic = ['version']\n"));
    CHECK_FALSE(made(plain + "import-names = ['a']\n"));
    CHECK_FALSE(made("[project]\nname = 'Shop-Web'\nversion = '1'\n"));
}
