#include "native_project.hpp"
#include "pexpack/support/file.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

using Texts = std::vector<std::string>;

const std::string kStart =
    "[build-system]\nrequires = ['setuptools>=61']\nbuild-backend = 'setuptools.build_meta'\n"
    "[project]\nname = 'shop'\n";

NativeProject setuptools(const std::string& more) {
    NativeProject project;
    project.with("pyproject.toml", kStart + "version = '1.0'\n" + more);
    return project;
}

NativeProject script(const std::string& text) {
    NativeProject project;
    project.with("setup.py", "from setuptools import find_packages, setup\n" + text);
    return project;
}

}  // namespace

TEST_CASE("setuptools finds the packages in src, namespaces and modules included") {
    NativeProject project = setuptools("");
    project.with_files({"src/shop/__init__.py", "src/shop/py.typed", "src/shop/x.txt",
                        "src/shop/sub/y.py", "src/more.py", "docs/z.py"});
    CHECK(project.files() ==
          Texts{"more.py", "shop/__init__.py", "shop/py.typed", "shop/sub/y.py"});
    CHECK(project.info_files() == Texts{"METADATA", "RECORD", "WHEEL", "top_level.txt"});
}

TEST_CASE("setuptools takes the only package at the top, and refuses two") {
    NativeProject project = setuptools("");
    project.with_files({"shop/__init__.py", "tests/__init__.py", "docs/conf.py", "setup.cfg"});
    CHECK(project.files() == Texts{"shop/__init__.py"});
    project.with_files({"other/__init__.py"});
    CHECK(project.made().why_not == "there are several packages at the top");
}

TEST_CASE("a package of setuptools with an empty part in its name is left to it") {
    for (const std::string package : {"shop.", "shop..sub", ".shop"}) {
        NativeProject project = setuptools("[tool.setuptools]\npackages = ['" + package + "']\n");
        project.with_files({"shop/__init__.py", "shop/sub/__init__.py"});
        CHECK(project.made().why_not.find("`") != std::string::npos);
    }
}

TEST_CASE("setuptools searches where, what and as it is told") {
    NativeProject project = setuptools(
        "[tool.setuptools.packages.find]\nwhere = ['lib']\ninclude = ['a*']\n"
        "exclude = ['a.tests*']\nnamespaces = false\n");
    project.with_files(
        {"lib/a/__init__.py", "lib/a/tests/__init__.py", "lib/a/plain/x.py", "lib/b/__init__.py"});
    CHECK(project.files() == Texts{"a/__init__.py"});
}

TEST_CASE("setuptools takes a package's data from the folder that package-dir names") {
    NativeProject project = setuptools(
        "[tool.setuptools]\npackages = ['shop', 'shop.web']\n"
        "[tool.setuptools.package-dir]\n'shop.web' = 'lib/web'\n");
    project.with_files({"shop/__init__.py", "lib/web/__init__.py", "lib/web/py.typed"});
    CHECK(project.files() ==
          Texts{"shop/__init__.py", "shop/web/__init__.py", "shop/web/py.typed"});
}

TEST_CASE("setuptools takes data that is listed, or that MANIFEST.in takes in") {
    NativeProject project = setuptools(
        "[tool.setuptools.package-data]\n'*' = ['*.json']\nshop = ['data/**/*.csv']\n"
        "[tool.setuptools.exclude-package-data]\nshop = ['secret*']\n");
    project
        .with("MANIFEST.in",
              "graft src/shop/web  # all of it\nglobal-exclude *.map\ninclude README\nnonsense x\n"
              "recursive-include src *.html secret.txt\nprune src/shop/old\n")
        .with_files({"src/shop/__init__.py", "src/shop/a.json", "src/shop/secret.json",
                     "src/shop/data/x/y.csv", "src/shop/web/.b", "src/shop/web/c.map",
                     "src/shop/d.html", "src/shop/secret.txt", "src/shop/old/e.html"});
    CHECK(project.files() == Texts{"shop/__init__.py", "shop/a.json", "shop/d.html",
                                   "shop/data/x/y.csv", "shop/web/.b"});
    project.with("pyproject.toml",
                 kStart + "version = '1'\n[tool.setuptools]\ninclude-package-data = false\n");
    CHECK(project.files() == Texts{"shop/__init__.py"});
}

