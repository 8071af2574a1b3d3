"""Real wheels, real Pythons and the pexpack that users get, or a loud skip.

Everything fetched is kept in a cache outside the repository and fetched once:
${PEXPACK_TEST_CACHE:-${XDG_CACHE_HOME:-~/.cache}/pexpack-tests}.
"""

import glob
import os
import shutil
import subprocess
import sys
import tempfile

SKIP_EXIT_CODE = 77
FETCH_LIMIT = 420  # seconds

CACHE = os.environ.get("PEXPACK_TEST_CACHE") or os.path.join(
    os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "pexpack-tests")


def skip(reason):
    print("SKIPPED: " + reason)
    sys.exit(SKIP_EXIT_CODE)


def pexpack():
    """$PEXPACK_BIN, or the binary named on the command line."""
    binary = os.path.abspath(os.environ.get("PEXPACK_BIN") or sys.argv[1])
    if not os.access(binary, os.X_OK):
        skip("no pexpack at %s" % binary)
    return binary


def shared():
    """The folder of reference material, named on the command line."""
    return os.environ.get("PEXPACK_SHARED") or sys.argv[2]


def wheelhouse(name):
    """A folder filled with the wheels of that name, pinned: the same bytes every time."""
    fetch = os.path.join(shared(), "wheelhouses", "fetch")
    if not os.path.exists(fetch):
        skip("no %s: which wheels to fetch is not known" % fetch)
    folder = os.path.join(CACHE, "wheelhouses", name)
    try:
        run([fetch, name, folder], timeout=FETCH_LIMIT)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        skip("cannot fetch the wheelhouse %s: %s" % (name, error))
    return folder


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


def optional_venv(name, interpreter, pip_arguments):
    """As venv(); None when pip cannot get the packages."""
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
        print("FAILED: " + message)
        sys.exit(1)
