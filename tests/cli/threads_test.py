#!/usr/bin/env python3
"""All that is done by several threads at once, done by a pexpack with ThreadSanitizer in it, which
ends with 66 where two of them meet over a value. Of the libraries that are compiled in without it
only the calls are seen.
"""

import json
import os
import shutil
import sys
import zipfile

import command
from dummy_wheel import Wheel, flip

WHEELS = 12
FILES = 40


class ThreadsTest(command.CommandTest):
    def setUp(self):
        super().setUp()
        for number in range(WHEELS):
            files = {"p%d/m%d.py" % (number, i): "VERSION = %d\n" % i * 50 for i in range(FILES)}
            Wheel("p%d" % number, "1.0", files=files).write(self.path("wheelhouse"))
        for number in range(FILES):
            self.write("code/shop/m%d.py" % number, "VALUE = %d\n" % number)
        self.app = self.pack("app.pex")

    def pack(self, name):
        names = ["p%d" % number for number in range(WHEELS)]
        self.pexpack("-D", "code", *names, "-f", "wheelhouse", "--python", sys.executable, "-o", name)
        return self.path(name)

    def attempt(self, *arguments, **options):
        run = super().attempt(*arguments, **options)
        self.assertNotIn("ThreadSanitizer", run.stderr)
        return run

    def unpacked(self, name):
        """The same as pex would lay it out, whose wheels are files of their own."""
        with zipfile.ZipFile(self.app) as archive, zipfile.ZipFile(self.path(name), "w") as made:
            for member in archive.namelist():
                content = archive.read(member)
                if member == "PEX-INFO":
                    content = json.dumps(dict(json.loads(content), deps_are_wheel_files=False))
                if not member.startswith(".deps/"):
                    made.writestr(member, content)
                    continue
                with zipfile.ZipFile(archive.open(member)) as wheel:
                    for inside in wheel.namelist():
                        made.writestr(member + "/" + inside, wheel.read(inside))
        return name

    def test_wheels_that_are_new_and_wheels_that_are_known_are_checked(self):
        with open(self.app, "rb") as first, open(self.pack("again.pex"), "rb") as second:
            self.assertEqual(first.read(), second.read())

    def test_a_wheel_that_is_damaged_is_named_among_the_others(self):
        flip(self.path("wheelhouse", "p3-1.0-py3-none-any.whl"))
        run = self.attempt("p3", "p4", "p5", "-f", "wheelhouse", "--python", sys.executable, "-o", "b.pex")
        self.assertEqual(run.returncode, 4, run.stderr)
        self.assertIn("p3-1.0-py3-none-any.whl", run.stderr)

    def test_everything_in_a_pex_is_verified(self):
        self.pexpack("verify", "app.pex")
        run = self.attempt("verify", self.unpacked("unpacked.pex"))
        self.assertIn("pex_hash", run.stderr)  # as we have changed PEX-INFO; the wheels are sound
        self.assertNotIn(".whl", run.stderr)
        with open(self.app, "rb") as stream:
            content = stream.read().replace(b"VERSION = 7", b"VERSION = 8")
        with open(self.path("bad.pex"), "wb") as stream:
            stream.write(content)
        run = self.attempt("verify", "bad.pex")
        self.assertEqual(run.returncode, 4, run.stderr)
        self.assertEqual(run.stderr.count("-1.0-py3-none-any.whl"), WHEELS, run.stderr)

    def test_wheels_are_taken_out(self):
        self.pexpack("extract", "app.pex", "out")
        self.assertEqual(len(os.listdir(self.path("out"))), WHEELS)
        self.pexpack("extract", self.unpacked("unpacked.pex"), "rebuilt")

    def test_wheels_and_code_are_installed(self):
        self.pexpack("venv", "app.pex", "venv", "--python", sys.executable)
        self.pexpack("venv", "app.pex", "layers", "--python", sys.executable, "--scope", "deps")
        self.pexpack("venv", "app.pex", "layers", "--python", sys.executable, "--scope", "srcs")
        for name in "venv", "layers":
            site = self.path(name, "lib", "python%d.%d" % sys.version_info[:2], "site-packages")
            self.assertEqual(len(os.listdir(os.path.join(site, "p7"))), FILES)
            self.assertEqual(len(os.listdir(os.path.join(site, "shop"))), FILES)
            shutil.rmtree(self.path(name))


if __name__ == "__main__":
    command.main()
