#!/usr/bin/env python3
"""A pex that is not what was packed: hostile wheels put into it by force, bytes changed anywhere.

Whatever it is, nothing is written outside the cache, and either it runs as it should or it says in
one line why it does not.
"""

import hashlib
import io
import json
import os
import random
import shutil
import stat
import struct
import unittest
import zipfile

from support import TinyTest

EXPECTED = "tiny\n"
PROGRAM = ["-c", "import other, tiny; print(tiny.VALUE)"]
WHEEL = ".deps/other-1.0-py3-none-any.whl"
CONTENT_AT = 30  # of an entry without an extra field, behind its name


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class AlteredTest(TinyTest):
    def setUp(self):
        super().setUp()
        self.copy = os.path.join(self.folder, "copy.pex")
        with open(self.app, "rb") as stream:
            self.bytes = stream.read()

    def run_bytes(self, data):
        """What a pex of these bytes does on its first start."""
        shutil.rmtree(self.root, ignore_errors=True)
        with open(self.copy, "wb") as stream:
            stream.write(data)
        os.chmod(self.copy, 0o755)
        ran = self.pex(self.copy, *PROGRAM)
        self.assertEqual(self.outside_the_cache(), [], ran)
        return ran

    def outside_the_cache(self):
        """Files that were not there before, below everything that the start can reach by `..`."""
        found = []
        for folder, folders, files in os.walk(self.folder):
            folders[:] = [name for name in folders if os.path.join(folder, name) != self.root]
            found += [os.path.join(folder, name) for name in files]
        return sorted(set(found) - {self.copy, self.interpreter})

    def check_refused(self, data, reason=""):
        """One line that names the file, and no application."""
        ran = self.run_bytes(data)
        self.assertNotEqual(ran.status, 0, ran)
        self.assertEqual(ran.out, "")
        self.assertNotIn("Traceback", ran.err)
        self.assertEqual(ran.err.count("\n"), 1, ran.err)
        self.assertIn("copy.pex", ran.err)
        if reason:
            self.assertRegex(ran.err, reason)
        self.assertTrue(ran.err.rstrip("\n").isprintable(), ran.err)

    def check_right_or_refused(self, data):
        ran = self.run_bytes(data)
        self.assertNotIn("Traceback", ran.err)
        if ran.status == 0:
            self.assertEqual((ran.out, ran.err), (EXPECTED, ""))
        else:
            self.assertEqual(ran.out, "")
            self.assertNotEqual(ran.err, "")

    def rewritten(self, change, fix_hashes=True):
        """The pex with other members: change({name: content}, information).

        The hashes that describe them are made right again, as somebody would who wants to get in;
        with fix_hashes="information" that of PEX-INFO alone.
        """
        with zipfile.ZipFile(io.BytesIO(self.bytes)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        information = json.loads(members["PEX-INFO"].decode("utf-8"))
        before = information["pex_hash"]
        change(members, information)
        if fix_hashes is True:
            information["distributions"] = {
                name[len(".deps/"):]: sha256(content)
                for name, content in members.items() if name.startswith(".deps/")
            }
        header = self.bytes[: self.bytes.index(b"PK\3\4")]
        if fix_hashes and information.get("pex_hash") == before:
            information["pex_hash"] = ""
            information["pex_hash"] = sha256(as_json(information))
        members["PEX-INFO"] = as_json(information)
        header = header.replace(before.encode(), str(information.get("pex_hash")).encode())
        stream = io.BytesIO()
        stream.write(header)
        with zipfile.ZipFile(stream, "a") as archive:
            for name, content in members.items():
                archive.writestr(zipfile.ZipInfo(name), content)
        return stream.getvalue()

    def with_wheel(self, wheel):
        """The pex with another wheel in the place of one of its own."""
        return self.rewritten(lambda members, _: members.update({WHEEL: wheel}))

    def wheel(self, files, attributes=0o100644 << 16, replace=()):
        """The wheel `other` with more files; then bytes are replaced by others of the same length."""
        with zipfile.ZipFile(io.BytesIO(self.bytes)) as archive:
            stream = io.BytesIO(archive.read(WHEEL))
        with zipfile.ZipFile(stream, "a") as archive:
            for name, content in files:
                entry = zipfile.ZipInfo(name)
                entry.external_attr = attributes
                archive.writestr(entry, content)
        data = stream.getvalue()
        for old, new in replace:
            assert old in data and len(old) == len(new)
            data = data.replace(old, new)
        return data


def as_json(information):
    return json.dumps(information, sort_keys=True, separators=(",", ":"),
                      ensure_ascii=False).encode("utf-8")


class ForcedWheelTest(AlteredTest):
    def test_a_pex_that_is_rewritten_with_right_hashes_runs(self):
        self.check(self.run_bytes(self.rewritten(lambda members, information: None)), EXPECTED)
        self.check(self.run_bytes(self.with_wheel(self.wheel([("more.txt", b"")]))), EXPECTED)

    def test_names_that_lead_out_are_refused(self):
        for name in ("../PWNED", "a/../../PWNED", self.folder + "/PWNED", "a/./PWNED", "a//PWNED",
                     "..", "other-1.0.data/data/../../PWNED", "other-1.0.data/scripts/../../PWNED",
                     "/PWNED"):
            with self.subTest(name=name):
                self.check_refused(self.with_wheel(self.wheel([(name, b"PWNED")])), "unsafe name")

    def test_names_with_a_backslash_or_a_control_character_are_refused(self):
        for name in b"..\\\\PWNED", b"PWNED\0.tx", b"PWNED\7.tx", b"PWNED\x7f.tx":
            data = self.wheel([("Q" * len(name), b"")], replace=[(b"Q" * len(name), name)])
            self.check_refused(self.with_wheel(data), "unsafe name")

    def test_a_file_with_two_names_is_refused(self):
        data = bytearray(self.wheel([("more.txt", b"")]))
        central = data.rindex(b"more.txt")
        data[central:central + 4] = b"MORE"
        self.check_refused(self.with_wheel(bytes(data)), "two names")

    def test_links_and_devices_are_refused(self):
        for kind in stat.S_IFLNK, stat.S_IFIFO, stat.S_IFBLK:
            data = self.wheel([("link", b"../../..")], attributes=(kind | 0o777) << 16)
            self.check_refused(self.with_wheel(data), "link or special file")

    def test_a_file_that_is_there_twice_or_is_a_folder_too_is_refused(self):
        twice = self.wheel([("QQ.py", b"1"), ("RR.py", b"2")], replace=[(b"RR.py", b"QQ.py")])
        for data in twice, self.wheel([("Q", b""), ("Q/a", b"")]):
            self.check_refused(self.with_wheel(data), "twice")

    def test_a_data_folder_that_no_installer_knows_is_refused(self):
        data = self.wheel([("other-1.0.data/bogus/PWNED", b"")])
        self.check_refused(self.with_wheel(data), "no installer places")

    def test_encrypted_and_oddly_compressed_entries_are_refused(self):
        data = bytearray(self.wheel([("Q", b"")]))
        at = data.rindex(b"PK\1\2")
        for field, value in (8, 1), (10, 12):
            changed = bytearray(data)
            struct.pack_into("<H", changed, at + field, value)
            self.check_refused(self.with_wheel(bytes(changed)), "cannot be read")

    def test_a_size_that_cannot_be_is_refused(self):
        data = bytearray(self.wheel([("Q", b"")]))
        at = data.index(b"PK\1\2")
        for field in 20, 24, 42:  # packed, unpacked, where
            changed = bytearray(data)
            struct.pack_into("<L", changed, at + field, 0xFFFFFFF0)
            self.check_refused(self.with_wheel(bytes(changed)), "damaged")

    def test_what_is_no_zip_archive_is_refused(self):
        for wheel in b"", b"no archive", self.wheel([])[:-1], self.wheel([]) + b"x":
            self.check_refused(self.with_wheel(wheel), "no whole zip archive")

    def test_scripts_of_entry_points_stay_in_their_folder(self):
        text = "[console_scripts]\n"
        for name in "../../PWNED", "..", ".", self.folder + "/PWNED", "PW\0NED", "python":
            text += name + " = tiny.program:run\n"
        entry = "other-1.0.dist-info/entry_points.txt"
        self.check(self.run_bytes(self.with_wheel(self.wheel([(entry, text)]))), EXPECTED)

    def test_names_in_messages_do_not_steer_the_terminal(self):
        data = self.wheel([("../\x1b[2JPWNED\r\nand more", b"")])
        self.check_refused(self.with_wheel(data), r"\\x1b\[2JPWNED\\r\\nand more")

    def test_a_wheel_that_does_not_have_its_digest_is_refused(self):
        wheel = self.wheel([("more.txt", b"")])
        data = self.rewritten(lambda members, _: members.update({WHEEL: wheel}), fix_hashes=False)
        self.check_refused(data, "sha256")


class ChangedInformationTest(AlteredTest):
    def check_change(self, change, reason=""):
        self.check_refused(self.rewritten(change, fix_hashes=False), reason)

    def test_any_change_of_it_is_noticed(self):
        self.check_change(lambda _, info: info.update(emit_warnings=False), "pex_hash")
        self.check_change(lambda _, info: info.update(entry_point="os:getcwd"), "pex_hash")
        self.check_change(lambda _, info: info["distributions"].clear())

    def test_a_hash_that_leads_out_of_the_cache_is_refused(self):
        for value in "../../../PWNED", "", "a/b", "..", "0" * 5000:
            self.check_change(lambda _, info, value=value: info.update(pex_hash=value), "pex_hash")

    def test_missing_and_odd_values_are_refused(self):
        for key in "pex_hash", "build_properties", "distributions":
            for value in None, 3, [], "text":
                with self.subTest(key=key, value=value):
                    self.check_change(lambda _, info, k=key, v=value: info.update({k: v}))

    def test_what_is_no_json_is_refused(self):
        at = self.bytes.index(b'{"bind_resource_paths"')
        self.check_refused(self.bytes[:at] + b"X" + self.bytes[at + 1:], "damaged")


class DamagedTest(AlteredTest):
    def entry(self, name):
        """(begin, end) of the bytes of a member's content."""
        with zipfile.ZipFile(io.BytesIO(self.bytes)) as archive:
            found = archive.getinfo(name)
        begin = found.header_offset + CONTENT_AT + len(name)
        return begin, begin + found.compress_size

    def check_flips(self, begin, end, count, check):
        """Flips one bit at a time, at places that are the same every time."""
        places = random.Random(begin)
        for _ in range(count):
            data = bytearray(self.bytes)
            at = places.randrange(begin, end)
            data[at] ^= 1 << places.randrange(8)
            with self.subTest(at=at):
                check(bytes(data))

    def test_a_flipped_bit_in_a_wheel_is_refused(self):
        self.check_flips(*self.entry(WHEEL), 12, self.check_refused)

    def test_a_flipped_bit_in_what_describes_it_is_refused(self):
        self.check_flips(*self.entry("PEX-INFO"), 12, self.check_refused)

    def test_a_flipped_bit_in_the_runtime_is_refused(self):
        for name in "pexpack_start", "pexpack_install", "pexpack_site", "pexpack_verify":
            self.check_flips(*self.entry(".bootstrap/%s.py" % name), 4, self.check_refused)

    def test_a_flipped_bit_in_the_table_of_contents_never_runs_something_else(self):
        with zipfile.ZipFile(io.BytesIO(self.bytes)) as archive:
            begin = archive.start_dir
        self.check_flips(begin, len(self.bytes), 24, self.check_right_or_refused)

    def test_a_pex_that_was_cut_off_is_refused(self):
        size = len(self.bytes)
        for length in size - 1, size - 22, size - 200, size // 2, self.bytes.index(b"PK\3\4"):
            ran = self.run_bytes(self.bytes[:length])
            self.assertNotEqual(ran.status, 0)
            self.assertEqual(ran.out, "")
            # Python takes a wheel in it for the whole where that is the last archive it finds.
            self.assertRegex(ran.err, "copy.pex(.|\n)*cut off|can't find '__main__'.*copy.pex")

    def test_a_pex_whose_header_was_cut_off_does_nothing(self):
        header = self.bytes[: self.bytes.index(b"PK\3\4")]
        first = header.index(b"\n{")
        for length in range(first + 2, len(header) - 3, 97):
            ran = self.run_bytes(self.bytes[:length])
            self.assertNotEqual(ran.status, 0, length)
            self.assertEqual(ran.out, "")
            self.assertNotEqual(ran.err, "")

    def test_a_pex_with_something_appended_is_refused(self):
        for more in b"x", b"\0" * 100, b"PK\5\6" + b"\0" * 18:
            self.check_refused(self.bytes + more)
        # So much that Python finds no archive in it.
        ran = self.run_bytes(self.bytes + b"x" * 100000)
        self.assertNotEqual(ran.status, 0)
        self.assertEqual(ran.out, "")
        self.assertRegex(ran.err, "copy.pex(.|\n)*cut off")


if __name__ == "__main__":
    unittest.main()
