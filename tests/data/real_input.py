"""Real wheels, real Pythons and the pexpack that users get, or a loud skip.

Everything fetched is kept in a cache outside the repository and fetched once:
${PEXPACK_TEST_CACHE:-${XDG_CACHE_HOME:-~/.cache}/pexpack-tests}.
"""

import contextlib
import fcntl
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

SKIP_EXIT_CODE = 77
FETCH_LIMIT = 420  # seconds
PACKAGING = "26.3"

CACHE = os.environ.get("PEXPACK_TEST_CACHE") or os.path.join(
    os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "pexpack-tests")


class Skip(SystemExit):
    """Ends the program with SKIP_EXIT_CODE, unless somebody goes on without what is missing."""

    def __init__(self, reason):
        super().__init__(SKIP_EXIT_CODE)
        self.reason = reason


def skip(reason):
    print("SKIPPED: " + reason)
    raise Skip(reason)


def fail(reason):
    print("FAILED: " + reason)
    sys.exit(1)


def pexpack():
    """$PEXPACK_BIN, or the binary named on the command line."""
    binary = os.path.abspath(os.environ.get("PEXPACK_BIN") or sys.argv[1])
    if not os.access(binary, os.X_OK):
        fail("there is no pexpack at %s: was it built?" % binary)
    return binary


def pins(name):
    """The file that lists the wheels of that name: of the reference material, else our own."""
    shared = os.environ.get("PEXPACK_SHARED") or sys.argv[2]
    here = os.path.dirname(os.path.abspath(__file__))
    candidates = [os.path.join(folder, "wheelhouses", name + ".txt") for folder in (shared, here)]
    return (next((path for path in candidates if os.path.exists(path)), None)
            or skip("no list of wheels %s.txt in %s" % (name, shared)))


@contextlib.contextmanager
def alone(name):
    """Has other tests wait that would fill the same part of the cache."""
    os.makedirs(CACHE, exist_ok=True)
    with open(os.path.join(CACHE, name + ".lock"), "w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def wheelhouse(name):
    """A folder with the wheels of that name and no others, pinned: the same bytes every time."""
    with alone("wheelhouse-" + name):
        return filled_wheelhouse(name)


def filled_wheelhouse(name):
    listed = pins(name)
    folder = os.path.join(CACHE, "wheelhouses", name)
    if is_filled(folder, listed):
        return folder
    with work_folder() as fresh:
        try:
            run([sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q",
                 "--no-deps", *wheel_options(name), "-d", fresh, "-r", listed],
                timeout=FETCH_LIMIT)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            skip("cannot fetch the wheelhouse %s: %s" % (name, error))
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(fresh, folder)
    if not is_filled(folder, listed):
        fail("%s does not hold what %s lists" % (folder, listed))
    return folder


def is_filled(folder, listed):
    """Whether the folder's wheels are those of the list, by name and version."""
    with open(listed, encoding="utf-8") as file:
        wanted = sorted(normalized(line.split()[0]) for line in file if "==" in line)
    names = os.listdir(folder) if os.path.isdir(folder) else []
    return sorted(normalized("==".join(name.split("-")[:2])) for name in names) == wanted


def normalized(pin):
    name, version = pin.split("==")
    return "%s==%s" % (re.sub("[-_.]+", "-", name).lower(), version)


def wheel_options(name):
    """What has pip take the wheels of the wheelhouse's target, whatever Python runs it."""
    version, abi = ("3.6.15", "cp36m") if name.endswith("-cp36") else ("3.11.15", "cp311")
    options = ["--only-binary", ":all:", "--implementation", "cp", "--python-version", version]
    for each in (abi, "abi3", "none"):
        options += ["--abi", each]
    for minor in range(36, 4, -1):  # of glibc: pip takes each platform for itself alone
        options += ["--platform", "manylinux_2_%d_x86_64" % minor]
    for legacy in ("manylinux2014", "manylinux2010", "manylinux1"):
        options += ["--platform", legacy + "_x86_64"]
    return options


def python(minor):
    """The path of a CPython 3.`minor` found on PATH or under ~/.pyenv."""
    name = "python3.%d" % minor
    candidates = [os.path.join(folder, name) for folder in os.environ["PATH"].split(":")]
    candidates += glob.glob(os.path.expanduser("~/.pyenv/versions/3.%d.*/bin/%s" % (minor, name)))
    ask = "import platform, sys; print(platform.python_implementation(), *sys.version_info[:2])"
    for candidate in candidates:
        try:
            answer = subprocess.run([candidate, "-c", ask], stdout=subprocess.PIPE, text=True,
                                    stderr=subprocess.DEVNULL, timeout=60, check=False).stdout
        except OSError:
            continue
        if answer.split() == ["CPython", "3", str(minor)]:
            # Shims of version managers look at the folder they are called in: take the real one.
            return subprocess.run([candidate, "-c", "import sys; print(sys.executable)"], text=True,
                                  stdout=subprocess.PIPE, check=True).stdout.strip()
    return skip("no CPython 3.%d on PATH or under ~/.pyenv" % minor)


def venv(name, interpreter, pip_arguments):
    """The bin folder of a plain venv with these packages, made once."""
    return (optional_venv(name, interpreter, pip_arguments)
            or skip("cannot make the venv %s" % name))


def packaging_python():
    """A CPython 3.11 with the `packaging` that the tests and measurements compare with."""
    return os.path.join(venv("packaging", python(11), ["packaging==" + PACKAGING]), "python")


def optional_venv(name, interpreter, pip_arguments):
    """As venv(); None when pip cannot get the packages."""
    with alone("venv-" + name):
        return filled_venv(name, interpreter, pip_arguments)


def filled_venv(name, interpreter, pip_arguments):
    root = os.path.join(CACHE, "venvs", name)
    finished = os.path.join(root, "finished.txt")
    wanted = "\n".join([interpreter, *pip_arguments])
    if not os.path.exists(finished) or open(finished, encoding="utf-8").read() != wanted:
        shutil.rmtree(root, ignore_errors=True)
        try:
            run([interpreter, "-m", "venv", root], timeout=FETCH_LIMIT)
            run([os.path.join(root, "bin", "python"), "-m", "pip", "--disable-pip-version-check",
                 "install", "-q", *pip_arguments], timeout=FETCH_LIMIT)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            print("cannot make the venv %s: %s" % (name, error))
            return None
        with open(finished, "w", encoding="utf-8") as file:
            file.write(wanted)
    return os.path.join(root, "bin")


def work_folder():
    """A fresh folder on the cache's disk, which holds some hundred MB; for a `with` statement."""
    os.makedirs(CACHE, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix="run-", dir=CACHE)


def run(command, **options):
    """Runs and echoes a command; returns its stdout and raises when it fails."""
    print("$", " ".join(command), flush=True)
    return subprocess.run(command, check=True, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, **options).stdout


def clean_environment(interpreter, folder):
    """What a run gets: `interpreter` first on PATH, a cache of its own, nothing of the builder."""
    return {"PATH": os.path.dirname(interpreter) + ":/usr/bin:/bin", "HOME": folder,
            "PEX_ROOT": os.path.join(folder, "pex_root"), "TMPDIR": folder, "LC_ALL": "C.UTF-8"}


def check(condition, message):
    if not condition:
        fail(message)
