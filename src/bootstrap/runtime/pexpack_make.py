"""The cold start: makes the environment that is missing."""

import errno
import os

from pexpack_archive import mapped
from pexpack_cache import PRUNING, forbids_execution, is_whole, sweep, wait_for_turn
from pexpack_information import opened_application
from pexpack_install import fill_store, open_wheels, project_of
from pexpack_report import Failure, verbose
from pexpack_venv import lay_out


def added_wheels(start, own: list, root: str) -> list:
    """The wheels of PEX_PATH's files, but of projects that this or an earlier one has."""
    projects = {project_of(wheel) for wheel in own}
    added = []
    for other in start.others:
        wheels = open_wheels(other.data, other.members, other.wheels, root)
        wheels = [wheel for wheel in wheels if project_of(wheel) not in projects]
        projects.update(project_of(wheel) for wheel in wheels)
        added += wheels
    return added


def make(start, archive: str, root: str, is_temporary: bool) -> bool:
    """Lays the application out below `root`; False when another process has done it.

    An OSError says that this root cannot be used.
    """
    if is_whole(start.venv(root)):
        return False
    os.makedirs(root, exist_ok=True)
    undisturbed = wait_for_turn(os.path.join(root, PRUNING), lambda: False, shared=True)
    try:
        return make_alone(start, archive, root, is_temporary)
    finally:
        if undisturbed >= 0:
            os.close(undisturbed)


def make_alone(start, archive: str, root: str, is_temporary: bool) -> bool:
    """make() for one process at a time."""
    home, venv = start.home(root), start.venv(root)
    os.makedirs(home, exist_ok=True)
    if start.row["platform"] and forbids_execution(root):
        raise OSError(errno.EACCES, "mounted noexec, and the application holds compiled code", root)
    turn = wait_for_turn(os.path.join(home, ".lock"), lambda: is_whole(venv))
    try:
        if is_whole(venv):
            return False
        verbose("laying out " + venv)
        sweep(home)
        sweep(os.path.join(root, "wheels"))
        if is_temporary:
            sweep(os.path.dirname(root))
        data = mapped(archive)
        information, members = opened_application(data, archive)
        if information["pex_hash"] != start.information["pex_hash"]:
            raise Failure("was replaced by another file while it started: start it again")
        wheels = open_wheels(data, members, start.wheels, root)
        wheels = added_wheels(start, wheels, root) + wheels
        fill_store(wheels)
        hook = start.hook_call(root if is_temporary else "")
        lay_out(data, members, wheels, venv, start.python, hook)
        return True
    finally:
        if turn >= 0:
            os.close(turn)
