"""Runs a program in a folder of its own and says what that cost and what it left behind."""

import dataclasses
import os
import shutil
import subprocess
import sys
import threading
import time

PATIENCE = 6  # times the limit: CPU seconds are what is limited, and others work here, too


@dataclasses.dataclass
class Finished:
    """What a process did. `status` is negative for a signal, as subprocess has it."""

    status: int
    out: str
    err: str
    cpu_seconds: float
    rss_mb: float
    was_stopped: bool  # by us, as it did not end


class Sandbox:
    """A folder with a place to work in, a home, a cache and a folder for temporary files."""

    def __init__(self, top):
        self.top = top
        for name in ("work", "home", "root", "tmp"):
            os.makedirs(os.path.join(top, name))

    def path(self, *parts):
        return os.path.join(self.top, *parts)

    def environment(self):
        return {"PATH": os.path.dirname(sys.executable) + ":/usr/bin:/bin",
                "HOME": self.path("home"), "TMPDIR": self.path("tmp"), "LC_ALL": "C.UTF-8",
                "PEX_ROOT": self.path("root")}

    def run(self, words, seconds=60, environment=None):
        out, err = self.path("stdout"), self.path("stderr")
        with open(out, "wb") as stdout, open(err, "wb") as stderr:
            process = subprocess.Popen(
                words, cwd=self.path("work"), stdin=subprocess.DEVNULL, stdout=stdout,
                stderr=stderr, env={**self.environment(), **(environment or {})})
        was_stopped = threading.Event()

        def stop():
            was_stopped.set()
            process.kill()

        timer = threading.Timer(PATIENCE * seconds, stop)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        return Finished(process.returncode, text_of(out), text_of(err),
                        usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024,
                        was_stopped.is_set())

    def left_behind(self):
        """What lies in the working folder."""
        return sorted(os.listdir(self.path("work")))

    def remove(self):
        shutil.rmtree(self.top, ignore_errors=True)


def text_of(path):
    with open(path, "rb") as file:
        return file.read().decode("utf-8", "surrogateescape")


def escaped(folder, name_part, started, but_not=()):
    """Files with `name_part` in their name below a folder, younger than the time `started`."""
    found = []
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if os.path.join(parent, name) not in but_not]
        for name in folders + files:
            path = os.path.join(parent, name)
            if name_part in name and os.lstat(path).st_ctime >= started:
                found.append(path)
    return found


def now():
    return time.time() - 1  # file systems' clocks are coarse
