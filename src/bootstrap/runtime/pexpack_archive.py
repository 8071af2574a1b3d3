"""Reads zip archives: the application's own file and the wheels stored in it.

zipfile would do, but costs more time than the rest of a cold start of a small application.
"""

import mmap
import os
import stat
import struct
import zlib

from pexpack_report import Failure

END = struct.Struct("<4sHHHHLLH")  # end of central directory (APPNOTE 4.3.16)
END64_LOCATOR = struct.Struct("<4sLQL")
END64 = struct.Struct("<4sQHHLLQQQQ")
ENTRY = struct.Struct("<4sHHHHHHLLLHHHHHLL")  # a file in the central directory (4.3.12)
LOCAL_SIZE = 30  # of a local header without name and extra field
IN_NO_NAME = bytes(range(32)) + b"\x7f\\"
MOST_GROWTH = 1032  # that inflating can bring
LOCAL_LENGTHS = struct.Struct("<HH")  # of name and extra field, at byte 26 of the local header

# A file in an archive is a tuple: a class would cost twice the time, and there may be 30,000.
NAME, METHOD, CRC, PACKED, SIZE, OFFSET, EXECUTABLE = range(7)


def mapped(path: str) -> memoryview:
    """The whole file; no descriptor stays open."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    try:
        return memoryview(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))
    finally:
        os.close(descriptor)


def find_end(data: memoryview, begin: int, end: int, label: str) -> tuple:
    """(number of entries, size and offset of the central directory, where it ends).

    Nothing may follow the end record: neither a comment nor what somebody appended.
    """
    at = end - END.size
    if at < begin or bytes(data[at : at + 4]) != b"PK\5\6":
        raise Failure("%s is no whole zip archive: was it cut off, or added to?" % label)
    _, _, _, _, count, size, offset, comment = END.unpack_from(data, at)
    if comment:
        raise Failure("%s is no whole zip archive: its comment is missing" % label)
    locator = at - END64_LOCATOR.size
    if locator >= begin and bytes(data[locator : locator + 4]) == b"PK\6\7":
        at = locator - END64.size
        if at < begin or bytes(data[at : at + 4]) != b"PK\6\6":
            raise Failure("%s has a zip64 end that cannot be read" % label)
        count, size, offset = END64.unpack_from(data, at)[7:]
    return count, size, offset, at


def is_special(attributes: int) -> bool:
    """Do the attributes call it a link, a device or a pipe? Wheels have none."""
    kind = stat.S_IFMT(attributes >> 16)
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR)


def is_unsafe(name: bytes) -> bool:
    """Would this name lead out of the folder that it is unpacked to, or steer a terminal?"""
    if name[:1] == b"/" or len(name.translate(None, IN_NO_NAME)) != len(name):
        return True
    return any(part in (b"", b".", b"..") for part in name.rstrip(b"/").split(b"/"))


def wide_sizes(extra: bytes, packed: int, size: int, offset: int) -> tuple:
    """The three values with those that are in the zip64 extra field (4.5.3) put in."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            wide = iter(struct.unpack_from("<%dQ" % (length // 8), extra, at + 4))
            values = [next(wide) if v == 0xFFFFFFFF else v for v in (size, packed, offset)]
            return values[1], values[0], values[2]
        at += 4 + length
    return packed, size, offset


def read_directory(data: memoryview, begin: int, end: int, label: str) -> list:
    """The files of the archive at data[begin:end] without its folders, in the archive's order.

    Refuses, with a Failure that names the archive by `label`, what cannot be unpacked safely.
    """
    try:
        return _read_directory(data, begin, end, label)
    except (struct.error, StopIteration):
        raise Failure("%s has a damaged table of contents" % label) from None


def read_application(data: memoryview, label: str, layout: int) -> list:
    """The files in the application's file: in layout 2 a small archive, from which Python starts,
    stands behind another one with everything else.
    """
    members = read_directory(data, 0, len(data), label)
    if layout == 2:
        begin = min(member[OFFSET] for member in members)
        members += read_directory(data, 0, begin, label)
    return members


