"""Keeps a temporary cache while somebody uses it; the last one to end removes it.

It is installed as `_pexpack_temporary` into the environments of such a cache, whose hook calls
hold(). Every process has a lock of its own on the cache: those of a `subprocess` and forked ones
may live longer than the one that was started first.
"""

import atexit
import fcntl
import os


def lock_file(root: str) -> str:
    return os.path.join(os.path.dirname(root), ".users")


def take_lock(root: str) -> int:
    """A descriptor that keeps the cache from being removed, -1 where nothing can be locked.

    FileNotFoundError: it was being removed at that moment.
    """
    path = lock_file(root)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)  # who removes holds it for two system calls
    except OSError:
        os.close(descriptor)
        return -1
    if is_lock(descriptor, path):
        return descriptor
    os.close(descriptor)
    raise FileNotFoundError(path)


def is_lock(descriptor: int, path: str) -> bool:
    """Is it still that file? Programs close descriptors that they do not know."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except OSError:
        return False


class Use:
    """This process's use of the cache."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.begin()

    def begin(self) -> None:
        """Again in a forked process, whose lock is its parent's."""
        self.process = os.getpid()
        try:
            self.descriptor = take_lock(self.root)
        except OSError:
            self.descriptor = -1

    def end(self) -> None:
        if self.process != os.getpid() or not is_lock(self.descriptor, lock_file(self.root)):
            return
        folder, name = os.path.split(self.root)
        trash = os.path.join(folder, ".%s.%d-%s" % (name, os.getpid(), os.urandom(4).hex()))
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.rename(self.root, trash)
            os.unlink(lock_file(self.root))
            os.close(self.descriptor)
        except OSError:  # in use by another
            return
        import shutil

        shutil.rmtree(trash, ignore_errors=True)
        try:
            os.rmdir(folder)
        except OSError:  # another has just begun
            pass


def hold(root: str) -> None:
    """Begins this process's use, to its end; takes over from the start of the application."""
    use = Use(root)
    handed = os.environ.pop("_PEXPACK_LOCK", "")
    if handed.isdigit() and is_lock(int(handed), lock_file(root)):
        os.close(int(handed))
    atexit.register(use.end)  # the first to be registered and the last to run
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=use.begin)
