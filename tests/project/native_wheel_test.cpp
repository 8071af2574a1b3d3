#include "native_project.hpp"

#include <unistd.h>

#include "pexpack/support/error.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

using Texts = std::vector<std::string>;

const std::string kFlit =
    "[build-system]\nrequires = ['flit_core>=3']\nbuild-backend = 'flit_core.buildapi'\n"
    "[project]\nname = 'Shop-Web'\nrequires-python = '>=3.8'\n";
const std::string kUv =
    "[build-system]\nrequires = ['uv_build>=0.9,<0.10']\nbuild-backend = 'uv_build'\n"
    "[project]\nname = 'shop'\nversion = '1.0'\n";
const std::string kPdm =
    "[build-system]\nrequires = ['pdm-backend']\nbuild-backend = 'pdm.backend'\n"
    "[project]\nname = 'shop'\nrequires-python = '>=3.8'\n";

NativeProject flit(const std::string& more) {
    NativeProject project;
    project.with("pyproject.toml", kFlit + more).with("Shop_Web/__init__.py", "");
    return project;
}

}  // namespace

TEST_CASE("a project's metadata goes into the wheel") {
    const NativeProject good = flit(
        "version = '1.0'\ndescription = 'A shop.'\ndependencies = ['Six>=1.0 ; os_name == "
        "\"nt\"']\n"
        "[project.scripts]\nshop = 'Shop_Web:main'\n[project.entry-points.'a.b']\nx = 'Shop_Web'\n"
        "[project.optional-dependencies]\nMo_re = ['b[C_d]']\n");
    CHECK(good.name() == "shop_web-1.0-py3-none-any.whl");
    CHECK(good.headers("Name") == Texts{"Shop-Web"});
    CHECK(good.headers("Provides-Extra") == Texts{"mo-re"});
    CHECK(good.headers("Requires-Dist") ==
          Texts{"Six>=1.0; os_name == \"nt\"", "b[c-d]; extra == \"mo-re\""});
    CHECK(good.entry_points() ==
          Texts{"a.b: x = Shop_Web", "console_scripts: shop = Shop_Web:main"});
}

TEST_CASE("flit takes all of its package but compiled Python") {
    NativeProject project = flit("version = '1.0'\ndescription = 'A shop.'\n");
    project.with_files({"Shop_Web/data/a.txt", "Shop_Web/.hidden", "Shop_Web/__pycache__/a.pyc",
                        "Shop_Web/b.pyc", "other/__init__.py", "LICENSE"});
    CHECK(project.files() ==
          Texts{"Shop_Web/.hidden", "Shop_Web/__init__.py", "Shop_Web/data/a.txt"});
    CHECK(project.info_files() == Texts{"METADATA", "RECORD", "WHEEL", "licenses/LICENSE"});
}

TEST_CASE("flit reads version and description from the module, the version's own file first") {
    NativeProject project = flit("dynamic = ['version', 'description']\n");
    project.with("Shop_Web/__init__.py", "'''\n  A shop.\n\nMore.'''\nfrom ._version import x\n")
        .with("Shop_Web/_version.py", "x = 1\n__version__: str = \"2.\" '5'\n");
    CHECK(project.name() == "shop_web-2.5-py3-none-any.whl");
    CHECK(project.headers("Summary") == Texts{"A shop."});
    project.with("Shop_Web/__init__.py", "#!/usr/bin/python\nR'A \\w.'\nx = 'no'\n");
    CHECK(project.headers("Summary") == Texts{"A \\w."});
    project.with("Shop_Web/__init__.py", "x = 1\n'no'\n");
    CHECK(project.made().why_not == "the module's docstring cannot be read");
}

TEST_CASE("a version that is declared only does not get the value of the statement behind it") {
    NativeProject project = flit("dynamic = ['version']\ndescription = 'A shop.'\n");
    project.with("Shop_Web/__init__.py", "__version__: str; other = '3'\n");
    const NativeWheel made = project.made();
    CHECK_FALSE(made.path);
    CHECK(made.why_not.find("`__version__`") != std::string::npos);
}

TEST_CASE("flit names Python 2 in the tag unless the project asks for a later one") {
    NativeProject project;
    project
        .with("pyproject.toml",
              "[build-system]\nrequires = ['flit_core<4']\nbuild-backend = 'flit_core.buildapi'\n"
              "[project]\nname = 'a'\nversion = '1'\ndescription = 'x'\n")
        .with_files({"a.py", "NOTICE"});
    CHECK(project.name() == "a-1-py2.py3-none-any.whl");
    // flit_core before 4 takes no NOTICE.
    CHECK(project.info_files() == Texts{"METADATA", "RECORD", "WHEEL"});
}

