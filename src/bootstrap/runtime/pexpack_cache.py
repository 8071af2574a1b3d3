"""Where applications are laid out, and how that is right without locks.

    ROOT/wheels/<sha256>/             a wheel as it was packed, shared between applications
    ROOT/pexes/<pex_hash>/<key>/      a virtual environment per application and interpreter
    ROOT/pexes/<pex_hash>/at/<mode>/<path of an interpreter>
                                      the key, or "-" and why that path is to be stepped over

A folder is filled under a name that starts with a dot and then renamed, so that under its own name
it is always whole. When two do the same the second finds the name taken and uses the first's.
"""

import errno
import os
import stat
import time

from pexpack_report import Failure, verbose

MARK = "00_pexpack.pth"  # in site-packages; written last
LINK = "pexpack-site"  # in the environment; leads to them under every Python
PRUNING = ".prune"  # a lock in the root: nothing is removed while somebody lays out
CHECKS = "pexpack-checks"  # in the environment; what the hook compares with
LAYOUT = "1"  # counted up when a change makes what older versions laid out unusable
STALE_AFTER = 24 * 3600  # seconds
LONGEST_WAIT = 60.0  # seconds that one start waits for another's work before it goes alone
UNUSABLE = [errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOENT]
UNUSABLE += [errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG]


def is_whole(venv: str) -> bool:
    """Can this environment be used? The sh header asks the same."""
    mark = os.path.join(venv, LINK, MARK)
    return os.path.isfile(mark) and os.access(os.path.join(venv, "bin", "python"), os.X_OK)


def chosen_root(environ, built_in: str) -> str:
    """The root that the user's settings name, "" for one without a home folder.

    The sh header computes the same.
    """
    root = environ.get("PEX_ROOT") or built_in or environ.get("XDG_CACHE_HOME")
    root = os.path.expanduser(root or os.path.join("~", ".cache"))
    if root.startswith("~"):  # an unknown user: no folder of that name shall be made here
        return ""
    if not os.path.isabs(root):
        root = os.path.join(os.getcwd(), root[2:] if root.startswith("./") else root)
    return os.path.join(root, "pexpack", LAYOUT)


def private_folder(environ) -> str:
    """A folder in TMPDIR that nobody else can have prepared, made if need be; "" if none."""
    parent = environ.get("TMPDIR") or "/tmp"
    if not os.path.isabs(parent):
        parent = "/tmp"
    named = os.path.join(parent, "pexpack-%d" % os.getuid())
    for path in (named, "%s-%s" % (named, os.urandom(8).hex())):
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            pass
        except OSError:
            return ""
        try:
            status = os.lstat(path)
        except OSError:
            continue
        mine = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
        if mine and not status.st_mode & 0o077:
            return path
    return ""


def temporary_root(environ) -> str:
    folder = private_folder(environ)
    return os.path.join(folder, LAYOUT) if folder else ""


def forbids_execution(path: str) -> bool:
    try:
        return bool(os.statvfs(path).f_flag & getattr(os, "ST_NOEXEC", 8))
    except OSError:
        return False


def work_folder(final: str) -> str:
    """A new empty folder beside `final`, for install() to rename."""
    parent, name = os.path.split(final)
    os.makedirs(parent, exist_ok=True)
    path = os.path.join(parent, ".%s.%d-%s" % (name[:40], os.getpid(), os.urandom(4).hex()))
    os.mkdir(path)
    return path


def install(work: str, final: str, is_whole) -> None:
    """Gives a filled work folder its final name, unless another process was first.

    What stands there but is not is_whole() is moved away.
    """
    for _ in range(3):
        try:
            os.rename(work, final)
            return
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR):
                raise
        if is_whole(final):
            remove(work)
            return
        set_aside(final)
    raise Failure("%s cannot be replaced" % final)


def set_aside(final: str) -> None:
    """Removes a folder so that nobody sees it half removed."""
    parent, name = os.path.split(final)
    trash = os.path.join(parent, ".%s.%d-%s" % (name[:40], os.getpid(), os.urandom(4).hex()))
    try:
        os.rename(final, trash)
    except FileNotFoundError:
        return
    remove(trash)


def remove(path: str) -> None:
    """Removes a tree as far as that is allowed."""
    for folder, folders, files in os.walk(path, topdown=False):
        for name in files + [n for n in folders if os.path.islink(os.path.join(folder, n))]:
            _try(os.unlink, os.path.join(folder, name))
        _try(os.rmdir, folder)
    _try(os.unlink, path)


def _try(call, path: str) -> None:
    try:
        call(path)
    except OSError:
        pass


def sweep(parent: str) -> None:
    """Removes what killed starts left behind, when it is older than a day."""
    try:
        names = os.listdir(parent)
    except OSError:
        return
    for name in names:
        path = os.path.join(parent, name)
        try:
            status = os.lstat(path)
        except OSError:
            continue
        old = time.time() - status.st_mtime > STALE_AFTER
        if name.startswith(".") and old and stat.S_ISDIR(status.st_mode):
            verbose("removing " + path)
            remove(path)


def wait_for_turn(path: str, is_done, shared: bool = False) -> int:
    """Takes the lock at `path`, or gives up when is_done() or after a time.

    Returns a descriptor to close, or -1. Nothing depends on the lock but that work is done once.
    """
    import fcntl

    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    except OSError:
        return -1
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    deadline = time.time() + LONGEST_WAIT
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            return descriptor
        except OSError as error:
            waiting = error.errno in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EINTR)
        if not waiting or is_done() or time.time() > deadline:
            os.close(descriptor)
            return -1
        time.sleep(0.02)


def write_atomically(path: str, text: str) -> None:
    """Best effort: a cache that cannot be written is slow, not wrong."""
    parent, name = os.path.split(path)
    work = os.path.join(parent, ".%s.%d" % (name[:40], os.getpid()))
    try:
        os.makedirs(parent, exist_ok=True)
        with open(work, "w") as stream:
            stream.write(text)
        os.rename(work, path)
    except OSError:
        _try(os.unlink, work)
