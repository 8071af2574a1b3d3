#!/usr/bin/env python3
"""Clocks, locales and names that are no UTF-8. What else surrounds a build: cli_reproducible."""

import os
import stat
import zipfile

import promise

NO_UTF8 = b"a\xff.py"


class Clock(promise.FaultTest):
    def date(self, seconds):
        """Of all the entries of a build with this SOURCE_DATE_EPOCH."""
        run = self.build(environment={"SOURCE_DATE_EPOCH": seconds})
        self.assertEqual(run.returncode, 0, run.stderr)
        with zipfile.ZipFile(self.output) as archive:
            dates = {entry.date_time for entry in archive.infolist()}
        self.assertEqual(len(dates), 1)
        return dates.pop()

    def test_times_that_a_zip_file_cannot_have_become_the_nearest(self):
        for early in ("0", "1", "315532800"):
            self.assert_made(self.build(environment={"SOURCE_DATE_EPOCH": early}))
            self.put_old()
        self.assertEqual(self.date("315532802"), (1980, 1, 1, 0, 0, 2))
        for late in ("4354819198", "4354819199", "4354819200", "9223372036854775807"):
            self.assertEqual(self.date(late), (2107, 12, 31, 23, 59, 58), late)

    def test_what_is_no_time_is_wrong_use(self):
        for text in ("junk", "-1", "1.5", " 1", "99999999999999999999"):
            run = self.build(environment={"SOURCE_DATE_EPOCH": text})
            self.assert_kept(run, "SOURCE_DATE_EPOCH is `%s`" % text, code=2)

    def test_inputs_from_the_far_past_and_future_give_the_same_bytes(self):
        for time in (0, 100_000, 4_354_819_199):
            for folder, _, files in os.walk(self.folder):
                for name in files:
                    os.utime(os.path.join(folder, name), (time, time))
            self.assert_made(self.build())
            self.put_old()


class Names(promise.FaultTest):
    LOCALES = ("C", "POSIX", "C.UTF-8", "there_is.NONE", "")

    def test_code_with_a_name_beyond_ascii_goes_in_whatever_the_locale(self):
        self.write("code/ü.py", "x = 1\n")
        self.before = self.surroundings()
        made = set()
        for locale in self.LOCALES:
            run = self.build(environment={"LC_ALL": locale})
            self.assertEqual(run.returncode, 0, run.stderr)
            made.add(promise.contents(self.output))
        self.assertEqual(len(made), 1)
        with zipfile.ZipFile(self.output) as archive:
            self.assertIn("ü.py", archive.namelist())

    def test_code_whose_name_is_no_utf8_is_named_and_refused(self):
        with open(os.path.join(self.folder.encode(), b"code", NO_UTF8), "w", encoding="ascii"):
            pass
        self.before = self.surroundings()
        for locale in self.LOCALES:
            run = self.build(environment={"LC_ALL": locale})
            self.assert_kept(run, "`./code/a\\xff.py`", "hint: rename the file", code=4)

    def test_a_wheel_whose_name_is_no_utf8_is_none(self):
        with open(os.path.join(self.folder.encode(), b"wheels", b"six-\xff-py3-none-any.whl"), "w",
                  encoding="ascii"):
            pass
        self.before = self.surroundings()
        self.assert_made(self.build())

    def test_the_output_and_the_folders_may_have_names_that_are_no_utf8(self):
        folder = os.path.join(self.top.encode(), b"\xff")
        os.mkdir(folder)
        for name in os.listdir(self.folder):
            os.rename(self.path(name), os.path.join(folder, name.encode()))
        output = os.path.join(folder, b"\xfe.pex")
        self.folder = os.fsdecode(folder)
        run = self.run_pexpack(*promise.arguments(os.fsdecode(output)))
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertTrue(promise.contents(output) == self.clean)
        self.assertIn("\\xfe.pex", run.stderr)
        self.assertTrue(stat.S_ISREG(os.lstat(output).st_mode))


if __name__ == "__main__":
    promise.main()
