#include "native_project.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

using Texts = std::vector<std::string>;

const std::string kStart =
    "[build-system]\nrequires = ['hatchling']\nbuild-backend = 'hatchling.build'\n"
    "[project]\nname = 'Shop-Web'\nrequires-python = '>=3.8'\n";

NativeProject hatch(const std::string& more) {
    NativeProject project;
    project.with("pyproject.toml", kStart + "version = '1.0'\n" + more);
    return project;
}

const std::string kWheel = "[tool.hatch.build.targets.wheel]\n";

}  // namespace

TEST_CASE("hatchling sorts keywords, and takes no parameters of the readme's type") {
    NativeProject project;
    const std::string start =
        "[build-system]\nrequires = ['hatchling']\nbuild-backend = 'hatchling.build'\n[project]\n"
        "name = 'shop'\nversion = '1'\n";
    project.with("pyproject.toml", start + "keywords = ['b', 'a', 'b']\n").with_files({"shop.py"});
    CHECK(project.headers("Keywords") == Texts{"a,b"});
    project.with("pyproject.toml",
                 start + "readme = {text = 'x', content-type = 'text/plain; charset=UTF-8'}\n");
    CHECK(project.made().why_not == "`project.readme.content-type` has parameters");
}

TEST_CASE("hatchling finds the package by the project's name, with or without capitals") {
    NativeProject project = hatch("");
    project.with_files({"src/shop_web/__init__.py", "src/shop_web/x.txt", "src/other/__init__.py"});
    CHECK(project.files() == Texts{"shop_web/__init__.py", "shop_web/x.txt"});
    project.with_files({"Shop_Web/__init__.py"});
    CHECK(project.files() == Texts{"Shop_Web/__init__.py"});
    CHECK(hatch("").made().why_not == "hatchling finds no package that is named as the project");
}

TEST_CASE("hatchling takes a module alone, and a package in a namespace") {
    NativeProject module = hatch("");
    module.with_files({"shop_web.py", "other.py"});
    CHECK(module.files() == Texts{"shop_web.py"});
    NativeProject space = hatch("");
    space.with_files({"firm/shop_web/__init__.py", "firm/more.txt"});
    CHECK(space.files() == Texts{"firm/more.txt", "firm/shop_web/__init__.py"});
}

TEST_CASE("hatchling leaves out what .gitignore names, unless it is an artifact") {
    NativeProject project = hatch("[tool.hatch.build]\nartifacts = ['*.so']\n");
    project.with_files({"shop_web/__init__.py", "shop_web/a.log", "shop_web/b.so", "shop_web/c.pyc",
                        "shop_web/out/d.txt", "shop_web/__pycache__/e.txt"});
    project.with(".gitignore", "*.log\nout/\n*.so\n");
    CHECK(project.files() == Texts{"shop_web/__init__.py", "shop_web/b.so"});
    project.with(".gitignore", "*.log\n!a.log\n");
    CHECK(project.made().why_not == "a pattern with `!` has a say about `shop_web/a.log`");
}

TEST_CASE("hatchling's packages lose the folder in front, and sources give another") {
    NativeProject project = hatch(kWheel + "packages = ['lib/a', 'b']\n");
    project.with_files({"lib/a/x.py", "b/y.py", "c/z.py"});
    CHECK(project.files() == Texts{"a/x.py", "b/y.py"});
    NativeProject moved = hatch(kWheel +
                                "only-include = ['lib/a']\n"
                                "[tool.hatch.build.targets.wheel.sources]\n'lib' = 'firm'\n");
    moved.with_files({"lib/a/x.py"});
    CHECK(moved.files() == Texts{"firm/a/x.py"});
}

TEST_CASE("hatchling's includes and excludes are patterns as git has them") {
    NativeProject project =
        hatch(kWheel + "include = ['/a', '*.json']\nexclude = ['/a/tests', 'secret.*']\n");
    project.with_files({"a/x.py", "a/tests/t.py", "b/c.json", "b/secret.json", "b/d.py"});
    CHECK(project.files() == Texts{"a/x.py", "b/c.json"});
}

