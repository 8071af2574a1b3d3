#!/usr/bin/env python3
"""`.` with project metadata is built to a wheel, and what it requires goes in with it."""

import json
import os
import shutil
import subprocess
import sys
import unittest
import zipfile

import command
from dummy_wheel import Wheel

# A build back end of the project's own, so that building it takes nothing from elsewhere.
BACK_END = '''
import base64, hashlib, os, zipfile

INFO = "shop-2.0.dist-info/"

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    name = "shop-2.0-py3-none-any.whl"
    files = {
        "shop.py": open("src/shop.py").read(),
        INFO + "METADATA": "Metadata-Version: 2.1\\nName: shop\\nVersion: 2.0\\nRequires-Dist: alpha\\n"
                           "Requires-Dist: beta; extra == 'more'\\nProvides-Extra: more\\n",
        INFO + "WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    record = []
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
        record.append("%s,sha256=%s,%d\\n" % (path, digest, len(text.encode())))
    files[INFO + "RECORD"] = "".join(record) + INFO + "RECORD,,\\n"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        for path, text in files.items():
            wheel.writestr(zipfile.ZipInfo(path, (2020, 2, 2, 0, 0, 0)), text)
    return name
'''
PYPROJECT = '[build-system]\nrequires = []\nbuild-backend = "back_end"\nbackend-path = ["."]\n'


class Project(command.CommandTest):
    def setUp(self):
        super().setUp()
        self.write("pyproject.toml", PYPROJECT)
        self.write("back_end.py", BACK_END)
        self.write("src/shop.py", "import alpha\nprint('shop with', alpha.VERSION)\n")
        for name in ("alpha", "beta"):
            Wheel(name, "1.0").write(self.path("wheelhouse"))

    def pins(self, *arguments):
        run = self.pexpack(*arguments, "--no-index", "--dry-run", "--json")
        return {pin["name"]: pin for pin in json.loads(run.stdout)["targets"][0]["pins"]}

    def test_the_project_and_its_requirements_go_in(self):
        self.assertEqual(sorted(self.pins(".")), ["alpha", "shop"])

    def test_an_extra_of_the_project_can_be_asked_for(self):
        self.assertEqual(sorted(self.pins(".[more]")), ["alpha", "beta", "shop"])

    def test_a_requirements_file_may_name_the_project(self):
        self.write("requirements.txt", "-e .\n")
        pins = self.pins("-r", "requirements.txt")
        self.assertEqual(sorted(pins), ["alpha", "shop"])
        self.assertTrue(pins["shop"]["required_by"][0].endswith("requirements.txt:1"))

    def test_a_project_whose_marker_is_false_is_not_built(self):
        self.write("back_end.py", "raise SystemExit('was asked')\n")
        self.write("requirements.txt", "alpha\n. ; sys_platform == 'win32'\n"
                   "shop @ file://%s ; sys_platform == 'win32'\n" % self.folder)
        self.assertEqual(sorted(self.pins("-r", "requirements.txt")), ["alpha"])

    def test_the_packed_project_runs(self):
        self.pexpack(".", "--no-index", "-m", "shop", "-o", "app.pex")
        run = subprocess.run([sys.executable, self.path("app.pex")], stdout=subprocess.PIPE,
                             env={"PATH": "/usr/bin:/bin", "PEX_ROOT": self.path("root")},
                             text=True, timeout=60, check=True)
        self.assertEqual(run.stdout, "shop with 1.0\n")

    def test_a_second_build_gives_the_same_bytes(self):
        files = []
        for name in ("one.pex", "two.pex"):
            self.pexpack(".", "--no-index", "-o", name)
            with open(self.path(name), "rb") as file:
                files.append(file.read())
        self.assertEqual(files[0], files[1])

    def test_the_temporary_files_of_a_build_are_gone_afterwards(self):
        self.pexpack(".", "--no-index", "-o", "app.pex")
        self.assertEqual(os.listdir(os.path.join(self.top, "tmp")), [])

    def test_a_pyproject_that_only_configures_tools_makes_no_project(self):
        self.write("pyproject.toml", "[tool.black]\nline-length = 100\n")
        run = self.pexpack(".", "alpha", "-o", "app.pex")
        self.assertIn("1 wheel,", run.stderr)
        self.assertNotIn("building", run.stderr)


