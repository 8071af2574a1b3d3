"""Finds files of a laid-out application that are not what was unpacked, and puts them right.

check_wheels() is what the environment's hook asks for wheels whose files have other sizes or times
than noted. verify() is for PEX_VERIFY: it reads every file of the packages and the application.
"""

import base64
import csv
import hashlib
import io
import os
import zlib

import pexpack_targets
from pexpack_archive import CRC, EXECUTABLE, NAME, SIZE, content, mapped
from pexpack_cache import LINK, install, set_aside, wait_for_turn, work_folder
from pexpack_files import link_or_copy, write
from pexpack_information import opened_application
from pexpack_install import check_digest, open_wheels, unpacker
from pexpack_report import Failure, verbose, warn
from pexpack_states import Layout, is_application, layout_of, write_states


def check_wheels(venv: str, names: list, pexes: list) -> None:
    """Puts the files of these wheels right where they were changed, from the first of the pexes
    (one at least) that holds this application. Never raises.
    """
    for pex in pexes:
        try:
            heal(venv, names, pex)
            return
        except Exception as error:  # whatever it is, the program shall run
            reason = error
    warn("files of %s were changed, and cannot be put right: %s" % (venv, reason))


def opened(venv: str, pex: str) -> tuple:
    """(data, members, wheels) of the application's file; the wheels are in the cache of `venv`."""
    data = mapped(pex)
    home = os.path.dirname(venv)
    information, members = opened_application(data, pex)
    if information["pex_hash"] != os.path.basename(home):
        raise Failure("%s holds another application" % pex)
    root = os.path.dirname(os.path.dirname(home))
    return data, members, open_wheels(data, members, own_wheels(information, pex), root)


def own_wheels(information: dict, pex: str) -> dict:
    """{name: sha256} of those that an environment of this Python has."""
    table = information["build_properties"]["pexpack"]["targets"]
    row = pexpack_targets.row_for(table, pexpack_targets.here())
    if row < 0:
        raise Failure("%s is not for this machine any more" % pex)
    return pexpack_targets.wheels_of(information, table[row])


def lock_store(venv: str) -> int:
    """A descriptor to close: one at a time takes wheels out of the store and puts others there."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(venv)))
    return wait_for_turn(os.path.join(root, "wheels", ".lock"), lambda: False)


def heal(venv: str, names: list, pex: str) -> None:
    _, members, wheels = opened(venv, pex)
    layout = layout_of(wheels, members)
    turn = lock_store(venv)
    try:
        for wheel in wheels:
            if wheel.name in names:
                put_right(venv, wheel, layout)
    finally:
        if turn >= 0:
            os.close(turn)


def put_right(venv: str, wheel, layout: Layout) -> bool:
    """Was something of the wheel changed? Where only times differ they are noted anew."""
    changed = changed_file(venv, wheel, layout)
    if changed:
        warn("%s was changed in the cache: unpacking it again" % changed)
        replace_wheel(venv, wheel, layout)
    try:
        write_states(venv, wheel, layout)
    except OSError:  # not ours to write: the files are right all the same
        pass
    return bool(changed)


def replace_wheel(venv: str, wheel, layout: Layout) -> None:
    """Makes the wheel's folder in the store anew and links the environment to it.

    Alone: it may be called in a program with threads, which must not fork.
    """
    check_digest(wheel)
    work = work_folder(wheel.folder)
    try:
        unpacker(wheel.data, os.fsencode(work), wheel.name, shared=True)(wheel.members)
        set_aside(wheel.folder)
        install(work, wheel.folder, wheel.is_whole)
    finally:
        set_aside(work)
    links = work_folder(venv)
    try:
        for place, source in layout.of(wheel):
            fresh = os.path.join(os.fsencode(links), b"file")
            target = os.path.join(os.fsencode(venv), place)
            link_or_copy(source, fresh)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.rename(fresh, target)
    finally:
        set_aside(links)


def recorded_digests(wheel) -> dict:
    """{file: sha256} from the wheel's RECORD, for those that have one."""
    record = wheel.data_folder[: -len(b".data/")] + b".dist-info/RECORD"
    member = next((member for member in wheel.members if member[NAME] == record), None)
    found = {}
    try:
        text = bytes(content(wheel.data, member, wheel.name)).decode("utf-8") if member else ""
        for row in csv.reader(io.StringIO(text)):
            if len(row) > 1 and row[1].startswith("sha256="):
                found[row[0].encode("utf-8")] = base64.urlsafe_b64decode(row[1][7:] + "==")
    except (ValueError, csv.Error):  # the checksums of the archive are left
        return {}
    return found


def is_what_was_packed(path: bytes, member: tuple, digest: bytes) -> bool:
    try:
        with open(path, "rb") as stream:
            plain = stream.read()
    except OSError:
        return False
    if len(plain) != member[SIZE]:
        return False
    if digest:
        return hashlib.sha256(plain).digest() == digest
    return zlib.crc32(plain) == member[CRC]


def changed_file(venv: str, wheel, layout: Layout) -> str:
    """The first file of the wheel in the environment that is not what the wheel holds, or ""."""
    digests = recorded_digests(wheel)
    members = {member[NAME]: member for member in wheel.members}
    folder = os.fsencode(wheel.folder) + b"/"
    for place, source in layout.of(wheel):
        name = source[len(folder) :]
        path = os.path.join(os.fsencode(venv), place)
        if not is_what_was_packed(path, members[name], digests.get(name, b"")):
            return os.fsdecode(place)
    return ""


def verify(venv: str, pex: str) -> None:
    """Compares every file of the packages and the application with what was packed, and puts right
    what differs.
    """
    data, members, wheels = opened(venv, pex)
    layout = layout_of(wheels, members)
    turn = lock_store(venv)
    try:
        changed = [wheel for wheel in wheels if put_right(venv, wheel, layout)]
    finally:
        if turn >= 0:
            os.close(turn)
    for member in members:
        path = os.path.join(os.fsencode(venv), os.fsencode(LINK), member[NAME])
        if is_application(member[NAME]) and not is_what_was_packed(path, member, b""):
            warn("%s was changed in the cache: unpacking it again" % os.fsdecode(member[NAME]))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            mode = 0o777 if member[EXECUTABLE] else 0o666
            write(path, bytes(content(data, member, pex)), mode)
    verbose("verified %d wheels, %d changed" % (len(wheels), len(changed)))
