"""What we say to people: on stderr, never on stdout."""

import os
import sys
import time

_begin = time.time()


class Failure(Exception):
    """The application cannot be started: one sentence for people, and the exit code."""

    def __init__(self, text: str, status: int = 1) -> None:
        super().__init__(text)
        self.status = status


def write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()  # exec follows, and before 3.9 Python fills a block first


def warn(text: str) -> None:
    write("pexpack: warning: %s\n" % text)


def verbose(text: str) -> None:
    """With PEX_VERBOSE set: what is done, and how many milliseconds after our start."""
    if os.environ.get("PEX_VERBOSE", "0") not in ("", "0"):
        write("pexpack: %5d ms: %s\n" % ((time.time() - _begin) * 1000, text))