# Builds like setuptools: through a folder `build/lib`, with the modes that the files have there, and
# elsewhere only where it knows of such settings.
LIKE_SETUPTOOLS = BACK_END.replace("def build_wheel(", """
import configparser, shutil

def places():
    settings = configparser.RawConfigParser()
    if not os.path.exists("older"):
        settings.read(os.environ["DIST_EXTRA_CONFIG"])
    return (settings.get("build", "build_base", fallback="build") + "/lib",
            settings.get("egg_info", "egg_base", fallback=".") + "/shop.egg-info")

def collected():
    lib, info = places()
    for folder in (lib, info):
        os.makedirs(folder, exist_ok=True)
    for name in os.listdir("src"):
        shutil.copy("src/" + name, lib)
    return {name: open(lib + "/" + name).read() for name in sorted(os.listdir(lib))}

def entry(path):
    info = zipfile.ZipInfo(path, (2020, 2, 2, 0, 0, 0))
    file = places()[0] + "/" + path
    info.external_attr = (os.stat(file).st_mode if os.path.exists(file) else 0o100644) << 16
    return info

def build_wheel(""").replace('"shop.py": open("src/shop.py").read(),', "**collected(),").replace(
    "zipfile.ZipInfo(path, (2020, 2, 2, 0, 0, 0)), text", "entry(path), text")


class ProjectTree(command.CommandTest):
    def setUp(self):
        super().setUp()
        Wheel("alpha", "1.0").write(self.path("wheelhouse"))
        self.write("shop/pyproject.toml", PYPROJECT)
        self.write("shop/back_end.py", LIKE_SETUPTOOLS)
        self.write("shop/src/shop.py", "x = 1\n")
        self.write("shop/data/large.bin", "data")

    def built(self, **surroundings):
        """The project's wheel, as it was packed."""
        self.pexpack("./shop", "--no-index", "-o", "app.pex", **surroundings)
        with zipfile.ZipFile(self.path("app.pex")) as archive:
            return archive.read(".deps/shop-2.0-py3-none-any.whl")

    def listing(self):
        return sorted(os.path.join(where, name)
                      for where, folders, files in os.walk(self.path("shop"))
                      for name in folders + files)

    def test_a_build_leaves_nothing_in_the_folder(self):
        before = self.listing()
        self.built()
        self.assertEqual(self.listing(), before)

    def test_what_an_older_setuptools_leaves_in_the_folder_is_removed(self):
        self.write("shop/older", "")
        before = self.listing()
        self.built()
        self.assertEqual(self.listing(), before)

    def test_a_build_folder_of_somebody_else_stays(self):
        self.write("shop/older", "")
        self.write("shop/build/notes.txt", "mine\n")
        self.built()
        self.assertTrue(os.path.exists(self.path("shop/build/notes.txt")))

    def test_what_an_earlier_build_has_left_is_not_packed(self):
        clean = self.built()
        self.write("shop/build/lib/deleted.py", "x = 0\n")
        self.write("shop/shop.egg-info/SOURCES.txt", "src/deleted.py\n")
        self.assertEqual(self.built(), clean)

    def test_the_umask_and_the_modes_of_the_sources_do_not_matter(self):
        expected = self.built()
        self.assertEqual(self.built(umask=0o077), expected)
        os.chmod(self.path("shop/src/shop.py"), 0o664)
        self.assertEqual(self.built(umask=0o002), expected)

    def test_a_project_may_read_what_lies_beside_it(self):
        self.write("VERSION", "2.0")
        self.write("shop/back_end.py", "open('../VERSION').read()\n" + LIKE_SETUPTOOLS)
        self.built()

    @unittest.skipUnless(shutil.which("git"), "git is not installed")
    def test_a_clean_checkout_looks_clean_to_the_back_end(self):
        self.write("shop/.vscode/settings.json", "{}\n")
        self.write("shop/back_end.py", "import subprocess\n"
                   "assert not subprocess.check_output(['git', 'status', '-s', '-uno'])\n"
                   + LIKE_SETUPTOOLS)
        for arguments in (["init", "-q"], ["add", "."],
                          ["-c", "user.name=me", "-c", "user.email=me@localhost", "commit", "-qm", "1"]):
            subprocess.run(["git", *arguments], cwd=self.path("shop"), check=True)
        self.built()

    def test_a_project_folder_may_have_any_name(self):
        for name in ("proj[1]", "x;y", "a b%20c"):
            os.rename(self.path("shop"), self.path(name))
            self.pexpack(".", "--no-index", "-f", self.path("wheelhouse"), "-o", self.path("app.pex"),
                         cwd=self.path(name))
            os.rename(self.path(name), self.path("shop"))

    def test_a_wheel_that_is_not_what_pyproject_says_is_refused(self):
        self.write("shop/pyproject.toml", PYPROJECT + '[project]\nname = "shop"\nversion = "3.0"\n')
        with self.assertRaises(AssertionError) as failure:
            self.built()
        self.assertIn("was built into `shop-2.0-py3-none-any.whl`, but its pyproject.toml says shop 3.0",
                      str(failure.exception))


