"""Makes single files of an environment."""

import os

from pexpack_report import Failure


def write(path, text: bytes, mode: int = 0o666) -> None:
    """Makes a new file in the place of whatever is there."""
    if os.path.isdir(path) and not os.path.islink(path):
        raise Failure("%s is both a file and a folder of the application" % os.fsdecode(path))
    if os.path.lexists(path):
        os.unlink(path)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with open(descriptor, "wb") as stream:
        stream.write(text)


def link_or_copy(source: bytes, target: bytes) -> None:
    try:
        os.link(source, target)
    except FileExistsError:
        os.unlink(target)
        link_or_copy(source, target)
    except FileNotFoundError:
        raise  # the store is damaged
    except OSError:  # no hard links here, or not to another user's files
        with open(source, "rb") as stream:
            write(target, stream.read(), os.fstat(stream.fileno()).st_mode & 0o777)