TEST_CASE("what hatchling is forced to include leaves its old place") {
    NativeProject project =
        hatch(kWheel +
              "packages = ['a']\n[tool.hatch.build.targets.wheel.force-include]\n"
              "'a/old.txt' = 'a/new.txt'\n'assets' = 'a/assets'\n");
    project.with_files({"a/x.py", "a/old.txt", "assets/p.css", "assets/q.pyc"});
    CHECK(project.files() == Texts{"a/assets/p.css", "a/assets/q.pyc", "a/new.txt", "a/x.py"});
}

TEST_CASE("hatchling reads the version by its own pattern, or from an sdist's PKG-INFO") {
    NativeProject project;
    project
        .with("pyproject.toml",
              kStart + "dynamic = ['version']\n[tool.hatch.version]\npath = 'shop_web/v.py'\n")
        .with_files({"shop_web/__init__.py"})
        .with("shop_web/v.py", "x = 1\nversion = \"v1.5\"\n__version__ = '2'\n");
    CHECK(project.name() == "shop_web-1.5-py3-none-any.whl");
    project.with("PKG-INFO", "Metadata-Version: 2.4\nName: shop-web\nVersion: 3.0\n");
    CHECK(project.name() == "shop_web-3.0-py3-none-any.whl");
}

TEST_CASE("of an sdist hatchling needs no plugin for what PKG-INFO says") {
    NativeProject project;
    project
        .with("pyproject.toml",
              "[build-system]\nrequires = ['hatchling', 'hatch-vcs', 'hatch-fancy-pypi-readme']\n"
              "build-backend = 'hatchling.build'\n[project]\nname = 'a'\ndynamic = ['version', "
              "'readme']\n[tool.hatch.version]\nsource = 'vcs'\n"
              "[tool.hatch.metadata.hooks.fancy-pypi-readme]\nx = 1\n")
        .with_files({"a.py"});
    CHECK(project.made().why_not == "the build requires `hatch-vcs`");
    project.with("PKG-INFO",
                 "Metadata-Version: 2.4\nName: a\nVersion: 3.0\nDescription-Content-Type: "
                 "text/markdown\n\n# A\n");
    CHECK(project.name() == "a-3.0-py2.py3-none-any.whl");
    CHECK(project.headers("Description-Content-Type") == Texts{"text/markdown"});
}

TEST_CASE("hatchling names Python 2 in the tag where it may be used") {
    NativeProject project;
    project
        .with("pyproject.toml",
              "[build-system]\nrequires = ['hatchling']\nbuild-backend = 'hatchling.build'\n"
              "[project]\nname = 'a'\nversion = '1'\n")
        .with_files({"a.py"});
    CHECK(project.name() == "a-1-py2.py3-none-any.whl");
}

TEST_CASE("hooks, plugins and settings of hatchling that are not known are left to it") {
    const auto why_not = [](const std::string& more) {
        NativeProject project = hatch(more);
        project.with_files({"shop_web/__init__.py"});
        return project.made().why_not;
    };
    CHECK(why_not("").empty());
    CHECK(why_not("[tool.hatch.envs.x]\na = 1\n").empty());
    CHECK(why_not("[tool.hatch.build.hooks.custom]\n") ==
          "`tool.hatch.build.hooks` is not understood");
    CHECK(why_not("[tool.hatch.metadata.hooks.custom]\n") ==
          "`tool.hatch.metadata.hooks` is not understood");
    CHECK(why_not(kWheel + "strict-naming = false\n") ==
          "`tool.hatch.build.targets.wheel.strict-naming` is not understood");
    CHECK(why_not("[project.optional-dependencies]\na = ['shop-web[b]']\nb = []\n") ==
          "an extra asks for the project itself");
}
