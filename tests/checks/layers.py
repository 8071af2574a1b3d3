#!/usr/bin/env python3
"""Fails on an include or a link that the table of docs/architecture.md does not allow, and on what
does not belong to the top level of the repository.

The table is the law, and this check reads it from there: `| `room/` | owns | may include |`. Every
room may include `support/` and itself. Tests of a room may include what the room may.
"""

import argparse
import os
import re
import subprocess
import sys

from source_files import is_cpp, read_text, source_files

TABLE_ROW = re.compile(r"^\| `(\w+)/` \|[^|]*\| ([^|]*) \|$", re.MULTILINE)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
ROOM_CALL = re.compile(r"pexpack_room\(\s*(\w+)([^)]*)\)")
ROOMS_LIST = re.compile(r"\bROOMS\s+(.*?)(?=\bSOURCES\b|\bLIBRARIES\b|$)", re.DOTALL)
# Slow to compile: kept to few .cpp files.
HEAVY = ("CLI/", "spdlog/", "nlohmann/", "toml++/")
TOP_LEVEL = {".ci", ".clang-format", ".clang-tidy", ".editorconfig", ".gitignore", ".ruff.toml",
             "CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json", "CONTRIBUTING.md", "LICENSE",
             "README.md", "bench", "cmake", "docs", "examples", "include", "scripts", "src", "tests"}


def read_table(text):
    """Room → the set of rooms it may include; raises ValueError when the table makes no sense."""
    rows = TABLE_ROW.findall(text)
    rooms = [room for room, _ in rows]
    if not rows or len(set(rooms)) != len(rooms):
        raise ValueError("the table of rooms is missing or names a room twice")
    allowed = {}
    for room, cell in rows:
        if cell.startswith("all"):
            excepted = set(re.findall(r"`(\w+)/`", cell))
            arrows = set(rooms) - excepted
        else:
            arrows = set(re.findall(r"`(\w+)/`", cell))
        unknown = arrows - set(rooms)
        if unknown:
            raise ValueError("`%s/` may include unknown rooms: %s" % (room, sorted(unknown)))
        allowed[room] = arrows | {room, "support"}
    return allowed


def room_of(path, allowed):
    """The room a file belongs to, or None."""
    parts = path.split("/")
    if parts[:2] == ["include", "pexpack"]:
        parts = parts[1:]
    elif parts[0] not in ("src", "tests"):
        return None
    return parts[1] if len(parts) > 2 and parts[1] in allowed else None


def check_file(path, text, allowed):
    """Sentences about what is wrong in one C++ file."""
    room = room_of(path, allowed)
    for match in INCLUDE.finditer(text):
        bracket, name = match.groups()
        where = "%s:%d" % (path, text.count("\n", 0, match.start()) + 1)
        is_our_header = path.endswith(".hpp") and not path.startswith("tests/")
        if is_our_header and name.startswith(HEAVY):
            yield "%s: a header includes `%s`, which is slow to compile" % (where, name)
        is_own_private_header = (path.startswith("tests/") and room
                                 and name.startswith("../../src/%s/" % room))
        if ".." in name.split("/") and not is_own_private_header:
            yield "%s: `%s` climbs out of its folder" % (where, name)
        if not name.startswith("pexpack/"):
            continue
        target = name.split("/")[1]
        if target not in allowed:
            yield "%s: `%s` is in no room of the table" % (where, name)
        elif bracket == "<":
            yield "%s: `%s` is ours: write it in quotes" % (where, name)
        elif room and target not in allowed[room]:
            yield "%s: `%s/` may not include `%s/`" % (where, room, target)


def check_links(path, text, allowed):
    """Sentences about what is wrong in the pexpack_room() calls of one CMakeLists.txt."""
    for room, arguments in ROOM_CALL.findall(text):
        if room not in allowed:
            yield "%s: the room `%s/` is not in the table" % (path, room)
            continue
        for linked in " ".join(ROOMS_LIST.findall(arguments)).split():
            if linked not in allowed[room]:
                yield "%s: `%s/` may not link `%s/`" % (path, room, linked)


def tracked_files(root):
    """What git knows below `root`, or None when git does not say."""
    try:
        run = subprocess.run(["git", "ls-files", "-z"], cwd=root, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True, check=False)
    except FileNotFoundError:
        return None
    return run.stdout.split("\0")[:-1] if run.returncode == 0 else None


def check_top_level(paths):
    """Sentences about files and folders at the top that have no place there."""
    for name in sorted({path.split("/")[0] for path in paths} - TOP_LEVEL):
        yield "%s: does not belong to the top level" % name


def check_tree(root):
    allowed = read_table(read_text(root, "docs/architecture.md"))
    for folder in ("include/pexpack", "src"):
        for name in sorted(os.listdir(os.path.join(root, folder))):
            if os.path.isdir(os.path.join(root, folder, name)) and name not in allowed:
                yield "%s/%s: the room is not in the table of docs/architecture.md" % (folder, name)
    for path in source_files(root):
        if is_cpp(path):
            yield from check_file(path, read_text(root, path), allowed)
        elif path.startswith("src/") and path.endswith("CMakeLists.txt"):
            yield from check_links(path, read_text(root, path), allowed)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", default=".")
    root = parser.parse_args().root
    problems = list(check_tree(root))
    tracked = tracked_files(root)
    problems += check_top_level(tracked or [])
    for problem in problems:
        print(problem)
    print("layers: %d problem(s)" % len(problems))
    if tracked is None:
        print("git does not say what it knows here: the top level was not checked")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
