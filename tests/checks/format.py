#!/usr/bin/env python3
"""Fails on C++ that clang-format would change and on untidy text: tabs, trailing blanks, CRLF, a
missing or doubled final newline, a source file of more than 600 lines."""

import argparse
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from source_files import is_cpp, source_files

MAX_LINES = 600
SKIPPED = {"LICENSE"}  # copied verbatim
EXPECTED_OUTPUT = (".snap",)  # may well hold trailing blanks
SOURCE = (".cpp", ".hpp", ".py", ".sh", ".cmake")
SKIP_EXIT_CODE = 77


def check_text(path, content):
    """Sentences about what is wrong in one file, given as bytes."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        yield "%s: is not UTF-8" % path
        return
    if "\r" in text:
        yield "%s: has a carriage return" % path
    if text and (not text.endswith("\n") or text.endswith("\n\n")):
        yield "%s: must end in exactly one newline" % path
    lines = text.split("\n")
    if path.endswith(SOURCE) and len(lines) - 1 > MAX_LINES:
        yield "%s: has %d lines, more than %d" % (path, len(lines) - 1, MAX_LINES)
    if path.endswith(EXPECTED_OUTPUT):
        return
    for number, line in enumerate(lines, start=1):
        if "\t" in line:
            yield "%s:%d: has a tab" % (path, number)
        if line != line.rstrip():
            yield "%s:%d: ends in white space" % (path, number)


def clang_format(root, paths):
    """What clang-format finds in `paths`: the lines of its report."""
    run = subprocess.run(
        ["clang-format", "--dry-run", "-Werror", "--style=file", *paths],
        cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if run.returncode == 0:
        return []
    lines = [line for line in run.stdout.splitlines() if ": error: " in line]
    return lines or ["clang-format failed: " + run.stdout.strip()]


def check_layout(root, paths):
    batches = [paths[start::os.cpu_count()] for start in range(os.cpu_count())]
    with ThreadPoolExecutor() as pool:
        for lines in pool.map(lambda batch: clang_format(root, batch) if batch else [], batches):
            yield from lines


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", default=".")
    root = parser.parse_args().root
    problems = []
    files = [path for path in source_files(root) if path not in SKIPPED]
    for path in files:
        with open(os.path.join(root, path), "rb") as file:
            content = file.read()
        if b"\0" not in content:
            problems += check_text(path, content)
    if shutil.which("clang-format"):
        problems += check_layout(root, [path for path in files if is_cpp(path)])
    for problem in problems:
        print(problem)
    print("format: %d problem(s) in %d files" % (len(problems), len(files)))
    if problems:
        return 1
    if not shutil.which("clang-format"):
        print("SKIPPED: clang-format is not installed, the layout of the C++ was not checked")
        return SKIP_EXIT_CODE
    return 0


if __name__ == "__main__":
    sys.exit(main())