TEST_CASE("an sdist's list of files counts, an earlier build's is left to setuptools") {
    NativeProject project = setuptools("");
    project.with_files({"shop/__init__.py", "shop/a.txt"})
        .with("shop.egg-info/SOURCES.txt", "shop/a.txt\nshop/gone.txt\n");
    CHECK(project.made().why_not == "an earlier build has left a list of files");
    project.with("PKG-INFO", "Metadata-Version: 2.4\nName: shop\nVersion: 1.0\n");
    CHECK(project.files() == Texts{"shop/__init__.py", "shop/a.txt"});
}

TEST_CASE("what a plugin has left among setuptools' notes goes into the wheel") {
    NativeProject project = setuptools("");
    project.with_files({"shop/__init__.py"})
        .with("shop.egg-info/PKG-INFO", "Name: old\n")
        .with("shop.egg-info/entry_points.txt", "[a]\nb = c:d\n")
        .with("shop.egg-info/requires.txt", "six\n")
        .with("shop.egg-info/pbr.json", "{}\n")
        .with("shop.egg-info/more/a.txt", "a\n");
    CHECK(project.info_files() ==
          Texts{"METADATA", "RECORD", "WHEEL", "more/a.txt", "pbr.json", "top_level.txt"});
    CHECK(project.entry_points().empty());
}

TEST_CASE("setuptools reads dynamic fields from attributes and files") {
    NativeProject project;
    project
        .with("pyproject.toml",
              kStart +
                  "dynamic = ['version', 'dependencies', 'readme']\n[tool.setuptools.dynamic]\n"
                  "version = {attr = 'shop.v.NUMBERS'}\ndependencies = {file = 'needs.txt'}\n"
                  "readme = {file = ['A.md', 'B.md'], content-type = 'text/markdown'}\n")
        .with_files({"src/shop/__init__.py", "A.md", "B.md"})
        .with("src/shop/v.py", "NUMBERS = (1, 2, 'rc1')\n")
        .with("needs.txt", "# all\nsix>=1  # old\n\nattrs\n");
    CHECK(project.name() == "shop-1.2rc1-py3-none-any.whl");
    CHECK(project.headers("Requires-Dist") == Texts{"six>=1", "attrs"});
    project.with("src/shop/v.py", "NUMBERS = numbers()\n");
    CHECK(project.made().why_not == "`shop.v.NUMBERS` is no literal");
}

TEST_CASE("of an sdist setuptools_scm has the version in PKG-INFO, and nothing else to do") {
    const auto made = [](const std::string& more, const std::string& file) {
        NativeProject project;
        project
            .with("pyproject.toml",
                  "[build-system]\nrequires = ['setuptools', "
                  "'setuptools_scm[toml]']\nbuild-backend = "
                  "'setuptools.build_meta'\n[project]\nname = 'shop'\ndynamic = ['version']\n" +
                      more)
            .with_files({"shop.py"})
            .with(file, "Metadata-Version: 2.4\nName: shop\nVersion: 3.0\n");
        const NativeWheel wheel = project.made();
        return wheel.path ? std::string(base_name(*wheel.path)) : wheel.why_not;
    };
    const std::string scm = "[tool.setuptools_scm]\n";
    CHECK(made(scm, "PKG-INFO") == "shop-3.0-py3-none-any.whl");
    CHECK(made(scm, "x") == "the build requires `setuptools-scm`");
    CHECK(made(scm + "write_to = 'shop.py'\n", "PKG-INFO") ==
          "`tool.setuptools_scm.write_to` is not understood");
    CHECK(made("", "PKG-INFO") == "setuptools_scm asks version control");
}