class BrokenProject(command.CommandTest):
    def test_the_error_says_what_the_build_said(self):
        self.write("pyproject.toml", PYPROJECT)
        self.write("back_end.py", "def build_wheel(*rest):\n    raise SystemExit('out of paint')\n")
        with self.assertRaises(AssertionError) as failure:
            self.pexpack(".", "--no-index", "-o", "app.pex")
        self.assertIn("4 != 0", str(failure.exception))
        self.assertIn("cannot be built into a wheel", str(failure.exception))

    def test_the_error_shows_the_end_of_what_was_said_when_nothing_names_an_error(self):
        self.write("pyproject.toml", PYPROJECT)
        self.write("back_end.py", "def build_wheel(*rest):\n    assert 1 + 1 == 3\n")
        with self.assertRaises(AssertionError) as failure:
            self.pexpack(".", "--no-index", "-o", "app.pex")
        self.assertIn("assert 1 + 1 == 3", str(failure.exception))
        self.assertNotIn("subprocess-exited", str(failure.exception))

    def test_the_error_is_found_at_the_end_of_endless_output(self):
        self.write("pyproject.toml", PYPROJECT)
        self.write("back_end.py", "def build_wheel(*rest):\n    print('warning: odd\\n' * 100000)\n"
                   "    raise SystemExit('ERROR: out of paint')\n")
        with self.assertRaises(AssertionError) as failure:
            self.pexpack(".", "--no-index", "-o", "app.pex")
        self.assertIn("ERROR: out of paint", str(failure.exception))

    def test_what_a_back_end_takes_is_looked_for_before_it_is_called(self):
        self.write("pyproject.toml", PYPROJECT.replace("[]", '["nowhere-to-be-found>=2"]'))
        self.write("back_end.py", BACK_END)
        with self.assertRaises(AssertionError) as failure:
            self.pexpack(".", "--no-index", "-o", "app.pex")
        self.assertIn("the build needs nowhere-to-be-found>=2, and there is no wheelhouse",
                      str(failure.exception))

    def test_the_temporary_files_of_a_build_that_fails_are_gone_afterwards(self):
        self.write("pyproject.toml", PYPROJECT)
        self.write("back_end.py", "def build_wheel(*rest):\n    raise SystemExit(1)\n")
        with self.assertRaises(AssertionError):
            self.pexpack(".", "--no-index", "-o", "app.pex")
        self.assertEqual(os.listdir(os.path.join(self.top, "tmp")), [])


if __name__ == "__main__":
    command.main()