def _read_directory(data: memoryview, begin: int, end: int, label: str) -> list:
    count, length, offset, at = find_end(data, begin, end, label)
    base = at - length - offset  # what stands before the archive
    at -= length
    if base < begin or at < begin:
        raise Failure("%s has a damaged table of contents" % label)
    table = bytes(data[at : at + length])
    table_at = at
    room = at - base  # for the entries, none of which may lie in another
    members = []
    at = 0
    for _ in range(count):
        fields = ENTRY.unpack_from(table, at)
        signature, _, _, flags, method, _, _, crc, packed, size = fields[:10]
        name_length, extra_length, comment_length, _, _, attributes, offset = fields[10:]
        extra_at = at + ENTRY.size + name_length
        name = table[at + ENTRY.size : extra_at]
        at = extra_at + extra_length + comment_length
        if signature != b"PK\1\2" or flags & 1 or method not in (0, 8):
            raise Failure("%s has an entry that cannot be read: %s" % (label, os.fsdecode(name)))
        if not flags & 0x800 and any(byte > 127 for byte in name):
            name = name.decode("cp437").encode("utf-8")
        if is_unsafe(name):
            raise Failure("%s holds an unsafe name: %s" % (label, os.fsdecode(name)))
        if is_special(attributes):
            raise Failure("%s holds a link or special file: %s" % (label, os.fsdecode(name)))
        if name[-1:] == b"/":
            continue
        if 0xFFFFFFFF in (packed, size, offset):
            extra = table[extra_at : extra_at + extra_length]
            packed, size, offset = wide_sizes(extra, packed, size, offset)
        room -= LOCAL_SIZE + packed
        if room < 0 or base + offset + LOCAL_SIZE + packed > table_at:
            raise Failure("%s has a damaged table of contents" % label)
        executable = attributes >> 16 & 0o111 != 0
        members.append((name, method, crc, packed, size, base + offset, executable))
    if at != length:
        raise Failure("%s has a table of contents with more than its end says" % label)
    refuse_clashes(members, label)
    return members


def refuse_clashes(members: list, label: str) -> None:
    """No file twice, and none where another needs a folder."""
    names = {member[NAME] for member in members}
    folders = {name.rpartition(b"/")[0] for name in names}
    for folder in list(folders):
        while folder:
            folder = folder.rpartition(b"/")[0]
            folders.add(folder)
    if len(names) != len(members) or names & folders:
        raise Failure("%s holds a file twice, or as a file and a folder" % label)


def where(data: memoryview, member: tuple, label: str) -> tuple:
    """(begin, end) of the member's packed bytes."""
    offset = member[OFFSET]
    if bytes(data[offset : offset + 4]) != b"PK\3\4" or offset + LOCAL_SIZE > len(data):
        raise Failure("%s is damaged: it has no file at byte %d" % (label, offset))
    name_length, extra_length = LOCAL_LENGTHS.unpack_from(data, offset + 26)
    name = bytes(data[offset + LOCAL_SIZE : offset + LOCAL_SIZE + name_length])
    if name != member[NAME] and name.decode("cp437").encode("utf-8") != member[NAME]:
        raise Failure("%s is damaged: two names for the file at byte %d" % (label, offset))
    begin = offset + LOCAL_SIZE + name_length + extra_length
    return begin, begin + member[PACKED]


def content(data: memoryview, member: tuple, label: str):
    """The member's bytes (a view or bytes), checked against its size and CRC-32."""
    begin, end = where(data, member, label)
    raw = data[begin:end]
    plain = data[:0]
    try:
        if member[METHOD] == 0:
            plain = raw
        elif member[SIZE] <= MOST_GROWTH * len(raw):  # or memory for it would be asked for
            plain = memoryview(zlib.decompress(raw, -15, member[SIZE] or 1))
    except zlib.error:
        pass
    if len(plain) != member[SIZE] or zlib.crc32(plain) != member[CRC]:
        text = "%s is damaged: %s does not match its checksum"
        raise Failure(text % (label, os.fsdecode(member[NAME])))
    return plain
