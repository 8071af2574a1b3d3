"""The first start: makes the environment that is missing."""

import os

from pexpack_archive import NAME, content, mapped
from pexpack_cache import sweep
from pexpack_information import is_own_hash, opened_application
from pexpack_install import DEPENDENCIES, fill_store, open_wheels, project_of, sha256_of
from pexpack_report import Failure, verbose
from pexpack_states import is_application
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


def refuse_changed(start, data, members: list) -> None:
    """What starts the application, and what describes it, must be what was packed."""
    for member in members:
        if member[NAME] == b"PEX-INFO":
            text = bytes(content(data, member, "the application"))
            if not is_own_hash(text, start.information["pex_hash"], sha256_of):
                raise Failure("its PEX-INFO was changed: it does not have the pex_hash it gives")
        elif not is_application(member[NAME]) and not member[NAME].startswith(DEPENDENCIES):
            content(data, member, "the application")  # which compares the checksum


def make(start, archive: str, root: str, is_temporary: bool) -> None:
    """Lays the application out below `root`. An OSError says that this root cannot be used."""
    home, venv = start.home(root), start.venv(root)
    verbose("laying out " + venv)
    sweep(home)
    sweep(os.path.join(root, "wheels"))
    if is_temporary:
        sweep(os.path.dirname(root))
    data = mapped(archive)
    information, members = opened_application(data, archive)
    if information["pex_hash"] != start.information["pex_hash"]:
        raise Failure("was replaced by another file while it started: start it again")
    refuse_changed(start, data, members)
    wheels = open_wheels(data, members, start.wheels, root)
    wheels = added_wheels(start, wheels, root) + wheels
    fill_store(wheels)
    hook = start.hook_call(root if is_temporary else "")
    lay_out(data, members, wheels, venv, start.python, hook)