TEST_CASE("a version that only running the module would tell is left to the back end") {
    NativeProject project = flit("description = 'x'\ndynamic = ['version']\n");
    project.with("Shop_Web/__init__.py", "from os import name as __version__\n");
    CHECK_FALSE(project.made().path);
    project.with("Shop_Web/__init__.py", "__version__ = '1' + '0'\n");
    CHECK_FALSE(project.made().path);
    project.with("Shop_Web/__init__.py", "x = __version__ = '1'\n");
    CHECK_FALSE(project.made().path);
}

TEST_CASE("a project that its back end may see otherwise is left to it, with the reason") {
    const std::string plain = "version = '1'\ndescription = 'A shop.'\n";
    const auto why_not = [](const std::string& more) { return flit(more).made().why_not; };
    CHECK(why_not(plain).empty());
    CHECK(why_not(plain + "import-names = ['a']\n") == "`project.import-names` is not understood");
    CHECK(why_not(plain + "[tool.flit.metadata]\nmodule = 'a'\n") ==
          "`tool.flit.metadata` is not understood");
    CHECK(why_not(plain + "license = 'Nobody-1.0'\n") ==
          "the license `Nobody-1.0` is not known here");
    CHECK(why_not("version = '1'\ndescription = \"a\\nb\"\n") ==
          "the description has several lines");
    NativeProject two = flit(plain);
    two.with_files({"src/Shop_Web/__init__.py"});
    CHECK(two.made().why_not == "there is not one module `Shop_Web`");
}

TEST_CASE("what no back end makes a wheel of is an error with its place") {
    const auto error = [](const std::string& project, int line) {
        NativeProject folder;
        folder.with("pyproject.toml", "[project]\n" + project);
        try {
            folder.made();
        } catch (const Error& thrown) {
            CHECK(thrown.kind() == ErrorKind::kBadInput);
            REQUIRE(thrown.where().size() == 1);
            CHECK(thrown.where().front().file == folder.folder() + "/pyproject.toml");
            CHECK(thrown.where().front().line == line);
            return thrown.message();
        }
        return std::string();
    };
    const std::string start = "name = 'a'\nversion = '1'\n";
    CHECK(error("version = '1'\n", 1) == "the table `project` has no `name`");
    CHECK(error("name = 'a b'\n", 2) ==
          "the table `project` has the `name` `a b`, which is no name of a package");
    CHECK(error("name = 'a'\nversion = '1-x'\n", 3) ==
          "the table `project` has the `version` `1-x`, which is no version");
    CHECK(error(start + "requires-python = '3.x'\n", 4) ==
          "the table `project` has the `requires-python` `3.x`, which names no versions");
    CHECK(error(start + "dependencies = ['b',\n'c >> 1']\n", 5) ==
          "the table `project` has `c >> 1` in `dependencies`, which is no requirement");
    CHECK(error(start + "[project.optional-dependencies]\nx = 'b'\n", 5) ==
          "the table `project` has `optional-dependencies.x` that are no array");
    CHECK(error(start, 0).empty());
}

TEST_CASE("a release of the back end whose rules are not known is left to it") {
    NativeProject project = flit("version = '1'\ndescription = 'x'\n");
    project.with(
        "pyproject.toml",
        "[build-system]\nrequires = ['flit_core==3.2']\nbuild-backend = "
        "'flit_core.buildapi'\n[project]\nname='Shop-Web'\nversion='1'\ndescription='x'\n");
    CHECK(project.made().why_not ==
          "the build asks for flit-core ==3.2, whose rules are not known here");
    project.with(
        "pyproject.toml",
        "[build-system]\nrequires = ['flit_core', 'mypyc']\nbuild-backend = "
        "'flit_core.buildapi'\n[project]\nname='Shop-Web'\nversion='1'\ndescription='x'\n");
    CHECK(project.made().why_not == "the build requires `mypyc`");
}

TEST_CASE("uv_build takes the package in src, with its excludes") {
    NativeProject project;
    project
        .with("pyproject.toml", kUv +
                                    "license-files = ['LICEN*']\n[tool.uv.build-backend]\n"
                                    "wheel-exclude = ['*.bin', 'shop/tests', '/src/shop/c/**']\n")
        .with_files({"src/shop/__init__.py", "src/shop/a.bin", "src/shop/tests/t.py",
                     "src/shop/b/tests/t.py", "src/shop/c/d/e.py", "src/shop/__pycache__/x.pyc",
                     "LICENSE"});
    CHECK(project.files() == Texts{"shop/__init__.py", "shop/b/tests/t.py"});
    CHECK(project.info_files() == Texts{"METADATA", "RECORD", "WHEEL", "licenses/LICENSE"});
}

