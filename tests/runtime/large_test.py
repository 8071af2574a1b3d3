"""Files that are too large for Python's own import from a zip archive."""

import json
import os
import subprocess
import unittest

import support
from support import PEXPACK, RuntimeTest

FILES = 65536


class ManyFilesTest(RuntimeTest):
    """One file is built for all Pythons: its many files cost more than all that is tested."""

    @classmethod
    def setUpClass(cls):
        cls.built = support.shared_folder(cls)
        support.tiny_wheelhouse(os.path.join(cls.built, "wheels"))
        for folder in range(256):
            package = os.path.join(cls.built, "src", "many", "p%d" % folder)
            os.makedirs(package)
            for number in range(FILES // 256):
                open(os.path.join(package, "m%d.py" % number), "w").close()
        cls.app = os.path.join(cls.built, "app.pex")
        support.build(
            cls.app,
            ["other"],
            os.path.join(cls.built, "wheels"),
            support.any_python(),
            *("-D", os.path.join(cls.built, "src")),
            *("--interpreter-constraint", ">=3.6"),
        )

    def check_under(self, minor):
        self.offer(support.need_python(minor))
        code = "import many.p0.m7, many.p255.m255, other; print(other.VALUE)"
        self.check(self.pex(self.app, "-c", code, timeout=240), "other and tiny\n")

    def test_it_starts_under_3_6(self):
        self.check_under("3.6")

    def test_it_starts_under_3_11(self):
        self.check_under("3.11")

    def test_our_tools_see_both_archives(self):
        seen = subprocess.run(
            [PEXPACK, "inspect", "--json", self.app], check=True, stdout=subprocess.PIPE
        )
        contents = json.loads(seen.stdout.decode("utf-8"))
        self.assertEqual(len(contents["code"]), FILES)
        self.assertEqual(len(contents["wheels"]), 2)
        subprocess.run([PEXPACK, "verify", self.app], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    unittest.main()
