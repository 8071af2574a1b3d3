"""Runs the pexpack under test (--bin PATH on a test's command line) in a clean environment."""

import os
import subprocess
import sys
import tempfile
import unittest

PLATFORM = ["--platform", "manylinux2014-x86_64-cp-3.11.7-cp311"]


def take_binary():
    """Removes `--bin PATH` from the command line, which unittest then reads, and returns PATH."""
    position = sys.argv.index("--bin")
    _, path = sys.argv[position:position + 2]
    del sys.argv[position:position + 2]
    return os.path.abspath(path)


class CommandTest(unittest.TestCase):
    """A test with a fresh folder `self.folder` and pexpack at hand."""

    binary = None  # set by main()

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="pexpack-cli-")
        self.addCleanup(holder.cleanup)
        self.top = holder.name
        self.folder = os.path.join(self.top, "work")
        for name in ("work", "home", "tmp"):
            os.mkdir(os.path.join(self.top, name))

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, name, text):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def pexpack(self, *arguments, **options):
        """The finished process; fails the test when pexpack does."""
        run = self.attempt(*arguments, **options)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run

    def attempt(self, *arguments, cwd=None, environment=None, umask=0o022):
        """The finished process."""
        variables = {"PATH": os.path.dirname(sys.executable) + ":/usr/bin:/bin",
                     "HOME": os.path.join(self.top, "home"),
                     "TMPDIR": os.path.join(self.top, "tmp"),
                     "LC_ALL": "C.UTF-8", **(environment or {})}
        return subprocess.run([self.binary, *arguments], cwd=cwd or self.folder, env=variables,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=120, check=False,
                              preexec_fn=lambda: os.umask(umask))


def main():
    CommandTest.binary = take_binary()
    unittest.main(module="__main__")