TEST_CASE("setup.cfg says what setup.py would") {
    NativeProject project;
    project
        .with("setup.cfg",
              "[metadata]\nname = Shop\nversion = attr: shop.__version__\nlicense_files =\n    "
              "LICENSES/*\n[options]\npackages = find:\npackage_dir =\n    = lib\n"
              "install_requires =\n    six>=1\n    # no comment\n    a; os_name == 'nt'\n"
              "python_requires = >=3.6\nzip_safe = yes\n[options.packages.find]\nwhere = lib\n"
              "[options.extras_require]\ntest = pytest; b\n[options.entry_points]\n"
              "console_scripts =\n    shop = shop:main\n[options.package_data]\n* = *.txt\n"
              "[bdist_wheel]\nuniversal = 1\n[flake8]\nx = 1\n")
        .with("setup.py",
              "import setuptools\n\nif __name__ == '__main__':\n    setuptools.setup()\n")
        .with("lib/shop/__init__.py", "__version__ = '1.5'\n")
        .with_files({"lib/shop/a.txt", "LICENSES/MIT", "LICENSE"});
    CHECK(project.name() == "shop-1.5-py2.py3-none-any.whl");
    CHECK(project.files() == Texts{"shop/__init__.py", "shop/a.txt"});
    CHECK(project.headers("Requires-Dist") == Texts{"six>=1", "a; os_name == \"nt\"",
                                                    "pytest; extra == \"test\"",
                                                    "b; extra == \"test\""});
    CHECK(project.info_files() == Texts{"METADATA", "RECORD", "WHEEL", "entry_points.txt",
                                        "licenses/LICENSES/MIT", "top_level.txt", "zip-safe"});
}

TEST_CASE("setuptools' own ways with texts of metadata are followed") {
    NativeProject project;
    project
        .with(
            "setup.cfg",
            "[metadata]\nname = shop\nversion = file: V\nauthor = file: V\n"
            "description =\n    First\n    second\nplatforms = a, b\n[options]\npackages = find:\n")
        .with("V", "1.5\n")
        .with_files({"shop/__init__.py"});
    CHECK(project.name() == "shop-1.5-py3-none-any.whl");
    CHECK(project.headers("Author") == Texts{"file: V"});
    CHECK(project.headers("Summary") == Texts{"First"});
    CHECK(project.headers("Platform") == Texts{"a", "b"});
    NativeProject other = script(
        "setup(name='shop', version='1', py_modules=['shop'], keywords='a b, c', "
        "platforms='any')\n");
    other.with_files({"shop.py"});
    CHECK(other.headers("Keywords") == Texts{"a b,c"});
    CHECK(other.headers("Platform") == Texts{"any"});
    other.with("setup.py",
               "from setuptools import setup\nsetup(name='shop', version='1', classifiers='A')\n");
    CHECK(other.made().why_not == "`setup().classifiers` is no list of texts");
    NativeProject platforms = setuptools("[tool.setuptools]\nplatforms = ['Linux']\n");
    platforms.with_files({"shop.py"});
    CHECK(platforms.headers("Platform") == Texts{"Linux"});
}

TEST_CASE("a setup.py of literals and usual calls is read without being run") {
    NativeProject project = script(
        "import os\nfrom pathlib import Path\nhere = Path(__file__).resolve().parent\n"
        "VERSION = '1.' + \"0\"\nextras = {'test': ['pytest'], ':os_name == \"nt\"': ['w']}\n"
        "def read(*names):\n    'Reads.'\n    with open(os.path.join(os.path.dirname(__file__), "
        "*names)) as f:\n        return f.read()\n"
        "about = {}\nwith open(here / 'shop' / 'about.py') as file:\n    exec(file.read(), about)\n"
        "setup(\n    name=about['TITLE'], version=VERSION, long_description=read('A.md'),\n"
        "    packages=find_packages(exclude=['tests*']), extras_require=extras,\n"
        "    install_requires=read('needs.txt').splitlines(),\n"
        "    entry_points='''\n[console_scripts]\nshop = shop:main\n''',\n"
        "    package_data={'shop': ['*.txt']}, data_files=[('share/shop', ['A.md'])],\n)\n");
    project.with_files({"shop/__init__.py", "shop/a.txt", "tests/__init__.py", "A.md"})
        .with("shop/about.py", "'''About.'''\nTITLE = 'Shop'\n")
        .with("needs.txt", "six\nattrs>=1\n");
    CHECK(project.files() == Texts{"shop-1.0.data/data/share/shop/A.md", "shop/__init__.py",
                                   "shop/a.txt", "shop/about.py"});
    CHECK(project.headers("Requires-Dist") ==
          Texts{"six", "attrs>=1", "pytest; extra == \"test\"", "w; os_name == \"nt\""});
    CHECK(project.entry_points() == Texts{"console_scripts: shop = shop:main"});
}

