"""run_corpus.py CORPUS KIND,KIND ADAPTER: the corpus' own comparison, less our deliberate differences.

Exits 0 when every kind was compared and nothing else differs, 77 (skipped) when the corpus is not
there, else 1: also when there is no adapter."""
import os
import re
import subprocess
import sys

# A part of the printed case, and why our answer is not the reference's.
DELIBERATE = {
    "~=1.0.po\\u017ft1": "letters beyond ASCII are no version; the reference accepts and then fails on it",
}


def is_deliberate(line):
    return any(part in line.encode("ascii", "backslashreplace").decode() for part in DELIBERATE)


def main():
    corpus, kinds, adapter = sys.argv[1:]
    if not os.access(adapter, os.X_OK):
        sys.exit("FAILED: there is no adapter at %s: was it built?" % adapter)
    if not os.path.isdir(corpus):
        print("SKIPPED: there is no corpus in", corpus)
        sys.exit(77)
    command = [sys.executable, os.path.join(corpus, "compare.py"), adapter]
    run = subprocess.run(command + ["--only", kinds, "--show", "100000"], capture_output=True, text=True)
    differences = 0
    missing = set(kinds.split(","))
    for line in run.stdout.splitlines():
        if re.match(r"\S+ +\d+ / +\d+$", line):
            missing.discard(line.split()[0])
            print(line)
        elif is_deliberate(line):
            print("deliberate:", line.strip())
        else:
            differences += 1
            print(line)
    if run.returncode not in (0, 1) or not run.stdout:
        sys.exit(run.stderr or 1)
    if missing:
        sys.exit("FAILED: not compared: " + ", ".join(sorted(missing)))
    sys.exit(1 if differences else 0)


main()