TEST_CASE("a folder that is excluded from its root, which uv_build does not do, is left to it") {
    NativeProject project;
    project
        .with("pyproject.toml",
              kUv + "[tool.uv.build-backend]\nwheel-exclude = ['/src/shop/tests']\n")
        .with_files({"src/shop/__init__.py", "src/shop/tests/t.py"});
    CHECK(project.made().why_not == "`src/shop/tests` is a folder that is excluded by its path");
    project.with("pyproject.toml",
                 kUv + "[tool.uv.build-backend]\nwheel-exclude = ['/src/shop/tests/*']\n");
    CHECK(project.files() == Texts{"shop/__init__.py"});
}

TEST_CASE("uv_build finds a dotted module below namespaces, and several of them") {
    NativeProject project;
    project
        .with("pyproject.toml",
              kUv + "[tool.uv.build-backend]\nmodule-root = ''\nmodule-name = ['a.b', 'c']\n")
        .with_files({"a/b/__init__.py", "a/other.py", "c/__init__.py"});
    CHECK(project.files() == Texts{"a/b/__init__.py", "c/__init__.py"});
    project.with_files({"a/__init__.py"});
    CHECK(project.made().why_not == "`a` is not as uv_build wants it");
}

TEST_CASE("uv_build writes markers about Python in full, and rewrites others in its own way") {
    NativeProject project;
    project.with("pyproject.toml", kUv +
                                       "dependencies = ['A_b; python_version < \"3.9\"', "
                                       "'c; python_version == \"3.8\"']\n");
    project.with_files({"src/shop/__init__.py"});
    CHECK(project.headers("Requires-Dist") ==
          Texts{"a-b; python_full_version < \"3.9\"", "c; python_full_version == \"3.8.*\""});
    project.with("pyproject.toml",
                 kUv + "dependencies = ['c; os_name == \"a\" and os_name == \"b\"']\n");
    CHECK_FALSE(project.made().path);
}

TEST_CASE("pdm-backend takes the packages at the top or in src, without tests") {
    NativeProject project;
    project.with("pyproject.toml", kPdm + "version = '1.0'\n")
        .with_files({"a/__init__.py", "a/x.txt", "b/__init__.py", "tests/__init__.py", "docs/x.py",
                     "AUTHORS", "LICENSE"});
    CHECK(project.files() == Texts{"a/__init__.py", "a/x.txt", "b/__init__.py"});
    CHECK(project.info_files() ==
          Texts{"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"});
    project.with_files({"src/c/__init__.py"});
    CHECK(project.files() == Texts{"c/__init__.py"});
}

TEST_CASE("of pdm-backend's includes and excludes the more exact one counts") {
    NativeProject project;
    project
        .with("pyproject.toml",
              kPdm +
                  "version = '1.0'\n[tool.pdm.build]\nincludes = ['a', 'a/keep/b.txt']\n"
                  "excludes = ['a/keep', 'a/**/*.log']\n")
        .with_files({"a/__init__.py", "a/keep/b.txt", "a/keep/c.txt", "a/d/e.log"});
    CHECK(project.files() == Texts{"a/__init__.py", "a/keep/b.txt"});
}

TEST_CASE("pdm-backend reads the version from a file, by its own pattern alone") {
    NativeProject project;
    const std::string dynamic = "dynamic = ['version']\n[tool.pdm.version]\npath = 'a/v.py'\n";
    project.with("pyproject.toml", kPdm + dynamic + "source = 'file'\n")
        .with("a/__init__.py", "")
        .with("a/v.py", "  __version__ = '1'\n__version__ = '1.0-rc1'  # now\n");
    CHECK(project.name() == "shop-1.0rc1-py3-none-any.whl");
    project.with("pyproject.toml", kPdm + dynamic + "source = 'scm'\n");
    CHECK(project.made().why_not == "the version does not come from a file");
}

TEST_CASE("a link in what would be packed is left to the back end") {
    NativeProject project = flit("version = '1'\ndescription = 'x'\n");
    REQUIRE(::symlink("/etc/hostname", (project.folder() + "/Shop_Web/x").c_str()) == 0);
    CHECK(project.made().why_not == "`Shop_Web/x` is a link or no regular file");
}

TEST_CASE("a back end of the project's own, and one that nobody knows, are left alone") {
    NativeProject project;
    project.with("pyproject.toml",
                 "[build-system]\nrequires = []\nbuild-backend = 'x'\nbackend-path = ['.']\n");
    CHECK(project.made().why_not == "the back end is the project's own");
    project.with("pyproject.toml", "[build-system]\nrequires = []\nbuild-backend = 'x'\n");
    CHECK(project.made().why_not == "the back end `x` is not known here");
    project.with("pyproject.toml", "[build-system\n");
    CHECK(project.made().why_not == "`pyproject.toml` is no valid TOML");
}