TEST_CASE("a setup.py may fall back to distutils and refuse an old Python") {
    NativeProject project;
    project
        .with("setup.py",
              "import sys\ntry:\n    from setuptools import setup\nexcept ImportError:\n    from "
              "distutils.core import setup\nif sys.version_info < (3, 6):\n    sys.exit('old')\n"
              "exec(open('shop.py').read())\nwith open('A.md') as f: text = f.read()\n"
              "setup(name='shop', version=VERSION, py_modules=['shop'], long_description=text)\n")
        .with("shop.py", "VERSION = '1.5'\n")
        .with_files({"A.md"});
    CHECK(project.name() == "shop-1.5-py3-none-any.whl");
    project.with("setup.py",
                 "import sys\nfrom setuptools import setup\nif sys.version_info < (3, 12):\n    x "
                 "= 1\nsetup(name='shop', version='1', py_modules=['shop'])\n");
    CHECK(project.made().why_not == "`if …` in setup.py is not understood");
    project.with("setup.py",
                 "try:\n    from setuptools import setup, gone\nexcept ImportError:\n    pass\n"
                 "setup(name='shop', version='1', py_modules=['shop'])\n");
    CHECK(project.made().why_not == "`try …` in setup.py is not understood");
}

TEST_CASE("a setup.py that does anything else is left to setuptools") {
    const auto why_not = [](const std::string& text) {
        NativeProject project = script(text);
        project.with_files({"shop.py"});
        return project.made().why_not;
    };
    const std::string call = "setup(name='shop', version='1', py_modules=['shop'])\n";
    CHECK(why_not(call).empty());
    CHECK(why_not("import shop\n" + call) == "setup.py imports `shop`");
    CHECK(why_not("print('x')\n" + call) == "`print` in setup.py is not understood");
    CHECK(why_not("for x in []: pass\n" + call) == "`for …` in setup.py is not understood");
    CHECK(why_not("setup(name='shop', version='1', ext_modules=['x'])\n") ==
          "setup() has `ext_modules`");
    CHECK(why_not("setup(name='shop', version='1', use_scm_version=True)\n") ==
          "`setup().use_scm_version` is not understood");
    CHECK(why_not("x = 1\n") == "setup.py calls no setup()");
}

TEST_CASE("a name in a function is its own or the module's, never its caller's") {
    NativeProject project = script(
        "x = '1.0'\ndef inner():\n    return x\ndef outer(x):\n    return inner()\n"
        "setup(name='shop', version=outer('2.0'), py_modules=['shop'])\n");
    project.with_files({"shop.py"});
    CHECK(project.name() == "shop-1.0-py3-none-any.whl");
}

TEST_CASE("a function that is defined anew, and a keyword given twice, are left to setuptools") {
    const auto why_not = [](const std::string& text) {
        NativeProject project = script(text);
        project.with_files({"shop.py"});
        return project.made().why_not;
    };
    CHECK(why_not("def v():\n    return '1'\ndef v():\n    x = '2'\n    return x\n"
                  "setup(name='shop', version=v(), py_modules=['shop'])\n") ==
          "`def …` in setup.py is not understood");
    CHECK(why_not("def open(name):\n    x = name\n    return x\n"
                  "setup(name='shop', version=open('shop.py').read(), py_modules=['shop'])\n") ==
          "`open` in setup.py is not understood");
    CHECK(why_not("setup(name='shop', version='1', **{'version': '2'}, py_modules=['shop'])\n") ==
          "`version` in setup.py is not understood");
}

