"""Runs at the start of every Python of a laid-out application, its children included.

It is installed as `_pexpack_site` with a call of run() at its end, and 00_pexpack.pth imports it,
before the packages' own .pth files. It must stay cheap and must not leave names behind.
"""

import os
import sys


def moved_to_end(paths: list) -> None:
    sys.path[:] = [path for path in sys.path if path not in paths] + paths


def inherited_paths() -> list:
    """What PYTHONPATH put on sys.path, without the standard library's own folders."""
    value = os.environ.get("PYTHONPATH")
    if not value or sys.flags.ignore_environment:
        return []
    library = os.path.dirname(os.__file__)
    paths = value.split(os.pathsep)
    try:
        paths += [os.path.abspath(path) for path in paths]
    except OSError:  # the working folder is gone
        pass
    library = (library, os.path.join(library, "lib-dynload"))
    return [path for path in sys.path if path in paths and path not in library]


def add_host_packages(folders: list) -> None:
    """The packages of the interpreter that the application was started with."""
    import site

    if site.check_enableusersite():
        folders = [site.getusersitepackages()] + folders
    for folder in folders:
        if os.path.isdir(folder):
            site.addsitedir(folder)


def restore_environment(strip: bool) -> None:
    """Undoes what the start of the application did to the environment."""
    start = os.environ.pop("_PEXPACK_START", None)
    if start is None:
        return
    if start:
        os.environ["PYTHONPATH"] = start[1:]
    if strip:
        for name in [name for name in os.environ if name.startswith("PEX_")]:
            del os.environ[name]


def run(pex: str, mode: str, folders: list, extra: list, strip: bool) -> None:
    """`folders`: the host's; `extra`: more entries for sys.path; `strip`: remove PEX_ variables."""
    own = os.path.dirname(os.path.abspath(__file__))
    if mode == "false":
        inherited = inherited_paths()
        if inherited:
            sys.path[:] = [path for path in sys.path if path not in inherited]
    elif mode == "prefer":
        add_host_packages(folders)
        moved_to_end([own])
    elif mode == "fallback":
        moved_to_end(inherited_paths())
        add_host_packages(folders)
    restore_environment(strip)
    moved_to_end(extra + [os.environ.get("PEX") or pex])
