"""The runtime's own zip reader."""

import io
import os
import stat
import struct
import tempfile
import unittest
import zipfile

import pexpack_archive as archive
from pexpack_report import Failure


def zip_of(files, before=b"", method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    stream.write(before)
    with zipfile.ZipFile(stream, "a") as made:
        for name, content in files:
            made.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def read(data):
    view = memoryview(data)
    return view, archive.read_directory(view, 0, len(view), "a.whl")


class ReadingTest(unittest.TestCase):
    def test_stored_and_deflated_files_are_read_back(self):
        for method in zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED:
            view, members = read(zip_of([("a", b"x" * 1000), ("b/c", b"")], method=method))
            self.assertEqual([member[archive.NAME] for member in members], [b"a", b"b/c"])
            contents = [bytes(archive.content(view, member, "a.whl")) for member in members]
            self.assertEqual(contents, [b"x" * 1000, b""])

    def test_what_stands_before_the_archive_does_not_disturb(self):
        view, members = read(zip_of([("a", b"abc")], before=b"#!/bin/sh\nexit\n"))
        self.assertEqual(bytes(archive.content(view, members[0], "a.whl")), b"abc")

    def test_an_archive_inside_another_is_read_at_its_place(self):
        inner = zip_of([("a", b"abc")])
        view = memoryview(b"1234" + inner + b"5678")
        members = archive.read_directory(view, 4, 4 + len(inner), "a.whl")
        self.assertEqual(bytes(archive.content(view, members[0], "a.whl")), b"abc")

    def test_folders_are_left_out(self):
        _, members = read(zip_of([("a/", b""), ("a/b", b"1")]))
        self.assertEqual([member[archive.NAME] for member in members], [b"a/b"])

    def test_names_are_utf8_whatever_the_archive_used(self):
        _, members = read(zip_of([("\u00e9", b"")]))
        self.assertEqual(members[0][archive.NAME], b"\xc3\xa9")
        data = zip_of([("aXb", b"")]).replace(b"aXb", b"a\x82b")  # \x82 is an accented e in cp437
        self.assertEqual(read(data)[1][0][archive.NAME], b"a\xc3\xa9b")

    def test_executable_bits_are_kept(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as made:
            for name, mode in ("a", 0o755), ("b", 0o644):
                entry = zipfile.ZipInfo(name)
                entry.create_system = 3
                entry.external_attr = (0o100000 | mode) << 16
                made.writestr(entry, b"")
        _, members = read(stream.getvalue())
        self.assertEqual([member[archive.EXECUTABLE] for member in members], [True, False])

    def test_zip64_sizes_are_read(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as made:
            with made.open("a", "w", force_zip64=True) as member:
                member.write(b"abc")
        data = bytearray(stream.getvalue())
        at = data.index(b"PK\1\2")
        extra = struct.pack("<HHQQ", 1, 16, 3, 3)
        struct.pack_into("<LL", data, at + 20, 0xFFFFFFFF, 0xFFFFFFFF)
        struct.pack_into("<H", data, at + 30, len(extra))
        data[at + 47 : at + 47] = extra
        end = data.index(b"PK\5\6")
        struct.pack_into("<L", data, end + 12, 47 + len(extra))
        view, members = read(bytes(data))
        self.assertEqual(bytes(archive.content(view, members[0], "a.whl")), b"abc")

    def test_a_mapped_file_leaves_no_descriptor(self):
        with tempfile.NamedTemporaryFile() as stream:
            stream.write(b"abc")
            stream.flush()
            before = os.dup(0)
            os.close(before)
            self.assertEqual(bytes(archive.mapped(stream.name)), b"abc")
            after = os.dup(0)
            os.close(after)
            self.assertLessEqual(after, before + 1)  # the mapping keeps a duplicate of its own


class RefusalTest(unittest.TestCase):
    def test_names_that_lead_out_are_refused(self):
        for name in ("../a", "a/../b", "/a", "a\\b", "./a", "a//b", ".."):
            with self.assertRaises(Failure, msg=name):
                read(zip_of([(name, b"")]))

    def test_an_archive_that_is_cut_off_is_refused(self):
        data = zip_of([("a", b"abc" * 100)])
        for length in 0, 10, len(data) // 2, len(data) - 1:
            with self.assertRaises(Failure):
                read(data[:length])

    def test_a_table_that_does_not_fit_is_refused(self):
        data = bytearray(zip_of([("a", b"abc")]))
        end = data.index(b"PK\5\6")
        for field, value in (10, 9), (12, 0xFFFF), (16, 0xFFFF):
            broken = bytearray(data)
            struct.pack_into("<H", broken, end + field, value)
            with self.assertRaises(Failure):
                read(bytes(broken))

    def test_what_was_appended_is_refused_also_as_a_comment(self):
        data = zip_of([("a", b"abc")])
        with_length = data[:-2] + struct.pack("<H", 3) + b"xyz"
        for more in data + b"x", data + b"\0" * 22, with_length, data[:-2] + b"\3\0":
            with self.assertRaises(Failure):
                read(more)

    def test_a_file_that_is_there_twice_or_is_a_folder_too_is_refused(self):
        twice = zip_of([("ab", b""), ("aX", b"")]).replace(b"aX", b"ab")
        for data in twice, zip_of([("a", b""), ("a/b", b"")]), zip_of([("a/b/c", b""), ("a", b"")]):
            with self.assertRaises(Failure):
                read(data)

    def test_links_and_special_files_are_refused_whatever_they_were_made_on(self):
        for kind in stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK:
            for system in 0, 3:
                stream = io.BytesIO()
                with zipfile.ZipFile(stream, "w") as made:
                    entry = zipfile.ZipInfo("a")
                    entry.create_system = system
                    entry.external_attr = (kind | 0o777) << 16
                    made.writestr(entry, b"b")
                with self.assertRaises(Failure):
                    read(stream.getvalue())

    def test_a_size_that_cannot_be_is_refused_without_asking_for_the_memory(self):
        data = bytearray(zip_of([("a", b"abc" * 100)]))
        struct.pack_into("<L", data, data.index(b"PK\1\2") + 24, 0xFFFFFFF0)
        view, members = read(bytes(data))
        with self.assertRaises(Failure):
            archive.content(view, members[0], "a.whl")

    def test_a_header_at_the_very_end_is_refused(self):
        view = memoryview(b"PK\3\4")
        with self.assertRaises(Failure):
            archive.where(view, (b"a", 0, 0, 0, 0, 0, False), "a.whl")

    def test_a_flipped_bit_is_noticed(self):
        for method in zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED:
            data = bytearray(zip_of([("a", b"abcabc" * 50)], method=method))
            data[35] ^= 4
            view, members = read(bytes(data))
            with self.assertRaises(Failure):
                archive.content(view, members[0], "a.whl")


if __name__ == "__main__":
    unittest.main()
