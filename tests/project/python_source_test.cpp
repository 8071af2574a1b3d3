#include "pexpack/project/python_source.hpp"

#include <algorithm>

#include "support/catch.hpp"

using namespace pexpack;

namespace {

using Words = std::vector<std::string>;

bool has(const std::string& source, const std::string& name) {
    const Words names = defined_names(source).names;
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

TEST_CASE("functions, classes, imports and assignments at the top level define names") {
    CHECK(defined_names("def a(x): pass\nasync def b():\n    c = 1\nclass D(E):\n    f = 2\n")
              .names == Words{"D", "a", "b"});
    CHECK(defined_names("import os.path, sys as s\nfrom x import (y,\n  z as w)\n").names ==
          Words{"os", "s", "w", "y"});
    CHECK(defined_names("a = b = c\nd, (e, f) = g\nh: int = 1\ni += 1; j = 2\n").names ==
          Words{"a", "b", "d", "e", "f", "h", "i", "int", "j"});
}

TEST_CASE("a method, a local variable and a comparison define nothing") {
    CHECK_FALSE(has("class A:\n    def main(self):\n        pass\n", "main"));
    CHECK_FALSE(has("def f():\n    main = 1\n\n    if x:\n        main = 2\n", "main"));
    CHECK_FALSE(has("main == 1\nmain <= 2\nmain != 3\nprint(main=1)\n", "main"));
}

TEST_CASE("what a block at the top level defines counts, and what comes after a function too") {
    CHECK(has("try:\n    from a import main\nexcept ImportError:\n    main = None\n", "main"));
    CHECK(has("if x: main = 1\n", "main"));
    CHECK(has("for main in x:\n    pass\n", "main"));
    CHECK(has("with x as main:\n    pass\n", "main"));
    CHECK(has("def f():\n\tpass\nmain = 1\n", "main"));
    CHECK(has("print(main := 1)\n", "main"));
    CHECK(has("def f():\n    global main\n    main = 1\n", "main"));
}

TEST_CASE("what a block's head only looks at is not defined, nor is a keyword") {
    const std::string source =
        "if a == b: pass\nwhile c: x = d\nfor e in f: g()\nasync with h as i, j as k: l\n"
        "try: m\nexcept n as o: pass\n";
    CHECK(defined_names(source).names == Words{"e", "i", "j", "k", "o", "x"});
    CHECK(has("if (lambda: 1)(): main = 1\n", "main"));
    CHECK(has("match x:\n    case {'y': main}:\n        pass\n", "main"));
    CHECK(has("match, main = 1, 2\n", "main"));
}

TEST_CASE("what stands in a text or a comment defines nothing") {
    CHECK_FALSE(has("'''\ndef main(): pass\n'''\n# main = 1\n", "main"));
    CHECK_FALSE(has("x = 'a\\'\\\nmain = 1'\n", "main"));
    CHECK_FALSE(has("x = r'\\'\ny = \"\"\"a\"b\nmain = 1\\\"\"\"\n\"\"\"\n", "main"));
    CHECK(has("x = (1,  # (\n)\nmain = 1", "main"));
}

TEST_CASE("a module that makes names in other ways is open") {
    CHECK(defined_names("from a import *\n").is_open);
    CHECK(defined_names("globals()['main'] = 1\n").is_open);
    CHECK(defined_names("def __getattr__(name): pass\n").is_open);
    CHECK(defined_names("import sys\nsys.modules[__name__] = A()\n").is_open);
    CHECK(defined_names("caf\xc3\xa9 = 1\n").is_open);
    CHECK(defined_names("from builtins import globals as g\ng()['main'] = 1\n").is_open);
    CHECK_FALSE(defined_names("from .globals import x\nimport a.globals\nb.globals\n").is_open);
    CHECK_FALSE(
        defined_names("class A:\n    def __getattr__(self, x): setattr(self, x, 1)\n").is_open);
}
