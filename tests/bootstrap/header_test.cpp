#include "pexpack/bootstrap/header.hpp"

#include "pexpack/support/check.hpp"
#include "pexpack/support/error.hpp"
#include "support/catch.hpp"

using namespace pexpack;
using Catch::Matchers::Contains;

namespace {

HeaderFacts some_facts() {
    HeaderFacts facts;
    facts.pex_hash = "0123abcd";
    facts.target = "CPython 3.11 on linux-x86_64";
    facts.pythons = {"cpython3.11", "cpython3.12"};
    return facts;
}

}  // namespace

TEST_CASE("a header starts with the sh line and ends after exit with a line end") {
    const std::string header = render_header(some_facts());
    CHECK(header.starts_with("#!/bin/sh\n"));
    CHECK(header.ends_with("\nexit 127\n}\n"));
}

TEST_CASE("no placeholder is left in a header") {
    const std::string header = render_header(some_facts());
    for (const char* name :
         {"@PEX_HASH@", "@PEX_ROOT@", "@INHERIT_PATH@", "@PYTHON_NAMES@", "@MACHINE@", "@TARGET@",
          "@FITTING_ANSWERS@", "@ENVIRONMENT@", "@RUN@"}) {
        CHECK(header.find(name) == std::string::npos);
    }
}

TEST_CASE("names to look for follow from the minors, preferred first") {
    CHECK_THAT(render_header(some_facts()), Contains("'python3.11:python3.12:python3:python'"));
}

TEST_CASE("names that are given replace those of the minors") {
    HeaderFacts facts = some_facts();
    facts.python_names = {"mypython"};
    CHECK_THAT(render_header(facts), Contains("_pp_names='mypython'\n"));
}

TEST_CASE("the Pythons of all targets fit, each looked for by the name of its program") {
    HeaderFacts facts = some_facts();
    facts.pythons = {"cpython3.6", "cpython3.13t", "pypy3.9"};
    const std::string header = render_header(facts);
    CHECK_THAT(header, Contains("\n        'cpython3.6' | 'cpython3.13t' | 'pypy3.9')\n"));
    CHECK_THAT(header, Contains("'python3.6:python3.13t:pypy3.9:pypy3:pypy:python3:python'"));
}

TEST_CASE("no program is started to tell machines apart when the Python alone decides") {
    CHECK_THAT(render_header(some_facts()), Contains("\n_pp_machine=\n#"));
}

TEST_CASE("what is known of a Python is kept apart by what decides on its wheels") {
    HeaderFacts facts = some_facts();
    facts.machine.platform = true;
    CHECK_THAT(render_header(facts), Contains("_pp_machine=/$(command -p uname -m 2>/dev/null)\n"));
    facts.machine.libc = true;
    CHECK_THAT(render_header(facts),
               Contains("_pp_machine=/$(command -p uname -m 2>/dev/null)"
                        "-$(command -p getconf GNU_LIBC_VERSION 2>/dev/null)\n"));
}

TEST_CASE("without an entry point the arguments go to Python as they are") {
    CHECK_THAT(render_header(some_facts()), Contains("\nexec \"$_pp_venv/bin/python\" \"$@\"\n"));
}

TEST_CASE("a module and a function are run by the launcher") {
    HeaderFacts facts = some_facts();
    for (const std::string entry_point : {"app.main", "app.main:run"}) {
        facts.entry_point = entry_point;
        CHECK_THAT(
            render_header(facts),
            Contains("/bin/python\" \"$_pp_venv/bin/pexpack-entry\" '" + entry_point + "' \"$@\""));
    }
}

TEST_CASE("injected arguments stand before the user's, Python's own before the program") {
    HeaderFacts facts = some_facts();
    facts.entry_point = "app";
    facts.inject_python_args = {"-W", "ignore"};
    facts.inject_args = {"--level", "a b"};
    CHECK_THAT(render_header(facts),
               Contains("/bin/python\" '-W' 'ignore' \"$_pp_venv/bin/pexpack-entry\" 'app' "
                        "'--level' 'a b' \"$@\""));
}

TEST_CASE("the look for -S sees the arguments of Python and not those of the application") {
    HeaderFacts facts = some_facts();
    CHECK_THAT(render_header(facts), Contains("\n_pp_hide_pythonpath \"$@\"\nexec"));
    facts.inject_python_args = {"-W", "ignore"};
    facts.entry_point = "app";
    CHECK_THAT(render_header(facts), Contains("_pp_hide_pythonpath '-W' 'ignore' \nexec"));
    CHECK_THAT(render_header(facts), Contains("_pp_hide_pythonpath '-W' 'ignore' \"$@\"\nexec"));
}

TEST_CASE("a script is prepared for by what its own first lines say runs it") {
    HeaderFacts facts = some_facts();
    facts.script = "tool";
    facts.inject_args = {"--level"};
    CHECK_THAT(render_header(facts), Contains("_pp_prepare_for \"$_pp_venv/bin\"/'tool'\n"
                                              "exec \"$_pp_venv/bin\"/'tool' '--level' \"$@\""));
}

TEST_CASE("no value can end up as sh code") {
    HeaderFacts facts = some_facts();
    facts.target = "it's $(touch x) `y` @RUN@ \"z\" \\";
    CHECK_THAT(render_header(facts),
               Contains("_pp_target='it'\\''s $(touch x) `y` @RUN@ \"z\" \\'\n"));
}

TEST_CASE("an injected variable gives way to one that is set") {
    HeaderFacts facts = some_facts();
    facts.inject_env = {{"LEVEL", "a b"}};
    CHECK_THAT(render_header(facts), Contains("[ \"${LEVEL+x}\" ] || LEVEL='a b'\nexport LEVEL\n"));
}

TEST_CASE("a value that a shell gives a variable by itself is not one that is set") {
    HeaderFacts facts = some_facts();
    facts.inject_env = {{"HOSTNAME", "a b"}};
    CHECK_THAT(render_header(facts),
               Contains("case $_pp_line$(export -p) in *\"${_pp_line}export HOSTNAME=\"*) ;; "
                        "*) HOSTNAME='a b' ;; esac\nexport HOSTNAME\n"));
}

TEST_CASE("facts that would break the header are our bug") {
    HeaderFacts facts = some_facts();
    SECTION("a hash that is a path") {
        facts.pex_hash = "../x";
    }
    SECTION("a line end in the entry point") {
        facts.entry_point = "a\nb";
    }
    SECTION("no Python at all") {
        facts.pythons.clear();
    }
    SECTION("a variable name that is code") {
        facts.inject_env = {{"A;b", "x"}};
    }
    CHECK_THROWS_AS(render_header(facts), BugError);
}

TEST_CASE("a plain shebang is one line, whether it is given with or without `#!`") {
    for (const char* given : {"/usr/bin/env python3.11", "#!/usr/bin/env python3.11",
                              "#! /usr/bin/env python3.11", "  /usr/bin/env python3.11 "}) {
        CHECK(plain_shebang(given) == "#!/usr/bin/env python3.11\n");
    }
}

TEST_CASE("a shebang that the kernel would not take is refused") {
    for (const std::string given : {"", " ", "#!", "python3", "env python3", "#!#!/usr/bin/python3",
                                    "./python", "/a\nb", "/a\n"}) {
        INFO(given);
        CHECK_THROWS_AS(plain_shebang(given), Error);
    }
}

TEST_CASE("a shebang may have 127 bytes") {
    const std::string longest = "/" + std::string(124, 'x');
    CHECK(plain_shebang("#!" + longest) == "#!" + longest + "\n");
    CHECK_THROWS_AS(plain_shebang(longest + "x"), Error);
}
