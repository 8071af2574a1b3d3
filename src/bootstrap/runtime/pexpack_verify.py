"""Finds files of a laid-out application that are not what was unpacked, and puts them right.

check_wheels() is what the environment's hook asks when a package is imported for the first time:
sizes and times alone, a system call for each file. verify() is for PEX_VERIFY: every byte.
"""

import base64
import csv
import hashlib
import io
import json
import marshal
import os
import zlib

from pexpack_archive import CRC, NAME, SIZE, content, mapped, read_application
from pexpack_cache import LINK, set_aside, wait_for_turn, work_folder
from pexpack_install import check_digest, fill_store, open_wheels
from pexpack_places import CHECKS, SITE_PACKAGES, places_of
from pexpack_report import Failure, verbose, warn
from pexpack_venv import is_application, link_or_copy, write

def state_of(path) -> tuple:
    """What tells an untouched file, as marshal keeps it; () for one that is not there."""
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return (status.st_size, status.st_mtime_ns)


def imported_name(place: bytes) -> str:
    """The top-level name under which this file of site-packages is imported."""
    return os.fsdecode(place).partition("/")[0].partition(".")[0]


def note_states(work: str, wheels: list) -> None:
    """Writes down, in a new environment, what check_wheels() compares with."""
    links, _, owners = places_of(wheels)
    site = SITE_PACKAGES.encode() + b"/"
    base = os.fsencode(work) + b"/"
    states, index = {wheel.name: [] for wheel in wheels}, {}
    for place in links:
        states[owners[place]].append((place, state_of(base + place)))
        if place.startswith(site) and b".dist-info/" not in place:
            index.setdefault(imported_name(place[len(site) :]), set()).add(owners[place])
    os.mkdir(os.path.join(work, CHECKS))
    for name, noted in states.items():
        write_states(work, name, noted)
    names = {name: sorted(owners_) for name, owners_ in index.items()}
    write(os.path.join(work, CHECKS, "index"), marshal.dumps(names))


def write_states(venv: str, wheel: str, noted: list) -> None:
    write(os.path.join(venv, CHECKS, wheel), marshal.dumps(noted))


def changed_places(venv: str, wheel: str) -> list:
    """The places of the wheel's files that are not as they were left."""
    with open(os.path.join(venv, CHECKS, wheel), "rb") as stream:
        noted = marshal.loads(stream.read())
    base = os.fsencode(venv) + b"/"
    return [place for place, state in noted if state_of(base + place) != state]


def check_wheels(venv: str, names: list, pex: str) -> None:
    """Puts the files of these wheels right where they were changed. Never raises."""
    try:
        damaged = {name for name in names if changed_places(venv, name)}
        if damaged:
            heal(venv, damaged, pex)
    except (OSError, ValueError, KeyError, Failure) as error:
        warn("files of %s were changed, and cannot be put right: %s" % (venv, error))


def heal(venv: str, damaged: set, pex: str) -> None:
    """Unpacks these wheels again, from the application's file."""
    data = mapped(pex)
    home = os.path.dirname(venv)
    information, members = read_own(data, pex)
    if information["pex_hash"] != os.path.basename(home):
        raise Failure("%s holds another application now" % pex)
    root = os.path.dirname(os.path.dirname(home))
    wheels = open_wheels(data, members, information["distributions"], root)
    turn = wait_for_turn(os.path.join(home, ".lock"), lambda: False)
    try:
        for wheel in wheels:
            places = changed_places(venv, wheel.name) if wheel.name in damaged else []
            if places:
                warn("%s was changed in the cache: unpacking it again" % os.fsdecode(places[0]))
                replace_wheel(venv, wheel, wheels)
    finally:
        if turn >= 0:
            os.close(turn)


def read_own(data: memoryview, pex: str) -> tuple:
    """(PEX-INFO, members) of the application's file."""
    members = read_application(data, pex, 1)
    by_name = {member[NAME]: member for member in members}
    information = json.loads(bytes(content(data, by_name[b"PEX-INFO"], pex)).decode("utf-8"))
    layout = information["build_properties"]["pexpack"]["layout"]
    if layout != 1:
        members = read_application(data, pex, layout)
    return information, members


def replace_wheel(venv: str, wheel, wheels: list) -> None:
    """Makes the wheel's folder in the store anew and links the environment to it."""
    check_digest(wheel)
    set_aside(wheel.folder)
    fill_store([wheel])
    links, _, owners = places_of(wheels)
    work = work_folder(venv)
    noted = []
    try:
        for place in sorted(place for place in links if owners[place] == wheel.name):
            fresh = os.path.join(os.fsencode(work), b"file")
            target = os.path.join(os.fsencode(venv), place)
            link_or_copy(links[place], fresh)
            noted.append((place, state_of(fresh)))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.rename(fresh, target)
            if os.path.lexists(fresh):  # it was the same file already
                os.unlink(fresh)
    finally:
        set_aside(work)
    write_states(venv, wheel.name, noted)


def recorded_digests(wheel) -> dict:
    """{file: sha256} from the wheel's RECORD, for those that have one."""
    record = wheel.data_folder[: -len(b".data/")] + b".dist-info/RECORD"
    member = next((member for member in wheel.members if member[NAME] == record), None)
    if member is None:
        return {}
    text = bytes(content(wheel.data, member, wheel.name)).decode("utf-8")
    found = {}
    for row in csv.reader(io.StringIO(text)):
        if len(row) > 1 and row[1].startswith("sha256="):
            found[os.fsencode(row[0])] = base64.urlsafe_b64decode(row[1][7:] + "==")
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


def is_sound(wheel, venv: str, places: dict) -> bool:
    """Are all the wheel's files in the environment what it holds?"""
    digests = recorded_digests(wheel)
    base = os.fsencode(venv) + b"/"
    for member in wheel.members:
        place = places.get(os.fsencode(wheel.folder) + b"/" + member[NAME])
        digest = digests.get(member[NAME], b"")
        if place is not None and not is_what_was_packed(base + place, member, digest):
            verbose("changed: " + os.fsdecode(place))
            return False
    return True


def verify(venv: str, archive: str, root: str) -> None:
    """Compares every file of the application with what was packed, and puts right what differs."""
    data = mapped(archive)
    information, members = read_own(data, archive)
    wheels = open_wheels(data, members, information["distributions"], root)
    links, _, owners = places_of(wheels)
    places = {source: place for place, source in links.items()}
    bad = [wheel for wheel in wheels if not is_sound(wheel, venv, places)]
    for wheel in bad:
        warn("%s was changed in the cache: unpacking it again" % wheel.name)
        replace_wheel(venv, wheel, wheels)
    site = os.path.join(os.fsencode(venv), os.fsencode(LINK))
    for member in members:
        if not is_application(member[NAME]):
            continue
        path = os.path.join(site, member[NAME])
        if not is_what_was_packed(path, member, b""):
            warn("%s was changed in the cache: unpacking it again" % os.fsdecode(member[NAME]))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            write(path, bytes(content(data, member, archive)))
    verbose("verified %d wheels, %d changed" % (len(wheels), len(bad)))
