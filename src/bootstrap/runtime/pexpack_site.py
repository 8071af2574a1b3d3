"""Runs at the start of every Python of a laid-out application, its children included.

It is installed as `_pexpack_site` with a call of run() at its end, and 00_pexpack.pth imports it,
before the packages' own .pth files. It must stay cheap and must not leave names behind.
"""

import marshal
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


class Imports:
    """Looks at a wheel's files, before Python does, when something of it is imported first.

    A file that was cut short may end the process, one that was edited may do anything.
    """

    def __init__(self, venv: str, pex: str) -> None:
        self.venv = venv
        self.pex = pex
        self.index = None  # {name to import: its wheels}; read when the first is asked for
        self.seen = set()

    def load(self, name: str):
        with open(os.path.join(self.venv, "pexpack-checks", name), "rb") as stream:
            return marshal.loads(stream.read())

    def find_spec(self, name, path=None, target=None) -> None:
        if path is None:
            try:
                if self.index is None:
                    self.index = self.load("index")
                wheels = [w for w in self.index.pop(name, ()) if w not in self.seen]
                self.seen.update(wheels)
                changed = [wheel for wheel in wheels if self.is_changed(wheel)]
            except (OSError, ValueError):  # somebody removes the cache at this moment
                return
            if changed:
                self.heal(changed)

    def is_changed(self, wheel: str) -> bool:
        base = os.fsencode(self.venv) + b"/"
        for place, state in self.load(wheel):
            try:
                status = os.stat(base + place)
            except OSError:
                return True
            if (status.st_size, status.st_mtime_ns) != state:
                return True
        return False

    def heal(self, wheels: list) -> None:
        ours = os.path.join(os.environ.get("PEX") or self.pex, ".bootstrap")
        sys.path.insert(0, ours)
        try:
            import pexpack_verify

            pexpack_verify.check_wheels(self.venv, wheels, os.path.dirname(ours))
        except ImportError:
            text = "pexpack: warning: files of %s were changed, and %s is gone\n"
            sys.stderr.write(text % (self.venv, os.path.dirname(ours)))
        finally:
            sys.path.remove(ours)
            for module in [name for name in sys.modules if name.startswith("pexpack_")]:
                del sys.modules[module]


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
    venv = os.path.dirname(os.path.dirname(os.path.dirname(own)))
    sys.meta_path.insert(len(sys.meta_path) - 1, Imports(venv, pex))
    moved_to_end(extra + [os.environ.get("PEX") or pex])
