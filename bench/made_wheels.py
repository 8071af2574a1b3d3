"""Wheels made up for measuring: as many and as large as wanted, the same bytes every time."""

import base64
import hashlib
import os
import random
import zipfile

DATE = (2020, 2, 2, 0, 0, 0)
BLOCK = 1 << 20


def block():
    """A MiB that no compression makes smaller."""
    return random.Random(1).randbytes(BLOCK)


def record_line(name, digest, size):
    text = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return "%s,sha256=%s,%d\n" % (name, text, size)


def entry(name):
    info = zipfile.ZipInfo(name, DATE)
    info.external_attr = 0o100644 << 16
    return info


def write_content(archive, name, size):
    """Writes `size` bytes, each MiB of them different, and returns the line of RECORD."""
    digest = hashlib.sha256()
    piece = block()
    with archive.open(entry(name), "w", force_zip64=size >= 1 << 31) as file:
        for number in range(0, size, BLOCK):
            start = number.to_bytes(8, "little")
            part = (start + piece[len(start):])[:size - number]
            digest.update(part)
            file.write(part)
    return record_line(name, digest.digest(), size)


def make_wheel(folder, name, files=None, content=0, requires=()):
    """A stored wheel of {path: text} and, below the module's folder, a file of `content` bytes."""
    info = name + "-1.0.dist-info/"
    members = dict(files or {name + "/__init__.py": 'NAME = "%s"\n' % name})
    members[info + "METADATA"] = "Metadata-Version: 2.1\nName: %s\nVersion: 1.0\n%s" % (
        name, "".join("Requires-Dist: %s\n" % other for other in requires))
    members[info + "WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    path = os.path.join(folder, name + "-1.0-py3-none-any.whl")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        record = ""
        for member, text in members.items():
            archive.writestr(entry(member), text)
            record += record_line(member, hashlib.sha256(text.encode()).digest(), len(text))
        if content:
            record += write_content(archive, name + "/content.bin", content)
        archive.writestr(entry(info + "RECORD"), record + info + "RECORD,,\n")
    return path


def make_many(folder, count):
    """Small wheels, each of a project of its own, and the requirements that name all of them."""
    os.makedirs(folder)
    names = ["made%d" % number for number in range(count)]
    for name in names:
        make_wheel(folder, name)
    return names


def make_large(folder, size, wheels):
    """`wheels` wheels of `size` bytes in all."""
    os.makedirs(folder)
    names = ["large%d" % number for number in range(wheels)]
    for name in names:
        make_wheel(folder, name, content=size // wheels)
    return names


def make_code(folder, files):
    """A package `many` of that many empty modules, 256 in a folder."""
    for number in range(files):
        package = os.path.join(folder, "many", "p%d" % (number // 256))
        if number % 256 == 0:
            os.makedirs(package)
        open(os.path.join(package, "m%d.py" % (number % 256)), "w", encoding="utf-8").close()
