#!/usr/bin/env python3
"""When the output takes its place, and what is in it about this machine."""

import json
import os
import shutil
import subprocess
import unittest
import zipfile

import command
from dummy_wheel import Wheel

SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"


class Output(command.CommandTest):
    def setUp(self):
        super().setUp()
        self.wheel = Wheel("six", "1.0")
        self.wheel.write(self.path("wheels"))
        self.write("requirements.txt", "six\n")

    def failing(self, *arguments, **options):
        """The finished process, which must not have succeeded."""
        run = subprocess.run([self.binary, *arguments, *command.PLATFORM], cwd=self.folder,
                             stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                             timeout=120, check=False, **options)
        self.assertNotEqual(run.returncode, 0)
        return run

    def info(self, output="app.pex"):
        with zipfile.ZipFile(self.path(output)) as archive:
            return json.loads(archive.read("PEX-INFO"))

    def test_with_json_nothing_is_replaced_when_the_result_cannot_be_printed(self):
        self.write("app.pex", "the old output")
        with open("/dev/full", "w", encoding="utf-8") as full:
            run = self.failing("six", "-f", "wheels", "--json", "-o", "app.pex", stdout=full)
        self.assertEqual(run.returncode, 5)
        self.assertIn("cannot write to the standard output", run.stderr)
        with open(self.path("app.pex"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "the old output")
        self.assertEqual(sorted(os.listdir(self.folder)), ["app.pex", "requirements.txt", "wheels"])

    def test_a_closed_stdout_is_no_place_for_the_result_and_no_file_takes_its_number(self):
        self.write("app.pex", "the old output")
        line = 'exec "$0" "$@" >&-'
        run = subprocess.run(["sh", "-c", line, self.binary, "six", "-f", "wheels", "--json", "-o",
                              "app.pex", *command.PLATFORM], cwd=self.folder, text=True,
                             stderr=subprocess.PIPE, timeout=60, check=False)
        self.assertEqual(run.returncode, 5)
        with open(self.path("app.pex"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "the old output")

    def test_a_closed_stderr_changes_nothing_else(self):
        line = 'exec "$0" "$@" 2>&- <&-'
        subprocess.run(["sh", "-c", line, self.binary, "six", "-f", "wheels", "-o", "app.pex",
                        *command.PLATFORM], cwd=self.folder, timeout=60, check=True)
        self.assertEqual(self.info()["requirements"], ["six"])

    @unittest.skipUnless(os.geteuid() == 0, "only root can become another user")
    def test_with_json_a_failure_at_the_end_prints_one_document(self):
        os.mkdir(self.path("sticky"))
        self.write("sticky/app.pex", "of another user")
        os.chown(self.path("sticky/app.pex"), 1, 1)
        os.chmod(self.path("sticky"), 0o1777)
        os.chmod(self.top, 0o755)
        run = subprocess.run([self.binary, "six", "-f", "wheels", "--json", "-o", "sticky/app.pex",
                              *command.PLATFORM], cwd=self.folder, stdout=subprocess.PIPE, user=65534,
                             stderr=subprocess.DEVNULL, timeout=60, check=False)
        self.assertEqual(run.returncode, 5)
        self.assertIn("error", json.loads(run.stdout))
        self.assertEqual(os.listdir(self.path("sticky")), ["app.pex"])

    @unittest.skipUnless(os.geteuid() == 0, "only root can become another user")
    @unittest.skipUnless(shutil.which("python3", path=SYSTEM_PATH), "a Python that all may run")
    def test_a_cache_folder_that_may_not_be_searched_is_no_cache(self):
        os.chmod(self.top, 0o755)
        os.makedirs(os.path.join(self.top, "home", ".cache", "pexpack", "interpreters"))
        os.chmod(os.path.join(self.top, "home"), 0o700)
        for arguments in (["target", "current"], ["six", "-f", "wheels", "--dry-run"]):
            run = subprocess.run([self.binary, *arguments], cwd=self.folder, user=65534, env={
                "HOME": os.path.join(self.top, "home"), "PATH": SYSTEM_PATH},
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                 timeout=60, check=False)
            self.assertEqual((run.returncode, "error" in run.stderr), (0, False), run.stderr)
            self.assertNotEqual(run.stdout, "")

    def test_another_name_of_an_input_is_no_output(self):
        os.link(self.path("requirements.txt"), self.path("hard.pex"))
        os.symlink("requirements.txt", self.path("soft.pex"))
        for name in ("hard.pex", "soft.pex"):
            run = self.failing("-r", "requirements.txt", "-f", "wheels", "-o", name)
            self.assertEqual(run.returncode, 2)
            self.assertIn("the output `%s` is the input `requirements.txt`" % name, run.stderr)

    def test_however_a_url_spells_an_input_it_is_no_output(self):
        for url in ("file://LOCALHOST%s", "FILE:%s", "file:///%s", "file://%s?a#b"):
            run = self.failing("-r", url % self.path("requirements.txt"), "-f", "wheels", "-o",
                               "requirements.txt")
            self.assertEqual(run.returncode, 2, run.stderr)
            self.assertIn("the output `requirements.txt` is the input", run.stderr)
        self.write("extra.txt", "-r file://LOCALHOST%s\n" % self.path("requirements.txt"))
        run = self.failing("-r", "extra.txt", "-f", "wheels", "-o", "requirements.txt")
        self.assertEqual(run.returncode, 2, run.stderr)

    def test_a_url_with_a_nul_byte_names_no_file(self):
        run = self.failing("-r", "file://%s%%00zz" % self.path("requirements.txt"), "-f", "wheels",
                           "-o", "requirements.txt")
        self.assertEqual(run.returncode, 4, run.stderr)
        self.assertIn("names no file of this machine", run.stderr)

    def test_requirements_can_come_from_a_pipe(self):
        for named in ("/dev/stdin", "/dev/fd/0"):
            reading, writing = os.pipe()
            os.write(writing, b"six\n")
            os.close(writing)
            with os.fdopen(reading) as stream:
                run = subprocess.run([self.binary, "-r", named, "-f", "wheels", "--dry-run",
                                      *command.PLATFORM], cwd=self.folder, stdin=stream,
                                     stdout=subprocess.PIPE, text=True, timeout=60, check=True)
            self.assertEqual(run.stdout, "six==1.0  %s\n" % self.wheel.filename)

    def test_an_earlier_output_among_the_code_is_replaced_whatever_its_name(self):
        for _ in range(2):
            self.pexpack(".", "-f", "wheels", *command.PLATFORM, "-o", "app")
        with zipfile.ZipFile(self.path("app")) as archive:
            self.assertNotIn("app", archive.namelist())

    def test_a_wheelhouse_named_by_a_url_is_no_code(self):
        self.pexpack(".", "six", "-f", "file://" + self.path("wheels"), *command.PLATFORM,
                     "-o", "app.pex")
        with zipfile.ZipFile(self.path("app.pex")) as archive:
            names = archive.namelist()
        self.assertIn(".deps/" + self.wheel.filename, names)
        self.assertNotIn("wheels/" + self.wheel.filename, names)

    def test_a_requirement_that_names_a_file_is_recorded_by_its_version(self):
        url = "file://" + self.path("wheels", self.wheel.filename)
        marked = "six @ %s ; python_version > '3'" % url
        for requirement, text in ((url, "six==1.0"), ("six @ " + url, "six==1.0"),
                                  ("./wheels/" + self.wheel.filename, "six==1.0"),
                                  (marked, 'six==1.0; python_version > "3"')):
            self.pexpack(requirement, *command.PLATFORM, "-o", "app.pex")
            self.assertEqual(self.info()["requirements"], [text])


if __name__ == "__main__":
    command.main()
