#!/usr/bin/env python3
"""Pexes and wheels that chance has changed, hashes made right again: what comes of them.

The start runs the application as it should, or says in one line why it does not. Nothing is written
outside the cache, and what is unpacked is what other readers of zip archives see in the wheel.
"""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

from seeded import cases

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "runtime"))
sys.path.insert(0, os.path.join(HERE, "..", "..", "src", "bootstrap", "runtime"))
import altered_test  # noqa: E402
import pexpack_archive as archive  # noqa: E402
from pexpack_install import unpacker  # noqa: E402
from pexpack_report import Failure  # noqa: E402

from support import PEXPACK  # noqa: E402

NAMES = ["a", "a/b", "b.py", "\u00e9", "a.dist-info/RECORD", "x" * 200, "a.data/scripts/tool"]
HOSTILE = ["../PWNED", "/PWNED", "a/../../PWNED", "..", "a//b", "C:\\a", "a/", "b.py/c", "\x1b"]
RECORDS = re.compile(b"PK(\1\2|\3\4|\5\6|\6\6|\6\7|\7\10)")
INTERESTING = [0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF]


def some_zip(chance):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in chance.sample(NAMES, chance.randint(0, 4)) + chance.sample(
                HOSTILE, chance.choice([0, 0, 0, 1])):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
            entry.external_attr = chance.choice([0o100644, 0o100755, 0o100644, 0o120777]) << 16
            content = bytes(chance.choices(b"ab\0\n", k=chance.choice([0, 1, 50, 3000])))
            with made.open(entry, "w", force_zip64=chance.random() < 0.2) as member:
                member.write(content)
    return stream.getvalue()


def changed(chance, data, most=3):
    """Other bytes: mostly in the records of the archive, where they mean something."""
    data = bytearray(data)
    places = [found.start() for found in RECORDS.finditer(data)] or [0]
    for _ in range(chance.randint(0, most)):
        if not data:
            break
        at = chance.choice(places) + chance.randrange(50)
        if chance.random() < 0.2:
            at = chance.randrange(len(data))
        at = min(at, len(data) - 1)
        kind = chance.random()
        if kind < 0.5:
            data[at] = chance.choice(INTERESTING)
        elif kind < 0.8:
            data[at] ^= 1 << chance.randrange(8)
        elif kind < 0.87:
            del data[at: at + chance.randint(1, 40)]
        elif kind < 0.94:
            data[at:at] = bytes(chance.choices(INTERESTING, k=chance.randint(1, 40)))
        else:
            begin = chance.choice(places)
            data[at:at] = data[begin: begin + chance.randint(1, 120)]
    return bytes(data)


def seen_by_zipfile(data):
    """{name: content}, or None where it does not read all."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return {entry.filename: opened.read(entry) for entry in opened.infolist()
                    if not entry.is_dir()}
    except Exception:  # it has no fixed set of them
        return None


def files_below(folder):
    """{path below the folder: content}"""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as stream:
                found[os.path.relpath(path, folder)] = stream.read()
    return found


class UnpackerTest(unittest.TestCase):
    """The unpacker alone, in this process: many cases a second."""

    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="pexpack-unpacking-")
        self.addCleanup(shutil.rmtree, self.top, True)

    def unpacked(self, data):
        """What lies in the folder afterwards, or None when the archive is refused."""
        folder = os.path.join(self.top, "in", "here")
        os.makedirs(folder)
        try:
            view = memoryview(data)
            members = archive.read_directory(view, 0, len(view), "a.whl")
            unpacker(view, os.fsencode(folder), "a.whl", shared=True)(members)
            self.assertEqual(sorted(files_below(folder)),
                             sorted(os.fsdecode(member[archive.NAME]) for member in members))
            return files_below(folder)
        except (Failure, OSError) as error:  # the start says either in one line
            self.assertNotEqual(str(error), "")
            return None
        finally:
            outside = {name for name in files_below(self.top) if not name.startswith("in/here/")}
            self.assertEqual(outside, set())
            shutil.rmtree(os.path.join(self.top, "in"))

    def test_what_is_unpacked_is_what_zipfile_reads(self):
        taken = 0
        for number, chance in cases(1000, 0.1):
            data = changed(chance, some_zip(chance))
            with self.subTest(case=number):
                found = self.unpacked(data)
                expected = seen_by_zipfile(data)
                if found is not None and expected is not None:
                    self.assertEqual(found, expected)
                    taken += 1
        self.assertGreater(taken, 0)


class StartTest(altered_test.AlteredTest):
    """Whole files, started: a first start each."""

    def changed_wheel(self, chance):
        with zipfile.ZipFile(io.BytesIO(self.bytes)) as opened:
            return changed(chance, opened.read(altered_test.WHEEL))

    def information_of(self, chance):
        """A change of PEX-INFO to values of other kinds."""
        def change(_, information):
            place = information
            for _ in range(chance.choice([1, 1, 2, 3, 4])):
                keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
                if not keys:
                    return
                key = chance.choice(keys)
                if not isinstance(place[key], (dict, list)) or chance.random() < 0.3:
                    break
                place = place[key]
            if not isinstance(place, (dict, list)) or key not in (place if isinstance(
                    place, dict) else range(len(place))):
                return
            if chance.random() < 0.2:
                del place[key]
            else:
                place[key] = chance.choice(
                    [None, True, 0, -1, 2, 1.5, 10**30, "", "..", "../../PWNED", "/PWNED", "a\0b",
                     "x" * 5000, [], [None], ["a"], {}, {"a": 1}, "\x1b[2J", "1"])
        return change

    def check_start(self, data):
        """It runs as it should, or one line says why it does not."""
        ran = self.run_bytes(data)  # which looks for files outside the cache
        self.assertNotIn("Traceback", ran.err)
        if ran.status == 0:
            self.assertEqual((ran.out, ran.err), (altered_test.EXPECTED, ""))
        else:
            self.assertEqual(ran.out, "")
            self.assertEqual(ran.err.count("\n"), 1, ran.err)
            self.assertTrue(ran.err.rstrip("\n").isprintable(), ran.err)

    def test_a_pex_with_any_wheel_starts_right_or_says_why_not(self):
        for number, chance in cases(10, 0.3):
            with self.subTest(case=number):
                self.check_start(self.with_wheel(self.changed_wheel(chance)))

    def test_a_pex_with_any_information_starts_right_or_says_why_not(self):
        for number, chance in cases(25, 0.3):
            change = self.information_of(chance)
            with self.subTest(case=number):
                self.check_start(self.rewritten(change, fix_hashes="information"))

    def test_what_verify_finds_sound_starts(self):
        sound = 0
        for number, chance in cases(15, 0.3):
            wheel = self.changed_wheel(chance)
            path = self.write("copy.pex", "")
            with open(path, "wb") as stream:
                stream.write(self.with_wheel(wheel))
            ran = subprocess.run([PEXPACK, "verify", "--json", path], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
            with self.subTest(case=number):
                self.assertIn(ran.returncode, (0, 4), ran.stderr)
                answer = json.loads(ran.stdout.decode("utf-8"))
                self.assertEqual("error" in answer, ran.returncode == 4)
                if ran.returncode == 0:
                    sound += 1
                    self.check(self.run_bytes(self.with_wheel(wheel)), altered_test.EXPECTED)
                    self.check_in_the_store(wheel)
        self.assertGreater(sound, 0)

    def check_in_the_store(self, wheel):
        folder = os.path.join(self.root, "pexpack", "1", "wheels", altered_test.sha256(wheel))
        self.assertEqual(files_below(folder), seen_by_zipfile(wheel))


if __name__ == "__main__":
    unittest.main()
