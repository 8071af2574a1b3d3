"""What wheels bring, laid out as an installer does it."""

import glob
import os
import shutil
import tempfile
import unittest
import zipfile

import support
from support import RuntimeTest, TinyTest, build, make_wheel

CACHE = os.environ.get("PEXPACK_TEST_CACHE", os.path.expanduser("~/.cache/pexpack-tests"))


class SpreadTest(TinyTest):
    def setUp(self):
        super().setUp()
        self.pex(self.app, "-c", "pass")
        self.venv = self.environment()

    def test_the_parts_of_a_data_folder_go_where_an_installer_puts_them(self):
        with open(os.path.join(self.venv, "share", "tiny", "note")) as stream:
            self.assertEqual(stream.read(), "a note\n")
        found = glob.glob(os.path.join(self.venv, "include", "site", "python3*", "tiny", "tiny.h"))
        self.assertEqual(len(found), 1)
        self.check(self.pex(self.app, "-c", "import tiny_pure; print(tiny_pure.VALUE)"), "pure\n")

    def test_console_scripts_run_by_themselves(self):
        ran = self.run_words([os.path.join(self.venv, "bin", "tiny-run"), "a"])
        self.check(ran, "['%s', 'a']\n" % os.path.join(self.venv, "bin", "tiny-run"), 21)

    def test_scripts_run_by_themselves(self):
        self.check(self.run_words([os.path.join(self.venv, "bin", "tiny-script")]), "script []\n")

    def test_metadata_and_package_data_are_found(self):
        code = "import pkgutil; print(pkgutil.get_data('tiny', 'data.txt'))"
        self.check(self.pex(self.app, "-c", code), "b'some data\\n'\n")
        code = "import importlib.metadata as m; print(m.version('tiny'), len(m.files('tiny')))"
        self.assertTrue(self.pex(self.app, "-c", code).out.startswith("1.0 "))

    def test_files_are_shared_with_the_store(self):
        (path,) = glob.glob(os.path.join(self.venv, "lib", "python3*", "site-packages", "other.py"))
        self.assertGreater(os.stat(path).st_nlink, 1)

    def test_no_file_is_writable_by_others(self):
        for folder, _, names in os.walk(self.root):
            for name in names:
                mode = os.lstat(os.path.join(folder, name)).st_mode
                self.assertFalse(mode & 0o002 and not os.path.islink(os.path.join(folder, name)))


class OddWheelsTest(RuntimeTest):
    """Wheels whose files meet what the environment is made of, or each other."""

    def setUp(self):
        super().setUp()
        self.python = support.any_python()
        self.offer(self.python)
        self.wheels = os.path.join(self.folder, "wheels")

    def pack(self, **wheels):
        for name, files in wheels.items():
            make_wheel(self.wheels, name, files)
        return build(os.path.join(self.folder, "a.pex"), wheels, self.wheels, self.python)

    def test_data_that_lies_in_site_packages_is_imported_from_there(self):
        site = "lib/python%s/site-packages/" % support.minor_of(self.python)
        app = self.pack(
            one={"{data}/data/" + site + "below.py": "V = 1\n", "one.py": ""},
            two={"{data}/data/site-packages/odd.py": "V = 2\n"},
            three={"{data}/data/lib64/note": "", "{data}/data/" + site + "sub/x.py": "V = 3\n"},
        )
        code = "import below, sub.x, os, sys; print(below.V, sub.x.V)\n"
        code += "for p in 'site-packages/odd.py', 'lib/note', 'lib64/note':\n"
        code += "    os.stat(os.path.join(sys.prefix, p))"
        for _ in "cold", "warm":
            self.check(self.pex(app, "-c", code), "1 3\n")

    def test_a_foreign_data_folder_is_not_packed(self):
        # pip would spread its parts, other installers would not.
        for name in "other.data/scripts/x.py", "one.data/y":
            with self.assertRaisesRegex(AssertionError, "the wheel's own `.data` folder"):
                self.pack(one={name: "V = 1\n", "one.py": ""})

    def test_a_file_and_a_folder_of_the_same_name_are_one_sentence(self):
        try:
            app = self.pack(one={"same/x.py": ""}, two={"same": ""})
        except AssertionError as error:  # refused when it is packed
            self.assertIn("same", str(error))
            return
        ran = self.pex(app, "-c", "pass")
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (1, "", 1), ran)
        self.assertIn("same is a file of two-1.0-py3-none-any.whl and a folder of one-1.0", ran.err)

    def test_a_folder_of_scripts_called_as_a_console_script_is_one_sentence(self):
        points = "[console_scripts]\nrun = one:f\n"
        app = self.pack(
            one={"{info}/entry_points.txt": points, "one.py": ""},
            two={"{data}/scripts/run/x": ""},
        )
        ran = self.pex(app, "-c", "pass")
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (1, "", 1), ran)
        self.assertIn("bin/run is both a file and a folder", ran.err)


