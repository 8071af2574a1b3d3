#!/usr/bin/env python3
"""What others say about the file: unzip, Python's zipfile and the bytes themselves."""

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import unittest
import zipfile

import command
from dummy_wheel import Wheel, flip


class Archive(command.CommandTest):
    def setUp(self):
        super().setUp()
        self.wheels = [
            Wheel("six", "1.0"),
            Wheel("requests", "2.0", requires=["six"], scripts=["ask = requests:main"],
                  files={"requests/__init__.py": "# a package\n",
                         "requests/ü.txt": "ü\n" * 5000}),
        ]
        for wheel in self.wheels:
            wheel.write(self.path("wheelhouse"))
        self.write("app/main.py", "print('hello')\n")
        self.write("requirements.txt", "requests\n")

    def pack(self, *more):
        self.pexpack(".", "-r", "requirements.txt", *command.PLATFORM, "-o", "app.pex", *more)
        return self.path("app.pex")

    @unittest.skipUnless(shutil.which("unzip"), "unzip is not installed")
    def test_unzip_finds_every_entry_sound(self):
        run = subprocess.run(["unzip", "-tq", self.pack()], stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, check=False)
        # 1: fine but for a warning, here about the bytes of the header before the zip.
        self.assertIn(run.returncode, (0, 1), run.stdout)
        self.assertIn("No errors detected", run.stdout)

    def test_python_finds_every_entry_sound(self):
        with zipfile.ZipFile(self.pack()) as archive:
            self.assertIsNone(archive.testzip())
            names = archive.namelist()
            self.assertEqual(len(set(names)), len(names))
            self.assertIn("__main__.py", names)
            self.assertIn("app/main.py", names)

    def test_wheels_are_stored_byte_for_byte(self):
        with zipfile.ZipFile(self.pack()) as archive:
            for wheel in self.wheels:
                entry = archive.getinfo(".deps/" + wheel.filename)
                self.assertEqual(entry.compress_type, zipfile.ZIP_STORED)
                with open(self.path("wheelhouse", wheel.filename), "rb") as file:
                    self.assertEqual(archive.read(entry), file.read())

    def test_pex_info_gives_the_hash_of_every_wheel(self):
        with zipfile.ZipFile(self.pack("-m", "app.main")) as archive:
            info = json.loads(archive.read("PEX-INFO"))
        expected = {}
        for wheel in self.wheels:
            with open(self.path("wheelhouse", wheel.filename), "rb") as file:
                expected[wheel.filename] = hashlib.sha256(file.read()).hexdigest()
        self.assertEqual(info["distributions"], expected)
        self.assertEqual(info["requirements"], ["requests"])
        self.assertEqual(info["entry_point"], "app.main")
        self.assertIs(info["deps_are_wheel_files"], True)

    def test_pex_info_keeps_the_name_of_a_line_for_another_python_and_not_its_place(self):
        self.write("requirements.txt", "six\n"
                   "a @ file:///gone/a-1.0-py3-none-any.whl ; python_version < '3.9'\n"
                   "./gone/b-1.0-py3-none-any.whl ; python_version >= '3.13'\n")
        with zipfile.ZipFile(self.pack()) as archive:
            info = json.loads(archive.read("PEX-INFO"))
        self.assertEqual(info["requirements"], ["six", 'a; python_version < "3.9"',
                                                'b; python_version >= "3.13"'])
        self.assertEqual(info["interpreter_constraints"],
                         ["CPython==3.%d.*" % minor for minor in (11, 12, 10, 9)])

    def test_entries_have_fixed_dates_and_modes(self):
        with zipfile.ZipFile(self.pack()) as archive:
            for entry in archive.infolist():
                self.assertEqual(entry.date_time, (1980, 1, 1, 0, 0, 0), entry.filename)
                mode = stat.S_IMODE(entry.external_attr >> 16)
                self.assertIn(mode, (0o644, 0o755), entry.filename)

    def test_the_file_is_executable_and_starts_with_a_shebang(self):
        path = self.pack()
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o755)
        with open(path, "rb") as file:
            self.assertEqual(file.read(9), b"#!/bin/sh")

    def test_python_shebang_is_the_first_line(self):
        path = self.pack("--python-shebang", "/usr/bin/env python3.11")
        with open(path, "rb") as file:
            self.assertEqual(file.readline(), b"#!/usr/bin/env python3.11\n")

    def test_nothing_names_a_folder_of_the_builder(self):
        with zipfile.ZipFile(self.pack()) as archive:
            for name in archive.namelist():
                self.assertNotIn(self.top.encode(), archive.read(name), name)
        with open(self.path("app.pex"), "rb") as file:
            self.assertNotIn(self.top.encode(), file.read())


