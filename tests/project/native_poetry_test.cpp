#include "native_project.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

using Texts = std::vector<std::string>;

const std::string kSystem =
    "[build-system]\nrequires = ['poetry-core>=1.0.0']\nbuild-backend = "
    "'poetry.core.masonry.api'\n";
const std::string kStart = kSystem + "[tool.poetry]\nname = 'Shop.Web'\nversion = '1.0'\n";

NativeProject poetry(const std::string& more) {
    NativeProject project;
    project.with("pyproject.toml", kStart + more);
    return project;
}

NativeProject with_dependencies(const std::string& lines) {
    NativeProject project = poetry("[tool.poetry.dependencies]\npython = '^3.8'\n" + lines);
    project.with_files({"shop_web/__init__.py"});
    return project;
}

}  // namespace

TEST_CASE("poetry-core takes the package that is named as the project") {
    NativeProject project = poetry("");
    project.with_files({"src/shop_web/__init__.py", "src/shop_web/.x", "src/shop_web/y.pyc",
                        "src/shop_web/__pycache__/z.txt", "LICENSE", "LICENSES/MIT.txt"});
    CHECK(project.name() == "shop_web-1.0-py2.py3-none-any.whl");
    CHECK(project.files() == Texts{"shop_web/.x", "shop_web/__init__.py"});
    CHECK(project.info_files() ==
          Texts{"METADATA", "RECORD", "WHEEL", "licenses/LICENSE", "licenses/LICENSES/MIT.txt"});
}

TEST_CASE("poetry-core's packages, includes and excludes are patterns for paths") {
    NativeProject project = poetry(
        "packages = [{include = 'a', from = 'lib'}, {include = 'b/**/*.py', to = 'firm'}, "
        "{include = 'c', format = 'sdist'}]\n"
        "include = ['CHANGES', {path = 'lib/a/keep.log', format = ['wheel']}]\n"
        "exclude = ['**/*.log']\n");
    project.with_files({"lib/a/x.py", "lib/a/y.log", "b/c/z.py", "b/c/z.txt", "c/q.py", "CHANGES"});
    CHECK(project.files() == Texts{"a/x.py", "firm/b/c/z.py"});
    project.with_files({"lib/a/keep.log"});
    CHECK_FALSE(project.made().path);  // it would be in two places
}

TEST_CASE("poetry-core's notation for versions becomes specifiers") {
    NativeProject project = with_dependencies(
        "a = '^1.2.3'\nb = '^0.2'\nc = '~1.2'\nd = '*'\ne = '1.2.*'\nf = '1.0'\ng = '>= 1.0, <2'\n"
        "h = '~=1.4'\ni = '^0.0.3'\nj = '>=1.0,!=1.5'\nK_l = '^2.0.0-beta1'\n");
    CHECK(project.headers("Requires-Python") == Texts{">=3.8,<4.0"});
    CHECK(project.headers("Requires-Dist") == Texts{"a<2.0.0,>=1.2.3", "b<0.3,>=0.2", "c<1.3,>=1.2",
                                                    "d", "e==1.2.*", "f==1.0", "g<2,>=1.0",
                                                    "h<2.0,>=1.4", "i<0.0.4,>=0.0.3",
                                                    "j!=1.5,>=1.0", "K_l<3.0.0,>=2.0.0b1"});
    CHECK(project.name() == "shop_web-1.0-py3-none-any.whl");
}

TEST_CASE("poetry-core's optional dependencies go in with the extras they belong to") {
    NativeProject project = with_dependencies(
        "a = {version = '^1.0', optional = true}\nb = {version = '*', optional = true, python = "
        "'<3.9'}\nc = {version = '*', optional = true}\n"
        "[tool.poetry.extras]\nz_ = []\n");
    CHECK_FALSE(project.made().path);  // `z_` is no name
    project.with("pyproject.toml",
                 kStart +
                     "[tool.poetry.dependencies]\na = {version = '^1.0', optional = true}\n"
                     "b = {version = '*', optional = true, python = '<3.9', extras = ['X_y']}\n"
                     "c = {version = '*', optional = true}\n"
                     "[tool.poetry.extras]\nz = ['A']\nD_e = ['a', 'b']\n");
    CHECK(project.headers("Provides-Extra") == Texts{"z", "d-e"});
    CHECK(project.headers("Requires-Dist") ==
          Texts{"a<2.0,>=1.0; extra == \"z\" or extra == \"d-e\"",
                "b[x-y]; python_version < \"3.9\" and extra == \"d-e\""});
}

TEST_CASE("poetry-core reads the project table, and its own where that says nothing") {
    NativeProject project;
    project
        .with("pyproject.toml",
              kSystem +
                  "[project]\nname = 'shop'\nversion = '2.0'\nrequires-python = '>=3.9'\n"
                  "dependencies = ['six (>=1,<2)', 'b~=1.4.2']\n"
                  "[project.scripts]\nshop = 'shop:main'\n"
                  "[tool.poetry]\npackages = [{include = 'other.py'}]\n")
        .with_files({"other.py"});
    CHECK(project.files() == Texts{"other.py"});
    CHECK(project.headers("Requires-Dist") == Texts{"six<2,>=1", "b<1.5.0,>=1.4.2"});
    CHECK(project.entry_points() == Texts{"console_scripts: shop = shop:main"});
}

TEST_CASE("what poetry-core might simplify, or is not known, is left to it") {
    const auto why_not = [](const std::string& lines) {
        return with_dependencies(lines).made().why_not;
    };
    CHECK(why_not("a = '^1 || ^2'\n") == "the constraint `^1 || ^2` is not understood");
    CHECK(why_not("a = {git = 'x'}\n") == "`tool.poetry.dependencies.a.git` is not understood");
    CHECK(why_not("a = {version = '1', markers = 'python_version > \"3\" or os_name == \"nt\"'}\n")
              .starts_with("poetry-core might simplify the marker"));
    CHECK(why_not("[tool.poetry.build]\nscript = 'x.py'\n") ==
          "`tool.poetry.build` is not understood");
    CHECK(why_not("[tool.poetry.scripts]\nx = {reference = 'a', type = 'file'}\n") ==
          "`tool.poetry.scripts.x` is no text");
}