TEST_CASE("Python source in another encoding is left to setuptools") {
    const auto author = [](const std::string& first_lines, const std::string& name) {
        NativeProject project;
        project
            .with("setup.py", first_lines +
                                  "from setuptools import setup\nsetup(name='shop', "
                                  "version='1', py_modules=['shop'], author='" +
                                  name + "')\n")
            .with_files({"shop.py"});
        const NativeWheel wheel = project.made();
        return wheel.path ? project.headers("Author").front() : wheel.why_not;
    };
    const std::string german = "J\xc3\xbcrgen";
    CHECK(author("# -*- coding: latin-1 -*-\n", german) == "`setup.py` is not UTF-8");
    CHECK(author("#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n", german) ==
          "`setup.py` is not UTF-8");
    CHECK(author("# -*- coding: latin-1 -*-\n", "Jo") == "Jo");
    CHECK(author("# -*- coding: UTF-8 -*-\n", german) == german);
    CHECK(author("import sys\n# coding: latin-1\n", german) == german);
}

TEST_CASE("a setup.py that grows without end is left to setuptools") {
    const auto why_not = [](const std::string& text) {
        NativeProject project = script(text);
        return project.made().why_not;
    };
    const auto repeated = [](const std::string& text, int count) {
        std::string all;
        for (int i = 0; i < count; ++i) all += text;
        return all;
    };
    const std::string too_much = "setup.py takes too much to be understood";
    CHECK(why_not("a = 'x'\n" + repeated("a = a + a\n", 64)) == too_much);
    CHECK(why_not("a = ['x']\n" + repeated("a = [a, a, a, a]\n", 40)) == too_much);
    CHECK(why_not("a = []\n" + repeated("a = [a]\n", 1000)) ==
          "lists in setup.py are nested too deep");
    CHECK(why_not("a = 'x'\n" + repeated("a = a.replace('x', '" + repeated("x", 100) + "')\n",
                                         9)) == "`so long a text` in setup.py is not understood");
    std::string calls = "def f0():\n    return 'x'\n";
    for (int i = 1; i < 19; ++i) {
        const std::string call = "f" + std::to_string(i - 1) + "()";
        calls += "def f" + std::to_string(i) + "():\n    return " + repeated(call + " + ", 7) +
                 call + "\n";
    }
    CHECK(why_not(calls + "a = f18()\n") == too_much);
}

TEST_CASE("settings of setuptools that are not known, or in two places, are left to it") {
    const auto why_not = [](const std::string& more, const std::string& file = "x.txt",
                            const std::string& text = "") {
        NativeProject project = setuptools(more);
        project.with_files({"shop/__init__.py"}).with(file, text);
        return project.made().why_not;
    };
    CHECK(why_not("").empty());
    CHECK(why_not("[tool.setuptools]\nscript-files = ['x']\n") ==
          "`tool.setuptools.script-files` is not understood");
    CHECK(why_not("[tool.distutils.bdist_wheel]\nuniversal = true\n").empty());
    CHECK(why_not("[tool.distutils.egg_info]\ntag_build = 'x'\n") ==
          "`tool.distutils.egg_info` is not understood");
    CHECK(why_not("", "setup.cfg", "[metadata]\nname = shop\n") ==
          "the settings stand in pyproject.toml and elsewhere");
    CHECK(why_not("", "setup.cfg", "[build]\nbuild_lib = x\n") ==
          "setup.cfg has settings of `build`");
    CHECK(why_not("", "setup.cfg", "[tool:pytest]\nx = %(y)s\n") ==
          "a value of setup.cfg has a `%`");
}