class ChangedWheel(command.CommandTest):
    def changed(self, payload):
        """A wheel in which one byte of a file is another than its RECORD says."""
        wheel = Wheel("six", "1.0", files={"six.py": "VERSION = 1\n", "six.txt": payload})
        flip(wheel.write(self.path("wheelhouse")))

    def refused(self, *options):
        with self.assertRaises(AssertionError) as failure:
            self.pexpack("six", "--python", sys.executable, "-o", "app.pex", *options)
        self.assertFalse(os.path.exists(self.path("app.pex")))
        return str(failure.exception)

    def test_a_small_wheel_is_checked_when_it_is_packed(self):
        self.changed("a small file\n" * 100)
        self.assertRegex(self.refused(), "4 != 0 : (.|\n)*six-1.0-py3-none-any.whl")

    def test_a_large_wheel_is_checked_when_it_is_packed(self):
        self.changed("a large file\n" * 500_000)
        self.assertRegex(self.refused(), "4 != 0 : (.|\n)*six-1.0-py3-none-any.whl")

    def test_a_wheel_that_was_found_sound_and_is_changed_then_is_checked_again(self):
        wheel = Wheel("six", "1.0", files={"six.py": "VERSION = 1\n", "six.txt": "text\n" * 100})
        wheel.write(self.path("wheelhouse"))
        for _ in range(2):
            self.pexpack("six", "--python", sys.executable, "-o", "app.pex")
        os.unlink(self.path("app.pex"))
        flip(self.path("wheelhouse", wheel.filename))
        self.assertRegex(self.refused(), "4 != 0 : (.|\n)*six-1.0-py3-none-any.whl")

    def test_what_people_should_know_of_a_wheel_is_said_again_when_it_is_remembered(self):
        class NewerWheel(Wheel):
            def metadata(self):
                return super().metadata().replace("Metadata-Version: 2.1", "Metadata-Version: 2.9")

        NewerWheel("six", "1.0").write(self.path("wheelhouse"))
        for _ in range(2):
            run = self.pexpack("six", "--python", sys.executable, "-o", "app.pex")
            self.assertIn("is of version 2.9, newer than 2.5", run.stderr)

    def test_a_wheel_is_remembered_as_sound_in_the_cache_folder(self):
        Wheel("six", "1.0").write(self.path("wheelhouse"))
        cache = {"XDG_CACHE_HOME": self.path("cache")}
        self.pexpack("six", "--python", sys.executable, "-o", "app.pex", environment=cache)
        with open(self.path("cache", "pexpack", "checked-wheels-3"), encoding="ascii") as file:
            digests = file.read().split()
        with open(self.path("wheelhouse", "six-1.0-py3-none-any.whl"), "rb") as file:
            self.assertEqual(digests, [hashlib.sha256(file.read()).hexdigest()])


