"""Which files of an environment are whose, and what they were like when they were put there.

The environment's hook compares files with what is noted here before something of them is imported.
"""

import marshal
import os

from pexpack_archive import NAME, SIZE
from pexpack_cache import CHECKS
from pexpack_files import write
from pexpack_install import DEPENDENCIES
from pexpack_places import OWN, SITE_PACKAGES, places_of

SITE = SITE_PACKAGES.encode() + b"/"


def is_application(name: bytes) -> bool:
    """Is this member of the archive the application's own?"""
    ours = name.startswith((DEPENDENCIES, b".bootstrap/"))
    return not ours and name not in (b"PEX-INFO", b"__main__.py")


def state_of(path: bytes) -> tuple:
    """What the hook's own function of this name gives; () for a file that is not there."""
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return (status.st_size, int(status.st_mtime))


class Layout:
    """Which file of the environment comes from which wheel; what others put there is not theirs."""

    def __init__(self, links: dict, owners: dict, application: list) -> None:
        """`links` and `owners` are those of places_of()."""
        foreign = {os.fsencode(name) for name in OWN}
        foreign.update(SITE + member[NAME] for member in application)
        self.files: dict = {}  # {name of the wheel: [(place, file in the store)]}, in order
        for place in sorted(links.keys() - foreign):
            self.files.setdefault(owners[place], []).append((place, links[place]))

    def of(self, wheel) -> list:
        """(place, file in the store) of the wheel's files, in order."""
        return self.files.get(wheel.name, [])


def layout_of(wheels: list, members: list) -> Layout:
    links, _, owners = places_of(wheels)
    return Layout(links, owners, [member for member in members if is_application(member[NAME])])


def imported_name(place: bytes) -> str:
    """The top-level name under which this file of site-packages is imported."""
    return os.fsdecode(place).partition("/")[0].partition(".")[0]


def note_states(work: str, wheels: list, layout: Layout) -> None:
    """Writes down, in a new environment, what the hook compares with."""
    index: dict = {}
    os.makedirs(os.path.join(work, CHECKS), exist_ok=True)
    for wheel in wheels:
        write_states(work, wheel, layout)
        for place, _ in layout.of(wheel):
            if place.startswith(SITE) and b".dist-info/" not in place:
                index.setdefault(imported_name(place[len(SITE) :]), set()).add(wheel.name)
    names = {name: sorted(owners) for name, owners in index.items()}
    write(os.path.join(work, CHECKS, "index"), marshal.dumps(names))


def write_states(venv: str, wheel, layout: Layout) -> None:
    """Notes () for a file that was changed in the store since that has it: it will be looked at."""
    sizes = {member[NAME]: member[SIZE] for member in wheel.members}
    folder = os.fsencode(wheel.folder) + b"/"
    stored = int(os.stat(wheel.folder).st_ctime) + 1
    noted = []
    for place, source in layout.of(wheel):
        state = state_of(os.path.join(os.fsencode(venv), place))
        own = state_of(source)
        sound = own and own[0] == sizes[source[len(folder) :]] and own[1] <= stored
        noted.append((place, state if sound else ()))
    path = os.path.join(venv, CHECKS, wheel.name)
    write(path + ".new", marshal.dumps(noted))
    os.rename(path + ".new", path)
