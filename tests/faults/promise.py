"""What holds of every build, whatever goes wrong around it, and a build to show it with.

- It ends with 0: the output is, byte for byte, that of a build without a fault.
- It ends with another code: the output is as it was, content, mode and kind, and a message says
  which file it is about and why; no traceback.
- Always: beside the output nothing is new but what the next build removes (`LEFT_BEHIND`), and
  nothing else has changed but the cache.
"""

import functools
import hashlib
import os
import re
import stat
import subprocess
import sys
import tempfile
import unittest
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
import command  # noqa: E402
from dummy_wheel import Wheel  # noqa: E402

WHEELS = (
    Wheel("six", "1.0"),
    Wheel("idna", "3.0"),
    Wheel("requests", "2.0", requires=["six", "idna"],
          files={"requests/__init__.py": "VALUE = 'whole'\n",
                 "requests/late.py": "VALUE = 'late'\n",
                 "requests/table.txt": "".join("row %d\n" % row for row in range(60_000))}),
)
MAIN = "import requests, six, idna\nprint(requests.VALUE)\n"
OLD = b"the old output\n"
OLD_MODE = 0o750
LEFT_BEHIND = r"\.app\.pex\.pexpack-[A-Za-z0-9]{6}\.tmp"
SYSTEM_FAILED = 5
IS_ROOT = os.geteuid() == 0

# Two checks of a build with the address sanitizer that cannot be made below strace and a preloaded
# library. Builds without it do not read the variable.
SANITIZER = {"ASAN_OPTIONS": "detect_leaks=0:verify_asan_link_order=0"}


def arguments(output):
    """Of a build in a folder that `write_inputs` has filled."""
    return ["./code", "requests", "-f", "wheels", *command.PLATFORM, "-m", "main", "-o", output]


def write_inputs(folder):
    for wheel in WHEELS:
        wheel.write(os.path.join(folder, "wheels"))
    os.mkdir(os.path.join(folder, "code"))
    with open(os.path.join(folder, "code", "main.py"), "w", encoding="utf-8") as file:
        file.write(MAIN)


@functools.cache
def clean_build():
    """The bytes of the output where nothing goes wrong; every entry is sound, and it starts."""
    with tempfile.TemporaryDirectory(prefix="pexpack-faults-") as folder:
        write_inputs(folder)
        path = os.path.join(folder, "app.pex")
        variables = {"PATH": os.path.dirname(sys.executable) + ":/usr/bin:/bin", "HOME": folder}
        subprocess.run([command.CommandTest.binary, *arguments(path)], cwd=folder, env=variables,
                       stderr=subprocess.DEVNULL, check=True)
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
        ran = subprocess.run([sys.executable, path], env=variables, stdout=subprocess.PIPE, check=True)
        assert ran.stdout == b"whole\n"
        return contents(path)


def contents(path):
    with open(path, "rb") as file:
        return file.read()


def described(path):
    """Kind, mode and content of what is there."""
    status = os.lstat(path)
    content = ""
    if stat.S_ISLNK(status.st_mode):
        content = os.readlink(path)
    elif stat.S_ISREG(status.st_mode):
        content = hashlib.sha256(contents(path)).hexdigest()
    return stat.filemode(status.st_mode), content


class FaultTest(command.CommandTest):
    """A test with an old output `self.output` and the inputs of a build that would replace it."""

    def setUp(self):
        super().setUp()
        self.clean = clean_build()
        write_inputs(self.folder)
        self.out = os.path.join(self.top, "out")
        self.output = os.path.join(self.out, "app.pex")
        os.mkdir(self.out)
        self.put_old()
        self.before = self.surroundings()

    def put_old(self):
        with open(self.output, "wb") as file:
            file.write(OLD)
        os.chmod(self.output, OLD_MODE)

    def surroundings(self):
        """Path and description of everything but the output, its temporary file and the cache."""
        found = {}
        for folder, folders, files in os.walk(self.top):
            folders[:] = [name for name in folders if name != ".cache"]
            for name in folders + files:
                path = os.path.join(folder, name)
                if path != self.output and not re.fullmatch(LEFT_BEHIND, name):
                    found[path] = described(path)
        return found

    def variables(self, environment=None):
        return {"PATH": os.path.dirname(sys.executable) + ":/usr/bin:/bin", "LC_ALL": "C.UTF-8",
                "HOME": os.path.join(self.top, "home"), "TMPDIR": os.path.join(self.top, "tmp"),
                **SANITIZER, **(environment or {})}

    def start(self, *words, under=(), environment=None, **options):
        """pexpack with these arguments, started below the program `under`."""
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen([*under, self.binary, *words], cwd=self.folder, text=True,
                                   env=self.variables(environment), **{**streams, **options})
        self.addCleanup(process.kill)
        return process

    def finish(self, process):
        """It must have ended by itself: a fault is no reason to wait for ever."""
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out or "", err or "")

    def run_pexpack(self, *words, **options):
        return self.finish(self.start(*words, **options))

    def build(self, *more, **options):
        """The finished build of the usual inputs to the usual output."""
        return self.run_pexpack(*arguments(self.output), *more, **options)

    def left_behind(self):
        names = [name for name in os.listdir(self.out) if name != os.path.basename(self.output)]
        return [name for name in names if re.fullmatch(LEFT_BEHIND, name)]

    def assert_surroundings(self, is_clean=True):
        after = self.surroundings()
        changed = {path for path in {*self.before, *after} if self.before.get(path) != after.get(path)}
        self.assertEqual(changed, set())
        if is_clean:
            self.assertEqual(self.left_behind(), [])

    def assert_made(self, run):
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertTrue(contents(self.output) == self.clean, "another file than without the fault")
        self.assertEqual(stat.S_IMODE(os.lstat(self.output).st_mode), 0o755)
        self.assert_surroundings()

    def is_old(self):
        return described(self.output) == (stat.filemode(stat.S_IFREG | OLD_MODE),
                                          hashlib.sha256(OLD).hexdigest())

    def assert_kept(self, run, *texts, code=SYSTEM_FAILED):
        """The old output is there, and the message has these texts: the file and the cause."""
        self.assertEqual(run.returncode, code, run.stderr)
        self.assertTrue(self.is_old(), described(self.output))
        self.assertEqual(run.stderr.count("error: "), 1, run.stderr)
        for text in texts:
            self.assertIn(text, run.stderr)
        for text in ("Traceback", "a bug in pexpack", "terminate called"):
            self.assertNotIn(text, run.stderr)
        self.assert_surroundings()


def say_loudly(text):
    sys.stderr.write(text + "\n")


def main():
    """Runs the tests of the calling file: FILE --bin PEXPACK; $PEXPACK_BIN, when set, is tested instead."""
    binary = command.take_binary()
    command.CommandTest.binary = os.path.abspath(os.environ.get("PEXPACK_BIN") or binary)
    unittest.main(module="__main__")
