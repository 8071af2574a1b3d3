"""What holds of every build, whatever goes wrong around it, and a build to show it with.

- It ends with 0: the output is, byte for byte, that of a build without a fault.
- It ends with another code: the output is as it was, content, mode and kind, and a message says
  which file it is about and why; no traceback.
- Always: beside the output nothing is new but what the next build removes (`LEFT_BEHIND`), and
  nothing else has changed but the cache.

What goes wrong, by the rows of part B of the list of faults in the reference material:

B01 disk full            room_test FullDisk, FullCache
B02 size limit           room_test SizeLimit (SIGXFSZ ignored and not)
B03 closed folder        place_test, support_files (read-only file system)
B04 SIGKILL              killed_test (50 random moments), calls_test (at each step)
B05 SIGINT and others    killed_test, calls_test (at each step), cli_signals (a back end at work,
                         requirements from a pipe, a result that nobody reads, two at once)
B06 output is a folder   place_test (also a device, a FIFO, a socket, and links to them)
B07 output is a link     place_test, support_files (a link to nothing, to itself, among folders)
B08 neighbours           place_test, support_files (names like those of our temporary files)
B09 output in use        place_test
B10 few descriptors      many_test
B11 many at once         many_test (16), runtime_cache (starts)
B12 other file system    room_test TemporaryFolder, calls_test Each (EXDEV)
B13 TMPDIR full, absent  room_test TemporaryFolder
B14 stdout full, closed  streams_test, cli_output
B15 wheel changes        changing_test (cut, grown, replaced, written over at each read)
B16 reproducible         cli_reproducible (time zone, umask, locale, modes, order, name, PATH)
B17 EINTR                calls_test Calls, Each, Short (a signal every millisecond)
B18 short reads, writes  calls_test Short
B19 EIO                  calls_test Calls, Each
B20 folder vanishes      place_test
B21 power loss           calls_test (the order of fsync and rename)
B22 clock                surroundings_test Clock, pex (SOURCE_DATE_EPOCH)
B23 locale, names        surroundings_test Names, cli_reproducible
A   each call fails      calls_test Each
"""

import functools
import hashlib
import os
import re
import shutil
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

# Two checks of a build with the address sanitizer that cannot be made below strace and a preloaded
# library. Builds without it do not read the variable.
SANITIZER = {"ASAN_OPTIONS": "detect_leaks=0:verify_asan_link_order=0"}


def arguments(output, requirements=("requests",)):
    """Of a build in a folder that `write_inputs` has filled."""
    return ["./code", *requirements, "-f", "wheels", *command.PLATFORM, "-m", "main", "-o", output]


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

    shim = None  # the library made of shim.cpp
    shared = ""  # the folder of the reference material
    requirements = ("requests",)

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
        return self.run_pexpack(*arguments(self.output, self.requirements), *more, **options)

    def build_with_shim(self, **variables):
        """A build with what shim.cpp does at system calls."""
        return self.build(environment={"LD_PRELOAD": self.shim, **variables})

    def build_at(self, call, run):
        """A build in which the shell command `run` runs before this call: `pwrite:3`."""
        return self.build_with_shim(FAULT_AT=call, FAULT_RUN=run)

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


def taken_option(name):
    """Removes an option with its value from the command line, which unittest then reads."""
    if name not in sys.argv:
        return None
    position = sys.argv.index(name)
    _, value = sys.argv[position:position + 2]
    del sys.argv[position:position + 2]
    return value


def skip_loudly(reason):
    sys.stderr.write("\n" + reason + "\n")
    raise unittest.SkipTest(reason)


def need_program(name):
    """Its path; skips the test where it is not installed."""
    path = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin:/sbin:/bin")
    return path or skip_loudly("NO %s HERE: scripts/setup installs it" % name.upper())


def need_strace():
    """Its path; skips the test where it is not installed or may trace nothing."""
    path = need_program("strace")
    if subprocess.run([path, "-qq", "-o", os.devnull, "true"], stderr=subprocess.DEVNULL,
                      check=False).returncode != 0:
        skip_loudly("STRACE MAY TRACE NOTHING HERE")
    return path


def need_root():
    if os.geteuid() != 0:
        skip_loudly("ONLY ROOT CAN DO THIS")


def main():
    """FILE --bin PEXPACK [--shim LIBRARY] [--shared FOLDER]; $PEXPACK_BIN, when set, is tested."""
    binary = command.take_binary()
    command.CommandTest.binary = os.path.abspath(os.environ.get("PEXPACK_BIN") or binary)
    FaultTest.shim = os.path.abspath(taken_option("--shim") or "")
    shared = taken_option("--shared") or ""
    FaultTest.shared = os.environ.get("PEXPACK_SHARED") or shared
    unittest.main(module="__main__")
