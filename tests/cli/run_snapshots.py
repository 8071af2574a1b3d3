#!/usr/bin/env python3
"""Runs pexpack on every case of tests/cli/cases and compares all it prints and writes.

run_snapshots.py [--update] [--bin PATH] [NAME …]

Each case has a fresh folder and a clean environment. What changes from run to run is replaced:
[CWD] the case's folder, [VERSION] pexpack's, [TIME], [SIZE], [SHA256 of NAME] of a wheel of the case;
without --platform and --for also [PYTHON], [PYTHON VERSION], [PYTHON MINOR] of the python3 on PATH and
[GLIBC].
--update rewrites the expectations; a command that fails and yet changes something on disk fails in
any case.
"""

import argparse
import difflib
import glob
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from snapshot_case import Case, CaseError, Expected

HERE = os.path.dirname(os.path.abspath(__file__))
TIME_LIMIT = 60  # seconds; a case takes some milliseconds


class Machine:
    """What is the same for all cases: the binary, its version and a Python."""

    def __init__(self, binary):
        self.binary = os.path.abspath(binary)
        self.python = os.path.realpath(sys.executable)
        shown = subprocess.run([self.binary, "--version"], stdout=subprocess.PIPE, text=True,
                               stdin=subprocess.DEVNULL, check=True).stdout
        self.version = re.search(r"\d+\.\d+\.\d+\S*", shown).group()


def tree(folder):
    """Path → (kind, mode, content hash) of everything below `folder`."""
    found = {}
    for where, folders, files in os.walk(folder):
        if os.path.relpath(where, folder) == "home":  # its cache is the command's own affair
            folders[:] = [name for name in folders if name != ".cache"]
        for name in folders + files:
            path = os.path.join(where, name)
            status = os.lstat(path)
            if os.path.islink(path):
                content = os.readlink(path)
            elif os.path.isfile(path):
                with open(path, "rb") as file:
                    content = hashlib.sha256(file.read()).hexdigest()
            else:
                content = "folder"
            found[os.path.relpath(path, folder)] = (oct(status.st_mode), content)
    return found


def changes(before, after):
    lines = ["+ " + path for path in after if path not in before]
    lines += ["- " + path for path in before if path not in after]
    lines += ["~ " + path for path in after if path in before and after[path] != before[path]]
    return sorted(lines, key=lambda line: line[2:])


def normalise_python(text):
    """Replaces what the Python at hand says about itself."""
    text = text.replace(platform.python_version(), "[PYTHON VERSION]")
    minor = ".".join(platform.python_version_tuple()[:2])
    text = re.sub(r"CPython %s\b" % re.escape(minor), "CPython [PYTHON MINOR]", text)
    glibc = platform.libc_ver()[1].replace(".", "_")
    return text.replace("manylinux_%s_" % glibc, "manylinux_[GLIBC]_") if glibc else text


def normalise(text, machine, top, wheels):
    """Replaces what differs between runs by placeholders."""
    work = os.path.join(top, "work")
    for path in (os.path.realpath(work), work):
        text = text.replace(path, "[CWD]")
    text = text.replace(os.path.join(top, "bin", "python3"), "[PYTHON]").replace(top, "[TOP]")
    text = text.replace(machine.python, "[PYTHON]")
    # What builds is this machine's, whatever the target is.
    text = text.replace("`[PYTHON]` (Python %s)" % platform.python_version(),
                        "`[PYTHON]` (Python [PYTHON VERSION])")
    for digest, name in wheels.items():
        text = text.replace(digest, "[SHA256 of %s]" % name)
    text = re.sub(r"(?<![\w.])%s(?![\w.])" % re.escape(machine.version), "[VERSION]", text)
    text = re.sub(r"\b\d+(\.\d+)? ?(ns|µs|ms|s)\b", "[TIME]", text)
    return re.sub(r"\b\d+(\.\d+)? ?(bytes|B|[kKMG]i?B)\b", "[SIZE]", text)


def wheel_hashes(folder):
    found = {}
    for path in glob.glob(os.path.join(folder, "**", "*"), recursive=True):
        if path.endswith((".whl", ".tar.gz")) and os.path.isfile(path):
            with open(path, "rb") as file:
                found[hashlib.sha256(file.read()).hexdigest()] = os.path.basename(path)
    return found


def run_case(case, machine):
    """Runs one case; returns (Expected, a sentence about a broken rule or None)."""
    top = tempfile.mkdtemp(prefix="pexpack-cli-")
    try:
        work = os.path.join(top, "work")
        for name in ("work", "home", "tmp", "bin"):
            os.mkdir(os.path.join(top, name))
        os.symlink(machine.python, os.path.join(top, "bin", "python3"))
        case.prepare(work)
        environment = {"PATH": os.path.join(top, "bin"), "HOME": os.path.join(top, "home"),
                       "TMPDIR": os.path.join(top, "tmp"), "LC_ALL": "C.UTF-8"}
        environment.update(case.environment)
        before = tree(top)
        run = subprocess.run([machine.binary, *case.command], env=environment,
                             cwd=os.path.join(work, case.cwd), stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIME_LIMIT,
                             check=False)
        changed = changes(before, tree(top))
        wheels = wheel_hashes(work)
        stdout, stderr = (
            normalise(output.decode("utf-8", "backslashreplace"), machine, top, wheels)
            for output in (run.stdout, run.stderr))
        if not {"--platform", "--for"} & set(case.command):
            stdout, stderr = normalise_python(stdout), normalise_python(stderr)
        shown = [re.sub(r"^(. )work/", r"\1", change) for change in changed]
        broken = None
        if run.returncode != 0 and changed:
            broken = "failed, and yet changed on disk: " + ", ".join(shown)
        return Expected(run.returncode, shown, stdout, stderr), broken
    finally:
        shutil.rmtree(top)


def judge(case, machine, update):
    """Runs and compares one case; returns its report, empty when it is as expected."""
    try:
        actual, broken = run_case(case, machine)
    except subprocess.TimeoutExpired:
        return "%s: took more than %d s\n" % (case.name, TIME_LIMIT)
    if broken:
        return "%s: %s\n%s" % (case.name, broken, actual.stderr)
    text = actual.to_text()
    if text == case.expected_text:
        return ""
    if update:
        with open(case.path, "w", encoding="utf-8") as file:
            file.write(case.head + "\n" + text)
        return ""
    difference = difflib.unified_diff(case.expected_text.splitlines(True), text.splitlines(True),
                                      "expected", "actual")
    return "%s: %s\n%s" % (case.name, case.head.split("\n")[0][2:], "".join(difference))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--bin", default="build/dev/src/cli/pexpack")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    machine = Machine(arguments.bin)
    try:
        cases = [Case(path) for path in sorted(glob.glob(os.path.join(HERE, "cases", "*.snap")))]
    except CaseError as error:
        sys.exit(str(error))
    if arguments.names:
        cases = [case for case in cases if case.name in arguments.names]
    with ThreadPoolExecutor(max_workers=2 * (os.cpu_count() or 1)) as pool:
        reports = list(pool.map(lambda case: judge(case, machine, arguments.update), cases))
    failures = [report for report in reports if report]
    print("\n".join(failures), end="")
    print("%d cases, %d failed" % (len(cases), len(failures)))
    return 1 if failures or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
