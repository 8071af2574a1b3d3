#!/usr/bin/env python3
"""Signals end the command with everything cleaned up, unless the parent has them ignored."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import command
import project_test
from dummy_wheel import Wheel

# Waits for the test to let it go on, and leaves a child that would outlive it.
BACK_END = """
import os, subprocess, time

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    child = subprocess.Popen(["sleep", "600"])
    with open(os.environ["STARTED"] + ".new", "w") as file:
        file.write("%d %d" % (os.getpid(), child.pid))
    os.rename(os.environ["STARTED"] + ".new", os.environ["STARTED"])
    time.sleep(float(os.environ["LASTS"]))
    child.kill()
    raise SystemExit("not built")
"""


def is_alive(pid):
    try:
        with open("/proc/%s/stat" % pid, encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Signals(command.CommandTest):
    def setUp(self):
        super().setUp()
        self.write("pyproject.toml", project_test.PYPROJECT)
        self.write("back_end.py", BACK_END)
        self.write("app.pex", "the old output")

    def start(self, lasts, **options):
        """pexpack while the back end of a project is at work, and the process ids below it."""
        started = os.path.join(self.top, "started")
        environment = {"PATH": os.path.dirname(sys.executable) + ":/usr/bin:/bin",
                       "HOME": os.path.join(self.top, "home"),
                       "TMPDIR": os.path.join(self.top, "tmp"),
                       "STARTED": started, "LASTS": str(lasts)}
        process = subprocess.Popen([self.binary, ".", "--no-index", "-o", "new/app.pex"],
                                   cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
        self.addCleanup(process.kill)
        while not os.path.exists(started):
            self.assertIsNone(process.poll(), "pexpack has ended before its project was built")
            time.sleep(0.02)
        with open(started, encoding="ascii") as file:
            return process, file.read().split()

    def test_a_signal_ends_the_build_of_a_project_and_leaves_nothing(self):
        for number, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)):
            process, below = self.start(lasts=600)
            process.send_signal(number)
            self.assertEqual(process.wait(timeout=60), code)
            self.assertEqual([pid for pid in below if is_alive(pid)], [])
            self.assertEqual(os.listdir(os.path.join(self.top, "tmp")), [])
            self.assertFalse(os.path.exists(self.path("new")))
            os.unlink(os.path.join(self.top, "started"))

    def test_a_signal_that_the_parent_has_ignored_stays_ignored(self):
        def ignore():
            signal.signal(signal.SIGINT, signal.SIG_IGN)

        process, _ = self.start(lasts=1, preexec_fn=ignore)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=60), 4)  # the build's own failure


class Reading(command.CommandTest):
    def test_a_signal_while_requirements_are_read_leaves_the_old_output_alone(self):
        Wheel("six", "1.0").write(self.path("wheelhouse"))
        os.mkfifo(self.path("requirements"))
        self.write("app.pex", "the old output")
        process = subprocess.Popen([self.binary, "-r", "requirements", "-o", "app.pex",
                                    *command.PLATFORM], cwd=self.folder,
                                   stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.kill)
        with open(self.path("requirements"), "w", encoding="ascii"):  # it waits for more from here
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(timeout=60), 143)
        with open(self.path("app.pex"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "the old output")
        self.assertEqual(sorted(os.listdir(self.folder)), ["app.pex", "requirements", "wheelhouse"])


class Printing(command.CommandTest):
    def setUp(self):
        super().setUp()
        Wheel("six", "1.0").write(self.path("wheelhouse"))
        self.write("app.pex", "the old output")
        self.reading, self.full = os.pipe()
        for stream in (self.reading, self.full):
            self.addCleanup(os.close, stream)
        os.set_blocking(self.full, False)
        for size in (65536, 1):
            with contextlib.suppress(BlockingIOError):
                while os.write(self.full, b"-" * size):
                    pass
        os.set_blocking(self.full, True)

    def test_a_signal_while_nobody_takes_the_output_is_no_failure(self):
        for arguments, said in ((["six", "-o", "app.pex"], "resolved"),
                                (["six", "--dry-run"], "resolved"),
                                (["there-is-none", "-o", "app.pex"], "error")):
            process = subprocess.Popen([self.binary, *arguments, "--json", *command.PLATFORM],
                                       cwd=self.folder, stdin=subprocess.DEVNULL, stdout=self.full,
                                       stderr=subprocess.PIPE, text=True)
            self.addCleanup(process.kill)
            while said not in process.stderr.readline():
                self.assertIsNone(process.poll())
            time.sleep(0.2)  # it waits for room by now; it ends alike if it does not yet
            process.send_signal(signal.SIGTERM)
            _, messages = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 143, messages)
            self.assertNotIn("error", messages)
            with open(self.path("app.pex"), encoding="utf-8") as file:
                self.assertEqual(file.read(), "the old output")
        self.assertEqual(sorted(os.listdir(self.folder)), ["app.pex", "wheelhouse"])

    def test_two_signals_at_once_bring_the_old_output_back(self):
        """The second one ends the process in the handler, while the new output waits to be confirmed."""
        for output in ("app.pex", "new.pex"):
            process = subprocess.Popen([self.binary, "six", "-o", output, "--json", *command.PLATFORM],
                                       cwd=self.folder, stdin=subprocess.DEVNULL, stdout=self.full,
                                       stderr=subprocess.DEVNULL)
            self.addCleanup(process.kill)
            while not self.is_made(output):
                self.assertIsNone(process.poll())
                time.sleep(0.01)
            process.send_signal(signal.SIGSTOP)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCONT):
                process.send_signal(number)
            self.assertIn(process.wait(timeout=60), (130, 143))
        with open(self.path("app.pex"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "the old output")
        self.assertEqual(sorted(os.listdir(self.folder)), ["app.pex", "wheelhouse"])

    def is_made(self, output):
        with contextlib.suppress(FileNotFoundError), open(self.path(output), "rb") as file:
            return file.read(2) == b"#!"
        return False


if __name__ == "__main__":
    command.main()