class SourceTree(command.CommandTest):
    LEFT_OUT = [".git/config", ".hg/store", "__pycache__/main.cpython-311.pyc", ".venv/pyvenv.cfg",
                ".venv/lib/thing.py", "env/pyvenv.cfg", "env/lib/thing.py", ".tox/log.py",
                ".mypy_cache/cache.json", ".pytest_cache/README.md", "wheelhouse/notes.txt",
                "build/wheelhouse/notes.txt", "dist/old.pex", "app.pex"]
    TAKEN = ["main.py", "package/__init__.py", "package/data/table.csv", "package/build_tools.py"]

    def test_only_the_users_own_files_go_in(self):
        for name in self.LEFT_OUT + self.TAKEN:
            self.write(name, "x = 1\n")
        Wheel("six", "1.0").write(self.path("my-wheels"))
        self.pexpack(".", "six", "-f", "my-wheels", *command.PLATFORM, "-o", "app.pex")
        with zipfile.ZipFile(self.path("app.pex")) as archive:
            names = set(archive.namelist())
        self.assertEqual([name for name in self.TAKEN if name not in names], [])
        self.assertEqual([name for name in self.LEFT_OUT if name in names], [])
        self.assertEqual([name for name in names if name.startswith("my-wheels/")], [])

    def test_a_second_build_with_the_output_in_the_tree_is_the_same(self):
        self.write("main.py", "x = 1\n")
        contents = []
        for _ in range(2):
            self.pexpack(".", *command.PLATFORM, "-o", "out/app.pex")
            with open(self.path("out/app.pex"), "rb") as file:
                contents.append(file.read())
        self.assertEqual(contents[0], contents[1])


# A build back end of the standard library only: what `pip wheel` calls needs no network.
BACKEND = '''
import base64, hashlib, zipfile

def row(name, text):
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return "%s,sha256=%s,%d\\n" % (name, digest.rstrip("="), len(text))

def build_wheel(directory, settings=None, metadata=None):
    name = "shop-3.2-py3-none-any.whl"
    files = {
        "shop.py": "def main(): print('open')\\n",
        "shop-3.2.dist-info/METADATA":
            "Metadata-Version: 2.1\\nName: shop\\nVersion: 3.2\\nRequires-Dist: six\\n",
        "shop-3.2.dist-info/WHEEL":
            "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        "shop-3.2.dist-info/entry_points.txt": "[console_scripts]\\nshop = shop:main\\n",
    }
    record = "".join(row(*file) for file in files.items())
    files["shop-3.2.dist-info/RECORD"] = record + "shop-3.2.dist-info/RECORD,,\\n"
    with zipfile.ZipFile(directory + "/" + name, "w") as archive:
        for file, text in files.items():
            archive.writestr(zipfile.ZipInfo(file), text)
    return name
'''


class Project(command.CommandTest):
    def test_a_folder_with_project_metadata_is_packed_as_its_wheel(self):
        self.write("pyproject.toml", '[build-system]\nrequires = []\nbuild-backend = "backend"\n'
                                     'backend-path = ["."]\n[project]\nname = "shop"\n')
        self.write("backend.py", BACKEND)
        self.write("unpackaged.py", "x = 1\n")
        Wheel("six", "1.0").write(self.path("wheelhouse"))
        self.pexpack(".", "--python", sys.executable, "-c", "shop", "-o", "app.pex")
        with zipfile.ZipFile(self.path("app.pex")) as archive:
            info = json.loads(archive.read("PEX-INFO"))
            self.assertNotIn("unpackaged.py", archive.namelist())
        self.assertEqual(sorted(info["distributions"]),
                         ["shop-3.2-py3-none-any.whl", "six-1.0-py3-none-any.whl"])

    def pack_beside(self, text):
        """What is said of a wheel with `beside/__init__.py` and code that has the file, too."""
        Wheel("beside", "1.0", files={"beside/__init__.py": "A = 1\n", "beside/api.py": ""}).write(
            self.path("wheelhouse"))
        self.write("code/beside/__init__.py", text)
        return self.pexpack("beside", "-D", "code", *command.PLATFORM, "-o", "app.pex").stderr

    def test_code_that_replaces_a_file_of_a_wheel_is_named(self):
        self.assertIn("warning: the code and `beside-1.0-py3-none-any.whl` both have "
                      "`beside/__init__.py`, which differ: the code's are used\n",
                      self.pack_beside("A = 2\n"))

    def test_code_that_has_the_same_file_as_a_wheel_is_nothing_to_say(self):
        self.assertNotIn("warning", self.pack_beside("A = 1\n"))


if __name__ == "__main__":
    command.main()
