"""ruff looks at all the Python here and lays out what is in src, mypy checks the runtime's types.

lint.py SOURCE
"""

import glob
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data"))

import real_input  # noqa: E402

TOOLS = ["ruff==0.17.6", "mypy==2.4.1"]
OLDEST_FOR_MYPY = "3.10"  # the runtime's own tests run it on 3.6


def main():
    source = sys.argv[1]
    folder = real_input.optional_venv("lint", real_input.python(11), TOOLS)
    if not folder:
        real_input.skip("ruff and mypy cannot be fetched")
    runtime = os.path.join(source, "src", "bootstrap", "runtime")
    modules = sorted(glob.glob(os.path.join(runtime, "*.py")))
    ruff, mypy = os.path.join(folder, "ruff"), os.path.join(folder, "mypy")
    types = ["--check-untyped-defs", "--warn-unused-ignores", "--python-version", OLDEST_FOR_MYPY]
    runs = [
        [ruff, "check", "--no-cache", source],
        [ruff, "format", "--no-cache", "--diff", os.path.join(source, "src")],
        [mypy, "--cache-dir", os.devnull, *types, *modules],
    ]
    statuses = [subprocess.run(words, cwd=source, check=False).returncode for words in runs]
    sys.exit(1 if any(statuses) else 0)


if __name__ == "__main__":
    main()
