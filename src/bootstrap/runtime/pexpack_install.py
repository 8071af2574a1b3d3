"""Unpacks wheels into the shared store, in parallel."""

import os

from pexpack_archive import (
    EXECUTABLE,
    NAME,
    PACKED,
    SIZE,
    content,
    read_directory,
    where,
)
from pexpack_cache import install, set_aside, work_folder
from pexpack_parallel import do_all, processors
from pexpack_report import Failure, verbose

JOB_COST = 1 << 20  # bytes written, or their worth in time, that one piece of work holds
FILE_COST = 20000  # what making a file costs, as bytes
WORTH_A_FORK = 4 << 20  # below this a second process costs more than it brings

DEPENDENCIES = b".deps/"


class Wheel:
    """A wheel in the application's file: its name, the files in it, and its place in the store."""

    def __init__(self, name: str, members: list, folder: str) -> None:
        self.name = name
        self.members = members
        self.folder = folder

    def is_whole(self, folder: str) -> bool:
        """Are all files there? (That they are unchanged is not looked at.)"""
        base = os.fsencode(folder) + b"/"
        return all(os.path.lexists(base + member[NAME]) for member in self.members)


def open_wheels(data: memoryview, members: list, digests: dict, root: str) -> list:
    """The wheels among the application's members, sorted by file name."""
    wheels = []
    for member in members:
        if not member[NAME].startswith(DEPENDENCIES):
            continue
        name = os.fsdecode(member[NAME][len(DEPENDENCIES) :])
        digest = digests.get(name, "")
        if len(digest) != 64 or not digest.isalnum():
            raise Failure("PEX-INFO does not name the sha256 of " + name)
        begin, end = where(data, member, "the application")
        folder = os.path.join(root, "wheels", digest)
        wheels.append(Wheel(name, read_directory(data, begin, end, name), folder))
    return sorted(wheels, key=lambda wheel: wheel.name)


def write_file(path: bytes, plain, executable: bool) -> None:
    """Makes a new file; an existing one is an error."""
    mode = 0o777 if executable else 0o666
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        written = os.write(descriptor, plain)
        while written < len(plain):
            plain = plain[written:]
            written = os.write(descriptor, plain)
    finally:
        os.close(descriptor)


def is_script(name: bytes) -> bool:
    """Does an installer put this file into bin?"""
    parts = name.split(b"/", 2)
    return len(parts) == 3 and parts[0].endswith(b".data") and parts[1] == b"scripts"


def batches(members: list, target: bytes, label: str) -> list:
    """Pieces of work for unpack_all(): (cost, target, members, label of their archive)."""
    pieces, current, cost = [], [], 0
    for member in members:
        current.append(member)
        cost += FILE_COST + member[SIZE] + member[PACKED]
        if cost >= JOB_COST:
            pieces.append((cost, target, current, label))
            current, cost = [], 0
    if current:
        pieces.append((cost, target, current, label))
    return pieces


def unpack_all(data: memoryview, pieces: list, replace: bool = False) -> None:
    """Unpacks pieces made by batches(), the costly ones first so that all end together."""
    made = set()

    def unpack(piece: tuple) -> None:
        _, target, members, label = piece
        for member in members:
            name = member[NAME]
            path = target + b"/" + name
            folder = path.rpartition(b"/")[0]
            if folder not in made:
                os.makedirs(folder, exist_ok=True)
                made.add(folder)
            if replace:
                try:
                    os.unlink(path)  # never write through a hard link into the store
                except FileNotFoundError:
                    pass
            plain = content(data, member, label)
            write_file(path, plain, member[EXECUTABLE] or is_script(name))

    pieces.sort(key=lambda piece: -piece[0])
    worth = sum(piece[0] for piece in pieces) > WORTH_A_FORK
    do_all(pieces, unpack, processors() if worth else 1)


def fill_store(data: memoryview, wheels: list) -> None:
    """Puts the wheels that are missing into the store."""
    missing = [wheel for wheel in wheels if not os.path.isdir(wheel.folder)]
    if not missing:
        return
    verbose("unpacking %d of %d wheels" % (len(missing), len(wheels)))
    works, pieces = [], []
    try:
        for wheel in missing:
            work = work_folder(wheel.folder)
            works.append((work, wheel))
            pieces += batches(wheel.members, os.fsencode(work), wheel.name)
        unpack_all(data, pieces)
        while works:
            work, wheel = works[-1]
            install(work, wheel.folder, wheel.is_whole)
            works.pop()
    finally:
        for work, _ in works:
            set_aside(work)


def heal_store(data: memoryview, wheels: list) -> None:
    """Unpacks again the wheels from whose folders somebody took files."""
    for wheel in wheels:
        if not wheel.is_whole(wheel.folder):
            verbose("files are missing in " + wheel.folder)
            set_aside(wheel.folder)
    fill_store(data, wheels)
