"""Of several first starts one makes the environment; the others wait for it, and cost little."""

import errno
import os

from pexpack_cache import PRUNING, forbids_execution, is_whole, wait_for_turn


def make_once(start, archive: str, root: str, is_temporary: bool) -> bool:
    """Lays the application out below `root`; False when another process has done it.

    An OSError says that this root cannot be used.
    """
    venv = start.venv(root)
    if is_whole(venv):
        return False
    home = start.home(root)
    os.makedirs(home, exist_ok=True)
    if start.row["platform"] and forbids_execution(root):
        raise OSError(errno.EACCES, "mounted noexec, and the application holds compiled code", root)
    turn = wait_for_turn(os.path.join(home, ".lock"), lambda: is_whole(venv))
    try:
        if is_whole(venv):
            return False
        make_undisturbed(start, archive, root, is_temporary)
        return True
    finally:
        if turn >= 0:
            os.close(turn)


def make_undisturbed(start, archive: str, root: str, is_temporary: bool) -> None:
    import pexpack_make  # and with it half of the runtime

    undisturbed = wait_for_turn(os.path.join(root, PRUNING), lambda: False, shared=True)
    try:
        pexpack_make.make(start, archive, root, is_temporary)
    finally:
        if undisturbed >= 0:
            os.close(undisturbed)
