#!/usr/bin/env python3
"""Runs the runtime's unit tests under every CPython of this machine that a pex can run under.

For one of them: PYTHONPATH=src/bootstrap/runtime python -m unittest discover -p '*_runtime_test.py'
"""

import os
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
RUNTIME = os.path.normpath(os.path.join(here, "..", "..", "src", "bootstrap", "runtime"))
sys.path.insert(0, os.path.join(here, "..", "runtime"))
from support import PYTHONS, WANTED  # noqa: E402

OLD = ["__main__.py"]
OLD += ["pexpack_%s.py" % name for name in ("information", "search", "settings", "targets")]
COMPILE = "import sys; [compile(open(p).read(), p, 'exec') for p in sys.argv[1:]]"


def run(python, *arguments):
    environ = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", PYTHONPATH=RUNTIME)
    return subprocess.call([python] + list(arguments), cwd=here, env=environ)


def main():
    failed = []
    for minor in sorted(PYTHONS, key=lambda minor: [int(part) for part in minor.split(".")]):
        if minor.startswith("3.") and int(minor[2:]) >= 6:
            print("CPython", minor, flush=True)
            if run(PYTHONS[minor], "-m", "unittest", "discover", "-p", "*_runtime_test.py") != 0:
                failed.append(minor)
    for minor in set(WANTED) | {"2.7"}:
        if minor not in PYTHONS:
            print("NO CPYTHON %s HERE: nothing was tested under it" % minor)
    old = [os.path.join(RUNTIME, name) for name in OLD]
    if "2.7" in PYTHONS and run(PYTHONS["2.7"], "-c", COMPILE, *old) != 0:
        failed.append("2.7")
    print("failed: " + ", ".join(failed) if failed else "all passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
