"""Unpacks wheels into the shared store, in parallel."""

import os
import sys

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
BYTES_HASHED = 5  # in the time that writing one takes
WORTH_OPENSSL = 256 << 10  # bytes
WORTH_A_FORK = 4 << 20  # below this a second process costs more than it brings

DEPENDENCIES = b".deps/"


class Wheel:
    """A wheel in an application's file: its bytes, the files in it, and its place in the store.

    `data` is the application's file, on which the members' places count.
    """

    def __init__(
        self, name: str, data: memoryview, packed: memoryview, digest: str, members: list, root: str
    ) -> None:
        self.name = name
        self.data = data
        self.packed = packed
        self.digest = digest
        self.members = members
        self.folder = os.path.join(root, "wheels", digest)
        self.data_folder = data_folder(name, members)

    def is_script(self, name: bytes) -> bool:
        """Does an installer put this file into bin?"""
        return name.startswith(self.data_folder + b"scripts/")

    def is_whole(self, folder: str) -> bool:
        """Are all files there? (That they are unchanged is not looked at.)"""
        base = os.fsencode(folder) + b"/"
        return all(os.path.lexists(base + member[NAME]) for member in self.members)


def data_folder(name: str, members: list) -> bytes:
    """The folder whose parts an installer spreads: the one named as the wheel's metadata is."""
    tops = {member[NAME].partition(b"/")[0] for member in members if b".dist-info/" in member[NAME]}
    found = [top for top in tops if top.endswith(b".dist-info")]
    if len(found) != 1:
        raise Failure("%s has not one folder of metadata but %d" % (name, len(found)))
    return found[0].rpartition(b".")[0] + b".data/"


def open_wheels(data: memoryview, members: list, digests: dict, root: str) -> list:
    """The wheels with these digests among the application's members, sorted by file name."""
    wheels = []
    for member in members:
        if not member[NAME].startswith(DEPENDENCIES):
            continue
        name = os.fsdecode(member[NAME][len(DEPENDENCIES) :])
        if name not in digests:
            continue
        digest = digests[name]
        if len(digest) != 64 or not digest.isalnum():
            raise Failure("PEX-INFO does not name the sha256 of " + name)
        begin, end = where(data, member, "the application")
        inside = read_directory(data, begin, end, name)
        wheels.append(Wheel(name, data, data[begin:end], digest, inside, root))
    if len(wheels) != len(digests):
        raise Failure("wheels that PEX-INFO names are missing")
    return sorted(wheels, key=lambda wheel: wheel.name)


def write_file(path: bytes, plain, mode: int) -> None:
    """Makes a new file; an existing one is an error."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        written = os.write(descriptor, plain)
        while written < len(plain):
            plain = plain[written:]
            written = os.write(descriptor, plain)
    finally:
        os.close(descriptor)


def sha256_of(data) -> str:
    """In hexadecimal digits. OpenSSL's function is the faster one, but not before it is loaded."""
    own = "_sha2" if sys.version_info >= (3, 12) else "_sha256"
    try:
        module = __import__("hashlib" if len(data) >= WORTH_OPENSSL else own)
    except ImportError:  # not CPython
        module = __import__("hashlib")
    return module.sha256(data).hexdigest()


def check_digest(wheel: Wheel) -> None:
    """The store is shared: under a digest it must hold what has that digest, whoever filled it."""
    if sha256_of(wheel.packed) != wheel.digest:
        text = "%s is damaged: it does not have the sha256 that PEX-INFO gives"
        raise Failure(text % wheel.name)


def project_of(wheel: Wheel) -> str:
    """The name of the project, as PEP 503 compares names."""
    return wheel.name.partition("-")[0].lower().replace("_", "-").replace(".", "-")


def unpacker(data: memoryview, target: bytes, label: str, shared: bool):
    """A function that unpacks a list of members of the archive `label`."""
    made = set()
    # Who writes to a file in place must not reach the applications that have a link to it.
    modes = (0o444, 0o555) if shared else (0o666, 0o777)

    def unpack(members: list) -> None:
        for member in members:
            path = target + b"/" + member[NAME]
            folder = path.rpartition(b"/")[0]
            if folder not in made:
                os.makedirs(folder, exist_ok=True)
                made.add(folder)
            if not shared:
                try:
                    os.unlink(path)  # never write through a hard link into the store
                except FileNotFoundError:
                    pass
            plain = content(data, member, label)
            write_file(path, plain, modes[member[EXECUTABLE]])

    return unpack


def unpacking(data: memoryview, members: list, target: bytes, label: str, shared: bool) -> list:
    """Pieces of work for do_pieces() that together unpack the members of the archive `label`.

    What is `shared` between applications becomes read-only; elsewhere files that are there already
    are replaced.
    """
    unpack = unpacker(data, target, label, shared)
    pieces, current, cost = [], [], 0
    for member in members:
        current.append(member)
        cost += FILE_COST + member[SIZE] + member[PACKED]
        if cost >= JOB_COST:
            pieces.append((cost, unpack, current))
            current, cost = [], 0
    if current:
        pieces.append((cost, unpack, current))
    return pieces


def do_pieces(pieces: list) -> None:
    """Does pieces (cost, function, its argument), costly ones first so that all end together."""
    pieces.sort(key=lambda piece: -piece[0])
    worth = sum(piece[0] for piece in pieces) > WORTH_A_FORK
    do_all(pieces, lambda piece: piece[1](piece[2]), processors() if worth else 1)


def fill_store(wheels: list) -> None:
    """Puts the wheels that are missing into the store; all of them, or none when one is damaged."""
    missing = [wheel for wheel in wheels if not os.path.isdir(wheel.folder)]
    if not missing:
        return
    verbose("unpacking %d of %d wheels" % (len(missing), len(wheels)))
    works, pieces = [], []
    try:
        for wheel in missing:
            work = work_folder(wheel.folder)
            works.append((work, wheel))
            pieces.append((len(wheel.packed) // BYTES_HASHED, check_digest, wheel))
            target = os.fsencode(work)
            pieces += unpacking(wheel.data, wheel.members, target, wheel.name, shared=True)
        do_pieces(pieces)
        while works:
            work, wheel = works[-1]
            install(work, wheel.folder, wheel.is_whole)
            works.pop()
    finally:
        for work, _ in works:
            set_aside(work)


def heal_store(wheels: list) -> None:
    """Unpacks again the wheels from whose folders somebody took files."""
    for wheel in wheels:
        if not wheel.is_whole(wheel.folder):
            check_digest(wheel)  # or it is this wheel that has files too many
            verbose("files are missing in " + wheel.folder)
            set_aside(wheel.folder)
    fill_store(wheels)
