"""Runs commands and says what they took: time, processor, memory."""

import os
import re
import resource
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass

GNU_TIME = "/usr/bin/time"


class Failed(Exception):
    """A command that ended with another exit code than 0; the text has the end of its stderr."""


@dataclass
class Command:
    words: list
    environment: dict
    folder: str
    output: str = os.devnull  # where stdout goes
    expected: tuple = (0,)  # exit codes
    limit: float = 1200.0  # seconds, then it is ended with all its children

    def start(self, errors, prefix=()):
        """A process in a session of its own, so that it can be ended with all its children."""
        with open(self.output, "wb") as output:
            return subprocess.Popen([*prefix, *self.words], cwd=self.folder, env=self.environment,
                                    stdin=subprocess.DEVNULL, stdout=output, stderr=errors,
                                    start_new_session=True)


@dataclass
class Usage:
    wall: float  # seconds
    cpu: float  # seconds, user and system, children included
    peak: int  # bytes of resident memory of the largest process, or of this one
    code: int  # the last one's


def end(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def wait(process):
    """The usage of the process and its children, which subprocess does not tell."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage


def last_lines(errors, count=3):
    errors.seek(0)
    lines = errors.read().decode("utf-8", "replace").strip().splitlines()
    return " / ".join(line.strip() for line in lines[-count:])


def together(commands):
    """Starts all of them at once and waits for all; raises Failed when one fails."""
    with tempfile.TemporaryFile() as errors:
        processes = []
        # A wait with a time limit polls, and what it measures is when it looked.
        limit = threading.Timer(min(command.limit for command in commands),
                                lambda: [end(process) for process in processes])
        limit.daemon = True
        try:
            limit.start()
            start = time.monotonic()
            for command in commands:
                processes.append(command.start(errors))
            usages = [wait(process) for process in processes]
            taken = time.monotonic() - start
        finally:
            limit.cancel()
            for process in processes:
                if process.returncode is None:
                    end(process)
                    process.wait()
        for command, code in zip(commands, [process.returncode for process in processes]):
            if code == -signal.SIGKILL and taken >= command.limit:
                raise Failed("took longer than %g s" % command.limit)
            if code not in command.expected:
                raise Failed("exit code %d: %s" % (code, last_lines(errors)))
    return Usage(taken, sum(usage.ru_utime + usage.ru_stime for usage in usages),
                 max(usage.ru_maxrss for usage in usages) * 1024, processes[-1].returncode)


def measured(command):
    return together([command])


def is_inherited(peak):
    """Whether it may be the peak of this process: a child starts as a copy of its parent, and Linux
    counts that as the child's."""
    return peak <= resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def peak_memory(command):
    """Bytes of resident memory at most, from a run under GNU time, which is a small parent."""
    with tempfile.NamedTemporaryFile() as report:
        timed = Command([GNU_TIME, "-q", "-f", "peak %M", "-o", report.name, *command.words],
                        command.environment, command.folder, command.output, command.expected,
                        command.limit)
        measured(timed)
        text = report.read().decode("utf-8")
    return int(re.search(r"^peak (\d+)$", text, re.MULTILINE).group(1)) * 1024
