"""What wheels bring, laid out as an installer does it."""

import glob
import os
import shutil
import tempfile
import unittest

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


if __name__ == "__main__":
    unittest.main()
