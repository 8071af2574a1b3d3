"""Runs at the start of every Python of a laid-out application, its children included.

It is installed as `_pexpack_site` with a call of run() at its end, and 00_pexpack.pth imports it,
before the packages' own .pth files. It must stay cheap and must not leave names behind.
"""

import _thread
import marshal
import os
import sys

CHECKS = "pexpack-checks"  # in the environment; a file for each wheel, and an index of them


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
    own = (library, os.path.join(library, "lib-dynload"))
    return [path for path in sys.path if path in paths and path not in own]


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


def state_of(path) -> tuple:
    """What tells an untouched file; () for one that is not there. Whole seconds, as tar keeps."""
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return (status.st_size, int(status.st_mtime))


class Imports:
    """Looks at a wheel's files, before Python does, when something of it is imported first.

    A file that was cut short may end the process, one that was edited may do anything.
    """

    def __init__(self, venv: str, pex: str) -> None:
        self.venv = venv
        self.pex = pex
        self.index: dict = {}  # {name to import: its wheels}; read when the first is asked for
        self.is_read = False
        self.seen: set = set()
        self.lock = _thread.RLock()  # others wait until a wheel was put right

    def load(self, name: str):
        with open(os.path.join(self.venv, CHECKS, name), "rb") as stream:
            return marshal.loads(stream.read())

    def find_spec(self, name, path=None, target=None) -> None:
        if path is not None or (self.is_read and name not in self.index):
            return
        if not self.lock.acquire(timeout=60):  # it was taken when this process was forked
            return
        try:
            self.look_at(name)
        # Somebody removes the cache at this moment, or what was noted is damaged itself.
        except (OSError, ValueError, EOFError, TypeError):
            pass
        finally:
            self.lock.release()

    def look_at(self, name: str) -> None:
        if not self.is_read:
            self.is_read = True
            self.index = self.load("index")
        wheels = [wheel for wheel in self.index.get(name, ()) if wheel not in self.seen]
        self.seen.update(wheels)
        changed = [wheel for wheel in wheels if self.is_changed(wheel)]
        if changed:
            self.heal(changed)

    def is_changed(self, wheel: str) -> bool:
        base = os.fsencode(self.venv) + b"/"
        # () was noted for a file that has to be looked at.
        noted = self.load(wheel)
        return any(not state or state_of(base + place) != state for place, state in noted)

    def heal(self, wheels: list) -> None:
        named = (self.pex, os.environ.get("PEX", ""))
        pexes = [path for path in named if os.path.isfile(path)]
        if not pexes:
            text = "pexpack: warning: files of %s were changed, and %s is gone\n"
            sys.stderr.write(text % (self.venv, self.pex))
            return
        ours = os.path.join(pexes[0], ".bootstrap")
        before = set(sys.modules)
        sys.path.insert(0, ours)
        try:
            import pexpack_verify

            pexpack_verify.check_wheels(self.venv, wheels, pexes)
        except ImportError as error:
            text = "pexpack: warning: files of %s were changed, and cannot be put right: %s\n"
            sys.stderr.write(text % (self.venv, error))
        finally:
            sys.path.remove(ours)
            for module in set(sys.modules) - before:
                if module.startswith("pexpack_"):
                    del sys.modules[module]


def watch_imports(venv: str, pex: str) -> None:
    """Before those finders of Python's that look for files; others' may stand behind them."""
    kinds = [getattr(finder, "__name__", "") for finder in sys.meta_path]
    at = kinds.index("PathFinder") if "PathFinder" in kinds else 0
    sys.meta_path.insert(at, Imports(venv, pex))


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
    watch_imports(os.path.dirname(os.path.dirname(os.path.dirname(own))), pex)
    moved_to_end(extra + [os.environ.get("PEX") or pex])
