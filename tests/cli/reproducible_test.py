#!/usr/bin/env python3
"""The same input gives the same bytes, whatever surrounds the build."""

import hashlib
import os
import shutil
import time

import command
from dummy_wheel import Wheel

SOURCES = ["main.py", "package/__init__.py", "package/a.py", "package/b.py", "package/sub/c.txt"]


class Reproducible(command.CommandTest):
    def make(self, name, reverse=False):
        """A project folder whose files are created in one order or the other."""
        root = self.path(name)
        wheels = [Wheel("alpha", "1.0", requires=["gamma"]), Wheel("beta", "2.0"),
                  Wheel("gamma", "3.0"), Wheel("gamma", "2.0")]
        for wheel in reversed(wheels) if reverse else wheels:
            wheel.write(os.path.join(root, "wheelhouse"))
        for source in reversed(SOURCES) if reverse else SOURCES:
            path = self.write(os.path.join(name, source), "# %s\n" % source)
            # The time of a file is no part of it; one lies before 1980.
            os.utime(path, (10_000_000, 10_000_000) if reverse else None)
        self.write(os.path.join(name, "requirements.txt"), "alpha\nbeta\n")
        return root

    def digest(self, root, output="app.pex", **surroundings):
        self.pexpack(".", "-r", "requirements.txt", "-o", output, *command.PLATFORM, "-m", "main",
                     cwd=root, **surroundings)
        with open(os.path.join(root, output), "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()

    def setUp(self):
        super().setUp()
        self.root = self.make("first")
        self.expected = self.digest(self.root)

    def test_a_second_build_gives_the_same_bytes(self):
        self.assertEqual(self.digest(self.root), self.expected)

    def test_the_folder_and_the_order_of_its_files_do_not_matter(self):
        self.assertEqual(self.digest(self.make("another folder", reverse=True)), self.expected)

    def test_the_name_of_the_output_does_not_matter(self):
        self.assertEqual(self.digest(self.root, output="dist/other.pex"), self.expected)

    def test_the_time_zone_does_not_matter(self):
        for zone in ("Pacific/Kiritimati", "America/Los_Angeles", "UTC+12"):
            self.assertEqual(self.digest(self.root, environment={"TZ": zone}), self.expected, zone)

    def test_the_umask_does_not_matter(self):
        for umask in (0o000, 0o077):
            self.assertEqual(self.digest(self.root, umask=umask), self.expected, oct(umask))

    def test_the_locale_does_not_matter(self):
        for locale in ("C", "tr_TR.UTF-8", "de_DE.UTF-8"):
            self.assertEqual(self.digest(self.root, environment={"LC_ALL": locale}), self.expected)

    def test_the_modes_of_the_sources_do_not_matter_but_for_executable(self):
        os.chmod(os.path.join(self.root, "main.py"), 0o600)
        self.assertEqual(self.digest(self.root), self.expected)

    def test_what_is_remembered_of_the_wheels_does_not_matter(self):
        time.sleep(2.1)  # younger wheels are not remembered
        remembered = os.path.join(self.top, "home", ".cache", "pexpack", "metadata-1")
        self.assertFalse(os.path.exists(remembered))
        self.assertEqual(self.digest(self.root), self.expected)
        with open(remembered, "rb") as file:
            content = file.read()
        self.assertEqual(self.digest(self.root), self.expected, "remembered")
        for i in range(0, len(content), 7):
            with open(remembered, "r+b") as file:
                file.seek(i)
                file.write(bytes([content[i] ^ 0xFF]))
            self.assertEqual(self.digest(self.root), self.expected, "byte %d" % i)
        os.truncate(remembered, len(content) // 2)
        self.assertEqual(self.digest(self.root), self.expected, "cut short")

    def test_a_wheel_that_is_replaced_is_not_taken_for_the_one_remembered(self):
        time.sleep(2.1)  # younger wheels are not remembered
        self.digest(self.root)
        Wheel("alpha", "1.0", requires=["gamma<3"]).write(os.path.join(self.root, "wheelhouse"))
        run = self.pexpack("-r", "requirements.txt", "--dry-run", *command.PLATFORM, cwd=self.root)
        self.assertIn("gamma==2.0", run.stdout)

    def test_other_input_gives_other_bytes(self):
        self.write("first/main.py", "# changed\n")
        self.assertNotEqual(self.digest(self.root), self.expected)

    def test_source_date_epoch_is_the_date_of_the_entries(self):
        dated = self.digest(self.root, environment={"SOURCE_DATE_EPOCH": "1700000000"})
        self.assertNotEqual(dated, self.expected)
        zone = {"SOURCE_DATE_EPOCH": "1700000000", "TZ": "Asia/Tokyo"}
        self.assertEqual(self.digest(self.root, environment=zone), dated)

    def test_the_python_on_path_does_not_matter_for_a_platform(self):
        empty = self.path("empty")
        os.makedirs(empty, exist_ok=True)
        self.assertEqual(self.digest(self.root, environment={"PATH": empty}), self.expected)
        shutil.rmtree(empty)


if __name__ == "__main__":
    command.main()