class SourcesTest(RuntimeTest):
    """The application's own code, from a folder."""

    def test_it_is_importable_and_wins_over_the_wheels(self):
        python = support.any_python()
        self.offer(python)
        self.write("src/app/__init__.py", "")
        self.write("src/app/main.py", "import other, tiny\nprint(tiny.VALUE)\n")
        self.write("src/tiny/__init__.py", "VALUE = 'mine'\n")
        path = os.path.join(self.folder, "app.pex")
        support.build_tiny(path, python, "-D", os.path.join(self.folder, "src"), "-e", "app.main")
        for _ in "cold", "warm":
            self.check(self.pex(path), "mine\n")
        (store,) = glob.glob(self.root + "/pexpack/1/wheels/*/tiny/__init__.py")
        with open(store) as stream:
            self.assertEqual(stream.read(), "VALUE = 'tiny'\n")

    def test_a_name_with_accents_survives_an_ascii_locale(self):
        python = support.any_python()
        self.offer(python)
        wheels = os.path.join(self.folder, "wheels")
        make_wheel(
            wheels, "accents", {"accents.py": "V = 1\n", "accents_data/\u00e9t\u00e9.txt": "x"}
        )
        path = build(os.path.join(self.folder, "a.pex"), ["accents"], wheels, python)
        self.check(self.pex(path, "-c", "import accents; print(1)", env={"LC_ALL": "C"}), "1\n")


class RealWheelsTest(RuntimeTest):
    @classmethod
    def setUpClass(cls):
        cls.python = support.need_python("3.11")
        wheels = os.path.join(CACHE, "wheelhouses", "requests")
        if not os.path.isdir(wheels):
            raise unittest.SkipTest("NO REAL WHEELS IN %s" % wheels)
        cls.built = tempfile.mkdtemp(prefix="pexpack-built-")
        cls.addClassCleanup(shutil.rmtree, cls.built, True)
        cls.app = build(os.path.join(cls.built, "app.pex"), ["requests"], wheels, cls.python)

    def test_a_compiled_module_is_imported_from_the_cache(self):
        self.offer(self.python)
        code = "import requests, charset_normalizer.md as m; print(m.__file__)"
        for _ in "cold", "warm":
            ran = self.pex(self.app, "-c", code)
            self.assertEqual((ran.status, ran.err), (0, ""))
            self.assertTrue(ran.out.startswith(self.root) and ran.out.endswith(".so\n"), ran)


class PexPathTest(TinyTest):
    """PEX_PATH: the wheels of other files of pexpack."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        wheels = os.path.join(cls.built, "more")
        make_wheel(wheels, "more", {"more.py": "import tiny\nVALUE = 'more ' + tiny.VALUE\n"})
        make_wheel(wheels, "tiny", {"tiny/__init__.py": "VALUE = 'another'\n"}, version="9.0")
        cls.more = build(os.path.join(cls.built, "more.pex"), ["more", "tiny"], wheels, cls.python)

    def test_they_are_added_and_the_files_own_come_first(self):
        for _ in "cold", "warm":
            code = "import more, other; print(more.VALUE, '+', other.VALUE)"
            ran = self.pex(self.app, "-c", code, env={"PEX_PATH": self.more})
            self.check(ran, "more tiny + other and tiny\n")

    def test_a_start_without_it_does_not_have_them(self):
        self.pex(self.app, "-c", "import more", env={"PEX_PATH": self.more})
        ran = self.pex(self.app, "-c", "import more")
        self.assertEqual(ran.status, 1)
        self.assertIn("No module named 'more'", ran.err)

    def test_empty_parts_are_nothing(self):
        self.check(self.pex(self.app, "-c", "print(1)", env={"PEX_PATH": "::"}), "1\n")

    def test_a_file_that_is_not_ours_or_not_there_is_one_sentence(self):
        foreign = os.path.join(self.folder, "foreign.pex")
        with zipfile.ZipFile(foreign, "w") as archive:
            archive.writestr("PEX-INFO", "{}")
        for path, reason in (foreign, "was not made by pexpack"), ("/nowhere", "cannot be read"):
            ran = self.pex(self.app, "-c", "pass", env={"PEX_PATH": path})
            self.assertEqual((ran.status, ran.err.count("\n")), (1, 1), ran)
            self.assertIn("PEX_PATH: %s %s" % (path, reason), ran.err)


if __name__ == "__main__":
    unittest.main()
