"""Where an installer puts the files of wheels, and whether they get along there.

Every place is relative to the virtual environment.
"""

import os
import sys

from pexpack_archive import NAME
from pexpack_cache import CHECKS, LINK, MARK
from pexpack_report import Failure

VERSION = "%d.%d" % sys.version_info[:2]
SITE_PACKAGES = "lib/python%s/site-packages" % VERSION
HAS_LIB64 = sys.maxsize > 2**32 and sys.platform.startswith("linux")  # a link to lib
ITSELF = "the virtual environment itself"

# What write_skeleton() in pexpack_venv makes; no wheel's file stands there in the end.
OWN = ["pyvenv.cfg", "console_scripts.txt", LINK, CHECKS + "/index"] + ["lib64"] * HAS_LIB64
OWN += ["bin/" + name for name in ("python", "python3", "python" + VERSION, "pexpack-entry")]
OWN += [SITE_PACKAGES + "/_pexpack_%s.py" % name for name in ("site", "temporary")]
OWN += [SITE_PACKAGES + "/" + MARK]


def place(name: bytes, wheel) -> bytes:
    """Where an installer puts this file of the wheel."""
    site = SITE_PACKAGES.encode() + b"/"
    if not name.startswith(wheel.data_folder):
        return site + name
    scheme, _, rest = name[len(wheel.data_folder) :].partition(b"/")
    if not rest or scheme not in (b"purelib", b"platlib", b"scripts", b"data", b"headers"):
        raise Failure("%s holds %s, which no installer places" % (wheel.name, os.fsdecode(name)))
    if scheme in (b"purelib", b"platlib"):
        return site + rest
    if scheme == b"headers":
        project = os.fsencode(wheel.name.split("-", 1)[0])
        return b"include/site/python" + VERSION.encode() + b"/" + project + b"/" + rest
    if scheme == b"scripts":
        return b"bin/" + rest
    return rest[:3] + rest[5:] if HAS_LIB64 and rest.startswith(b"lib64/") else rest


def places_of(wheels: list) -> tuple:
    """({place: file in the store} for what is linked, the same for scripts, which may change,
    {place: name of the wheel} for both).

    Where two wheels hold the same file the later one's is taken, as with an installer.
    """
    links: dict = {}
    scripts: dict = {}
    owners: dict = {}
    for wheel in wheels:
        base = os.fsencode(wheel.folder) + b"/"
        for member in wheel.members:
            name = member[NAME]
            place_ = place(name, wheel)
            of_its_kind, others = links, scripts
            if wheel.is_script(name):
                of_its_kind, others = scripts, links
            others.pop(place_, None)
            of_its_kind[place_] = base + name
            owners[place_] = wheel.name
    return links, scripts, owners


def check_folders(of_wheels: dict, application: list) -> None:
    """Refuses a file where another needs a folder.

    `application`: its own files in site-packages.
    """
    site = SITE_PACKAGES.encode() + b"/"
    owners = {os.fsencode(name): ITSELF for name in OWN}
    owners.update(of_wheels)
    owners.update((site + member[NAME], "the application itself") for member in application)
    needed = {}
    for place_, owner in owners.items():
        folder = place_.rpartition(b"/")[0]
        while folder and folder not in needed:
            needed[folder] = owner
            folder = folder.rpartition(b"/")[0]
    for folder in sorted(needed.keys() & owners.keys()):
        names = os.fsdecode(folder), owners[folder], needed[folder]
        raise Failure("%s is a file of %s and a folder of %s" % names)
