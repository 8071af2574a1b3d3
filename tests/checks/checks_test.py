#!/usr/bin/env python3
"""A check that cannot fail checks nothing: every rule here refuses a wrong sample."""

import os
import shutil
import tempfile
import unittest

import format as format_check
import layers

TABLE = """
| room (folder) | owns | may include |
|---|---|---|
| `support/` | text | – |
| `spec/` | versions | `support/` |
| `index/` | candidates | `spec/` |
| `pex/` | the file | all but `cli/` |
| `cli/` | the command | all |
"""


class Table(unittest.TestCase):
    def test_support_and_the_room_itself_are_always_allowed(self):
        self.assertEqual(layers.read_table(TABLE)["index"], {"index", "spec", "support"})

    def test_all_but_leaves_one_out(self):
        allowed = layers.read_table(TABLE)
        self.assertNotIn("cli", allowed["pex"])
        self.assertIn("pex", allowed["cli"])

    def test_a_missing_table_is_refused(self):
        with self.assertRaises(ValueError):
            layers.read_table("no table here")

    def test_an_unknown_room_is_refused(self):
        with self.assertRaises(ValueError):
            layers.read_table(TABLE.replace("| `spec/` |\n", "| `spce/` |\n"))


class Layers(unittest.TestCase):
    def problems(self, path, text):
        return list(layers.check_file(path, text, layers.read_table(TABLE)))

    def test_an_arrow_of_the_table_passes(self):
        self.assertEqual(self.problems("src/index/a.cpp", '#include "pexpack/spec/tag.hpp"\n'), [])

    def test_an_arrow_that_is_not_in_the_table_is_refused_with_its_line(self):
        found = self.problems("src/spec/a.cpp", '\n#include "pexpack/index/index.hpp"\n')
        self.assertEqual(found, ["src/spec/a.cpp:2: `spec/` may not include `index/`"])

    def test_headers_and_tests_are_looked_at_too(self):
        for path in ("include/pexpack/spec/a.hpp", "tests/spec/a_test.cpp"):
            self.assertEqual(len(self.problems(path, '#include "pexpack/cli/run.hpp"\n')), 1, path)

    def test_a_folder_that_is_no_room_may_include_all(self):
        text = '#include "pexpack/cli/run.hpp"\n'
        self.assertEqual(self.problems("tests/oracle/a.cpp", text), [])

    def test_spaces_around_the_hash_do_not_hide_an_include(self):
        text = ' # include "pexpack/cli/run.hpp"\n'
        self.assertEqual(len(self.problems("src/spec/a.cpp", text)), 1)

    def test_brackets_an_unknown_room_and_a_climb_are_refused(self):
        for include in ("<pexpack/support/text.hpp>", '"pexpack/more/text.hpp"', '"../a/x.hpp"'):
            self.assertEqual(len(self.problems("src/index/a.cpp", "#include %s\n" % include)), 1)

    def test_a_test_may_look_into_its_own_room_only(self):
        for room, count in (("spec", 0), ("index", 1)):
            text = '#include "../../src/%s/private.hpp"\n' % room
            self.assertEqual(len(self.problems("tests/spec/a_test.cpp", text)), count, room)

    def test_a_heavy_library_is_refused_in_headers_only(self):
        include = "#include <nlohmann/json.hpp>\n"
        self.assertEqual(len(self.problems("include/pexpack/pex/a.hpp", include)), 1)
        self.assertEqual(len(self.problems("src/pex/a.hpp", include)), 1)
        self.assertEqual(self.problems("src/pex/a.cpp", include), [])

    def test_a_link_that_is_not_in_the_table_is_refused(self):
        text = "pexpack_room(spec\n  SOURCES a.cpp\n  ROOMS support cli\n  LIBRARIES fmt)\n"
        found = list(layers.check_links("src/spec/CMakeLists.txt", text, layers.read_table(TABLE)))
        self.assertEqual(found, ["src/spec/CMakeLists.txt: `spec/` may not link `cli/`"])


class TopLevel(unittest.TestCase):
    def test_what_is_not_listed_is_refused_once(self):
        paths = ["README.md", "src/cli/main.cpp", "NOTES.md", "attic/a.cpp", "attic/b.cpp"]
        self.assertEqual(list(layers.check_top_level(paths)), [
            "NOTES.md: does not belong to the top level",
            "attic: does not belong to the top level"])


class Format(unittest.TestCase):
    def test_untidy_text_is_refused(self):
        for content in (b"a \n", b"\ta\n", b"a\r\n", b"a", b"a\n\n", b"\xff\n"):
            self.assertTrue(list(format_check.check_text("a.py", content)), content)
        self.assertEqual(list(format_check.check_text("a.py", b"a\n")), [])

    def test_a_snapshot_may_end_lines_in_blanks(self):
        self.assertEqual(list(format_check.check_text("a.snap", b"a \n")), [])

    def test_a_long_source_file_is_refused(self):
        self.assertTrue(list(format_check.check_text("a.cpp", b"\n".join([b"a"] * 601) + b"\n")))

    @unittest.skipUnless(shutil.which("clang-format"), "clang-format is not installed")
    def test_cpp_that_clang_format_would_change_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "a.cpp"), "w", encoding="utf-8") as file:
                file.write("int   main( ) { }\n")
            self.assertTrue(list(format_check.check_layout(folder, ["a.cpp"])))


if __name__ == "__main__":
    unittest.main()
