"""Which row of the application's table of targets is for this Python and this machine.

The table was made with the file, so that nothing looks at tags here: words are compared. Runs on
Python 2.7 as well; pexpack_search.py also runs the text of this file under other Pythons.
"""

import os
import struct
import sys

NARROW = {"x86_64": "i686", "aarch64": "armv8l"}  # what a 32-bit Python on these is for
INTERPRETER = 3  # the kind of the ELF segment that names the dynamic loader


class Here:
    """A Python and the machine below it."""

    def __init__(self, python, platform, libc):
        self.python = python  # "cpython3.11", free-threaded "cpython3.13t"
        self.platform = platform  # "linux-x86_64"
        self.libc = libc  # "glibc-2.36", "musl-1.2", "" for others

    def words(self):
        return " ".join((self.python, self.platform, self.libc))


def python_word():
    """The sh header asks the same."""
    name = getattr(getattr(sys, "implementation", None), "name", "cpython")
    free = "t" if "t" in getattr(sys, "abiflags", "") else ""
    return "%s%d.%d%s" % (name, sys.version_info[0], sys.version_info[1], free)


def platform_word():
    uname = os.uname()
    machine = uname[4]
    if sys.maxsize <= 2**32:
        machine = NARROW.get(machine, machine)
    return "%s-%s" % (uname[0].lower(), machine)


def loader_of(program):
    """The dynamic loader that an ELF program names; of musl that is the C library itself."""
    with open(program, "rb") as stream:
        head = stream.read(64)
        wide, order = head[4:5] == b"\2", "<" if head[5:6] == b"\1" else ">"
        if head[:4] != b"\x7fELF":
            return ""
        fields = struct.unpack_from(order + ("32xQ14xHH" if wide else "28xI10xHH"), head)
        start, size, count = fields
        for at in range(start, start + size * count, size):
            stream.seek(at)
            segment = order + ("I4xQ16xQ" if wide else "II8xI")
            kind, offset, length = struct.unpack_from(segment, stream.read(size))
            if kind == INTERPRETER:
                stream.seek(offset)
                return stream.read(length).rstrip(b"\0").decode("ascii")
    return ""


def musl_version(program):
    """As in "1.2" when the program runs on musl, or ""."""
    loader = loader_of(program)
    if "musl" not in loader:
        return ""
    import subprocess  # slow, and needed only here

    process = subprocess.Popen([loader], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for line in process.communicate()[1].decode("ascii", "replace").splitlines():
        if line.startswith("Version "):
            return line.split()[1]
    return ""


def libc_word():
    try:
        name, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").split()[:2]
        return "%s-%s" % (name, version)
    except (AttributeError, OSError, ValueError):
        pass
    try:
        version = musl_version(sys.executable)
        return "musl-" + version if version else ""
    except (EnvironmentError, ValueError, struct.error):
        return ""


def here():
    return Here(python_word(), platform_word(), libc_word())


def numbers(version):
    """(2, 17) of "2.17"; whatever follows is of no interest. () of ""."""
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())


def fits_platform(row, place):
    """A row may name no platform, a system without a machine, or the older name of one."""
    wanted = row["platform"]
    known = [place.platform, place.platform.replace("armv8l", "armv7l")]
    return not wanted or wanted in known or place.platform.startswith(wanted + "-")


def fits_libc(row, place):
    family, _, lowest = row["libc"].partition("-")
    found, _, version = place.libc.partition("-")
    return not family or (family == found and numbers(version) >= numbers(lowest))


def row_for(table, place):
    """The place in the table of the first row that is for this Python and machine, or -1."""
    for index, row in enumerate(table):
        if place.python in row["pythons"] and fits_platform(row, place) and fits_libc(row, place):
            return index
    return -1


def why_none(table, place):
    """What it is that no row is for, for people."""
    rows = [row for row in table if place.python in row["pythons"]]
    if not rows:
        kind = "a free-threaded Python" if place.python.endswith("t") else "Python"
        return "this is %s %d.%d (%s)" % ((kind,) + sys.version_info[:2] + (sys.executable,))
    rows = [row for row in rows if fits_platform(row, place)]
    if not rows:
        return "this is " + place.platform
    if place.libc:
        return "the C library here is " + place.libc.replace("-", " ")
    families = sorted({row["libc"].partition("-")[0] for row in rows})
    return "the C library here is not " + " or ".join(families)


def wheels_of(information, row):
    """{name: sha256} of the row's wheels. It gives their places among the sorted names."""
    digests = information["distributions"]
    names = sorted(digests)
    return {names[place]: digests[names[place]] for place in row["wheels"]}
