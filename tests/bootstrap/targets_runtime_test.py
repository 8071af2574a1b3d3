"""Which row of the table of targets a start takes."""

import io
import os
import struct
import tempfile
import unittest
import zipfile
from unittest import mock

import pexpack_archive as archives
import pexpack_search as search
import pexpack_targets as targets
from pexpack_install import open_wheels
from pexpack_report import Failure
from pexpack_targets import Here


def row(pythons="cpython3.11", platform="", libc="", wheels=()):
    return {
        "pythons": pythons.split(),
        "platform": platform,
        "libc": libc,
        "wheels": list(wheels),
    }


LINUX = Here("cpython3.11", "linux-x86_64", "glibc-2.31")


class RowTest(unittest.TestCase):
    def taken(self, table, *place):
        return targets.row_for(table, Here(*place))

    def test_the_first_row_that_fits_is_taken(self):
        table = [row("cpython3.6"), row("cpython3.9 cpython3.11"), row("cpython3.11")]
        self.assertEqual(targets.row_for(table, LINUX), 1)
        self.assertEqual(self.taken(table, "cpython3.6", "linux-x86_64", ""), 0)
        self.assertEqual(self.taken(table, "cpython3.11t", "linux-x86_64", ""), -1)
        self.assertEqual(self.taken(table, "pypy3.11", "linux-x86_64", ""), -1)

    def test_the_platform_has_to_be_the_rows(self):
        table = [row(platform="linux-aarch64"), row(platform="linux-x86_64")]
        self.assertEqual(targets.row_for(table, LINUX), 1)
        self.assertEqual(self.taken(table, "cpython3.11", "linux-aarch64", ""), 0)
        self.assertEqual(self.taken(table, "cpython3.11", "linux-i686", ""), -1)
        self.assertEqual(self.taken(table, "cpython3.11", "darwin-x86_64", ""), -1)

    def test_a_row_for_every_mac_is_for_both_processors(self):
        table = [row(platform="darwin")]
        for platform, expected in (("darwin-arm64", 0), ("darwin-x86_64", 0), ("darwinx", -1)):
            self.assertEqual(self.taken(table, "cpython3.11", platform, ""), expected)

    def test_an_arm_machine_in_32_bit_mode_is_an_armv7l(self):
        self.assertEqual(
            self.taken([row(platform="linux-armv7l")], "cpython3.11", "linux-armv8l", ""), 0
        )

    def test_the_c_library_has_to_be_of_the_family_and_new_enough(self):
        table = [row(libc="musl-1.2"), row(libc="glibc-2.17")]
        for libc, expected in (
            ("glibc-2.17", 1),
            ("glibc-2.9", -1),
            ("glibc-2.100", 1),
            ("glibc-3.0", 1),
            ("musl-1.2", 0),
            ("musl-1.2.4", 0),
            ("musl-1.1", -1),
            ("", -1),
        ):
            self.assertEqual(
                self.taken(table, "cpython3.11", "linux-x86_64", libc), expected, libc
            )

    def test_a_family_without_a_version_is_enough(self):
        table = [row(libc="glibc")]
        self.assertEqual(self.taken(table, "cpython3.11", "linux-x86_64", "glibc-2.5"), 0)
        self.assertEqual(self.taken(table, "cpython3.11", "linux-x86_64", "musl-1.2"), -1)

    def test_the_wheels_of_a_row_are_found_by_their_places_among_sorted_names(self):
        information = {"distributions": {"b.whl": "2", "a.whl": "1", "c.whl": "3"}}
        self.assertEqual(
            targets.wheels_of(information, row(wheels=[0, 2])), {"a.whl": "1", "c.whl": "3"}
        )

    def test_what_does_not_fit_is_one_phrase(self):
        for table, expected in (
            ([row("cpython2.6")], "this is Python %d.%d ("),
            ([row(platform="linux-aarch64")], "this is linux-x86_64"),
            ([row(libc="glibc-2.99"), row("cpython3.12")], "the C library here is glibc 2.31"),
        ):
            if "%" in expected:
                expected %= targets.sys.version_info[:2]
            self.assertIn(expected, targets.why_none(table, LINUX))
        there = Here("cpython3.11", "linux-x86_64", "")
        self.assertEqual(
            targets.why_none([row(libc="glibc-2.17")], there), "the C library here is not glibc"
        )


class WheelsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = os.path.join(folder.name, "app.pex")
        with zipfile.ZipFile(path, "w") as archive:
            for name in "a", "b":
                inside = io.BytesIO()
                with zipfile.ZipFile(inside, "w") as wheel:
                    wheel.writestr(name + "-1.dist-info/METADATA", "")
                archive.writestr(".deps/%s-1-py3-none-any.whl" % name, inside.getvalue())
        self.data = archives.mapped(path)
        self.members = archives.read_application(self.data, path, 1)

    def opened(self, *names):
        wheels = {name + "-1-py3-none-any.whl": "0" * 64 for name in names}
        return [wheel.name[0] for wheel in open_wheels(self.data, self.members, wheels, "/r")]

    def test_wheels_for_other_targets_are_passed_over(self):
        self.assertEqual(self.opened("b"), ["b"])
        self.assertEqual(self.opened("b", "a"), ["a", "b"])
        self.assertEqual(self.opened(), [])

    def test_a_wheel_that_is_not_in_the_file_is_missed(self):
        with self.assertRaisesRegex(Failure, "missing"):
            self.opened("a", "c")


class HereTest(unittest.TestCase):
    def test_a_32_bit_python_is_not_for_the_kernels_platform(self):
        for machine, narrow in (("x86_64", "i686"), ("aarch64", "armv8l"), ("ppc64", "ppc64")):
            uname = ("Linux", "host", "6", "1", machine)
            with mock.patch.object(os, "uname", lambda uname=uname: uname):
                with mock.patch.object(targets.sys, "maxsize", 2**31 - 1):
                    self.assertEqual(targets.platform_word(), "linux-" + narrow)
                with mock.patch.object(targets.sys, "maxsize", 2**63 - 1):
                    self.assertEqual(targets.platform_word(), "linux-" + machine)

    def test_a_free_threaded_python_has_a_word_of_its_own(self):
        minor = "cpython%d.%d" % targets.sys.version_info[:2]
        for flags, expected in (("", minor), ("d", minor), ("t", minor + "t")):
            with mock.patch.object(targets.sys, "abiflags", flags, create=True):
                self.assertEqual(targets.python_word(), expected)

    def program(self, wide, order, loader):
        """An ELF program that names a loader, the second of its segments."""
        if wide:
            head, size = struct.pack(order + "32xQ14xHH", 80, 56, 2), 56
            segments = [struct.pack(order + "I4xQ16xQ16x", k, 300, len(loader)) for k in (1, 3)]
        else:
            head, size = struct.pack(order + "28xI10xHH", 80, 32, 2), 32
            segments = [struct.pack(order + "II8xI12x", k, 300, len(loader)) for k in (1, 3)]
        ident = b"\x7fELF" + bytes([1 + wide, 1 if order == "<" else 2])
        content = (ident + head[6:]).ljust(80, b"\0") + b"".join(segments)
        self.assertEqual({len(segment) for segment in segments}, {size})
        return content.ljust(300, b"\0") + loader

    def test_the_loader_of_a_program_is_read(self):
        for wide in (True, False):
            for order in "<", ">":
                with tempfile.NamedTemporaryFile() as stream:
                    stream.write(self.program(wide, order, b"/lib/ld-musl-x86_64.so.1\0"))
                    stream.flush()
                    self.assertEqual(targets.loader_of(stream.name), "/lib/ld-musl-x86_64.so.1")

    def test_musl_is_asked_for_its_version_by_its_loader(self):
        with tempfile.TemporaryDirectory() as folder:
            loader = os.path.join(folder, "ld-musl-x86_64.so.1")
            with open(loader, "w") as stream:
                stream.write("#!/bin/sh\necho 'musl libc (x86_64)' >&2\necho 'Version 1.2.4' >&2\n")
            os.chmod(loader, 0o755)
            python = os.path.join(folder, "python")
            with open(python, "wb") as stream:
                stream.write(self.program(True, "<", os.fsencode(loader)))
            with mock.patch.object(targets.sys, "executable", python):
                with mock.patch.object(os, "confstr", side_effect=ValueError):
                    self.assertEqual(targets.libc_word(), "musl-1.2.4")

    def test_what_is_no_program_has_no_c_library(self):
        with mock.patch.object(os, "confstr", side_effect=OSError):
            for path in (os.devnull, __file__, "/nowhere"):
                with mock.patch.object(targets.sys, "executable", path):
                    self.assertEqual(targets.libc_word(), "")

    def test_the_pythons_of_all_targets_are_looked_for(self):
        words = ["cpython3.6", "pypy3.9", "cpython3.13t"]
        self.assertEqual(
            search.programs_of({"pythons": words}),
            ["python3.6", "pypy3.9", "python3.13t", "pypy3", "pypy", "python3", "python"],
        )

    def test_another_python_is_asked_by_the_same_text(self):
        place = search.place_of(targets.sys.executable)
        self.assertEqual(place.words(), targets.here().words())
        self.assertIsNone(search.place_of("/bin/false"))


if __name__ == "__main__":
    unittest.main()
