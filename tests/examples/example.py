"""What the tests of examples/ share: a copy of an example, the commands of its README, and stand-ins.

A test runs with the pexpack under test (`example.py`'s main takes it from the command line) and a PATH
of its own. Where something that it needs is not here, it says so and ctest shows it as skipped.
"""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = os.path.join(HERE, "..", "..", "examples")
sys.path.insert(0, os.path.join(HERE, "..", "data"))

import real_input  # noqa: E402

LIMIT = 300  # seconds a command may take


def blocks(text):
    """The `sh` blocks of a README, in order."""
    return re.findall(r"^```sh\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def needed(function, *arguments):
    """What a function of real_input gives; where that skips, this one test is skipped for the same reason."""
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            return function(*arguments)
    except SystemExit as ended:
        if ended.code != real_input.SKIP_EXIT_CODE:
            raise AssertionError(said.getvalue()) from ended
        raise unittest.SkipTest(said.getvalue().strip().rpartition("SKIPPED: ")[2]) from ended


class ExampleTest(unittest.TestCase):
    """A test with a copy of the example `name` in self.folder, and nothing but self.bin before the system on PATH."""

    name = None

    def setUp(self):
        holder = real_input.work_folder()
        self.addCleanup(holder.cleanup)
        self.top = os.path.realpath(holder.name)
        self.folder = os.path.join(self.top, "checkout")
        shutil.copytree(os.path.join(EXAMPLES, self.name), self.folder)
        self.bin = os.path.join(self.top, "bin")
        self.home = os.path.join(self.top, "home")
        os.mkdir(self.bin)
        os.mkdir(self.home)
        self.environment = {"PATH": self.bin + ":/usr/bin:/bin", "HOME": self.home, "TMPDIR": self.top,
                            "LC_ALL": "C.UTF-8", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        os.symlink(real_input.pexpack(), os.path.join(self.bin, "pexpack"))

    def offer(self, name, *command):
        """Puts a program of that name on PATH that runs the command with its own arguments."""
        words = " ".join("'%s'" % word.replace("'", "'\\''") for word in command)
        path = os.path.join(self.bin, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\nexec %s "$@"\n' % words)
        os.chmod(path, 0o755)

    def offer_python(self, interpreter):
        """Puts a Python on PATH under the names that it has where it is installed, and its pip."""
        minor = re.search(r"3\.\d+$", os.path.basename(os.path.realpath(interpreter))).group(0)
        for name in ("python3", "python" + minor):
            path = os.path.join(self.bin, name)
            if os.path.lexists(path):
                os.unlink(path)
            os.symlink(os.path.realpath(interpreter), path)

    def offer_aws(self):
        """The stand-in for the AWS command line; `self.s3` is what it takes for S3."""
        store = os.path.join(self.top, "aws")
        self.s3 = os.path.join(store, "s3")
        os.makedirs(self.s3)
        self.environment["AWS_STAND_IN"] = store
        self.offer("aws", sys.executable, os.path.join(HERE, "aws_stand_in.py"))

    def offer_wheels(self, folder):
        """Lets pip find its wheels in that folder alone, so that the example's own call of pip is run."""
        self.environment.update(PIP_NO_INDEX="1", PIP_FIND_LINKS=folder)

    def commands(self):
        with open(os.path.join(self.folder, "README.md"), encoding="utf-8") as file:
            return blocks(file.read())

    def run_shell(self, script, status=0, **options):
        """Runs it as one types it, but ended by the first failure; returns stdout."""
        return self.run_words(["sh", "-euc", script], status, **options)

    def run_words(self, words, status=0, environment=None, **options):
        options.setdefault("cwd", self.folder)
        variables = dict(self.environment, **(environment or {}))
        if "input" not in options:
            options["stdin"] = subprocess.DEVNULL
        run = subprocess.run(words, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             text=True, timeout=LIMIT, check=False, **options)
        self.assertEqual(run.returncode, status, "%s\n%s\n%s" % (words, run.stdout, run.stderr))
        self.stderr = run.stderr
        return run.stdout


def main():
    """Runs the tests; the exit code is ctest's for a skip when one of them was."""
    result = unittest.main(module="__main__", argv=sys.argv[:1], exit=False, verbosity=2).result
    if not result.wasSuccessful():
        sys.exit(1)
    if result.skipped:
        real_input.skip("; ".join(reason for _, reason in result.skipped))
