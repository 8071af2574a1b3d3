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


def plain(text: str) -> str:
    """Without what would steer a terminal: names out of an archive may hold anything."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def write(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()  # exec follows, and before 3.9 Python fills a block first
    except (AttributeError, OSError):  # it is closed, or full: nobody can be told
        pass


def warn(text: str) -> None:
    write("pexpack: warning: %s\n" % plain(text))


def is_set(name: str) -> bool:
    """Is the variable neither absent nor empty nor 0? The sh header asks the same."""
    return os.environ.get(name, "0") not in ("", "0")


def verbose(text: str) -> None:
    """With PEX_VERBOSE set: what is done, and how many milliseconds after our start."""
    if is_set("PEX_VERBOSE"):
        write("pexpack: %5d ms: %s\n" % ((time.time() - _begin) * 1000, plain(text)))
