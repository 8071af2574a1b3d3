"""The slow path: finds or makes the application's environment, and becomes its Python."""

import _signal as signal  # type: ignore  # without the enumerations around it, which are slow to import
import gc
import os
import sys

import pexpack_search
import pexpack_settings
import pexpack_targets
from pexpack_cache import (
    UNUSABLE,
    chosen_root,
    is_whole,
    temporary_root,
    write_atomically,
)
from pexpack_command import command
from pexpack_report import Failure, is_set, plain, verbose, warn, write

MODES = ("false", "prefer", "fallback", "pythonpath")
LONGEST_LINE = 4096  # of those that say which Python runs a script
HASH_LENGTH = 64  # of a SHA-256 in hexadecimal digits


def base_python() -> str:
    """The interpreter itself, links resolved: not a virtual environment's, which may go away."""
    path = os.path.realpath(sys.executable)
    folder = os.path.dirname(path)
    for configuration in (folder, os.path.dirname(folder)):
        try:
            with open(os.path.join(configuration, "pyvenv.cfg"), encoding="utf-8") as stream:
                lines = dict(line.partition("=")[::2] for line in stream)
        except OSError:
            continue
        home = {key.strip(): value.strip() for key, value in lines.items()}.get("home", "")
        name = "python%d.%d" % sys.version_info[:2]
        if os.path.isfile(os.path.join(home, name)):
            return os.path.realpath(os.path.join(home, name))
    return path


def inherit_mode(environ, information: dict) -> str:
    """false, prefer, fallback or pythonpath; PEX_INHERIT_PATH wins over what was built in."""
    facts = information["build_properties"]["pexpack"]
    value = environ.get("PEX_INHERIT_PATH") or facts.get("inherit_path") or "false"
    mode = {"0": "false", "1": "prefer", "true": "prefer"}.get(
        str(value).lower(), str(value).lower()
    )
    if mode not in MODES:
        raise Failure("PEX_INHERIT_PATH is `%s`, not one of %s" % (value, ", ".join(MODES)))
    return mode


def host_packages(mode: str) -> list:
    """The folders of packages of the Python that runs this; asked only where they get in."""
    if mode not in ("prefer", "fallback"):
        return []
    import site

    if sys.flags.no_site:  # the header starts us with -S; this finds a virtual environment's
        paths = list(sys.path)
        site.main()
        sys.path[:] = paths
    return site.getsitepackages()


def fingerprint(words: list) -> str:
    """64-bit FNV-1a: enough to tell a user's interpreters apart, and no import."""
    value = 0xCBF29CE484222325
    for byte in os.fsencode("\0".join(words)):
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return "%016x" % value


def environment_key(python: str, mode: str, folders: list, extra: list) -> str:
    """The name of the environment for this interpreter and these settings."""
    tag = "%s%s" % (sys.implementation.cache_tag, getattr(sys, "abiflags", ""))
    return "%s-%s" % (tag, fingerprint([python, mode] + folders + ["+"] + extra))


def restore_signals() -> None:
    """Python ignores these from its start on, and what is ignored stays so over an exec."""
    for name in ("SIGPIPE", "SIGXFSZ"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)


def restore_locale(environ: dict) -> None:
    """In the C locale Python from 3.7 on sets LC_CTYPE: the next one shall find what we found."""
    chosen = environ.get("PYTHONUTF8") or environ.get("LC_ALL") or "utf8" in sys._xoptions
    if getattr(sys.flags, "utf8_mode", 0) and not chosen:
        if environ.get("LC_CTYPE") in ("C.UTF-8", "C.utf8", "UTF-8"):
            environ["LC_CTYPE"] = "C"


def runs_hook(words: list) -> bool:
    """Does the command run the environment's Python with its hook? The sh header asks the same."""
    if os.path.basename(words[0]) == "python":
        return not pexpack_search.split_site_flag(words[1:])[0]
    python = os.path.join(os.path.dirname(words[0]), "python").split(os.sep)[-3:]
    with open(words[0], "rb") as stream:
        first = stream.readline(LONGEST_LINE) + stream.readline(LONGEST_LINE)
    return first[:2] == b"#!" and os.fsencode("/" + "/".join(python)) in first


def prepared_environment(pex: str, mode: str, information: dict, words: list) -> dict:
    """For the command `words`, whose hook, if it has one, removes what is ours, PEX excepted."""
    environ = dict(os.environ, PEX=pex)
    inherited = environ.pop("_PEXPACK_START", "")  # the header's: ":" and PYTHONPATH
    if inherited:
        environ["PYTHONPATH"] = inherited[1:]
    restore_locale(environ)
    for name, value in (information.get("inject_env") or {}).items():
        environ.setdefault(name, value)
    if runs_hook(words):
        environ["_PEXPACK_START"] = ""
        if mode == "false" and "PYTHONPATH" in environ:
            environ["_PEXPACK_START"] = ":" + environ.pop("PYTHONPATH")
        return environ
    ours = [*pexpack_settings.NAMES, "PEX_IGNORE_RCFILES"]
    return {name: value for name, value in environ.items() if name not in ours}


class Other:
    """An application's file in PEX_PATH, whose wheels are wanted."""

    def __init__(self, path: str) -> None:
        from pexpack_archive import mapped
        from pexpack_information import opened_application

        try:
            self.data = mapped(path)
            self.information, self.members = opened_application(self.data, path)
            facts = self.information["build_properties"]["pexpack"]
            self.row = pexpack_targets.row_for(facts["targets"], pexpack_targets.here())
        except (KeyError, TypeError, ValueError) as error:
            raise Failure("PEX_PATH: %s was not made by pexpack (%s)" % (path, error)) from None
        except OSError as error:
            raise Failure("PEX_PATH: %s cannot be read: %s" % (path, error.strerror)) from None
        if self.row < 0:
            here = pexpack_targets.why_none(facts["targets"], pexpack_targets.here())
            raise Failure("PEX_PATH: %s is for %s, but %s" % (path, facts["target"], here))
        self.wheels = pexpack_targets.wheels_of(self.information, facts["targets"][self.row])


def other_applications(paths: str) -> list:
    return [Other(os.path.abspath(path)) for path in paths.split(os.pathsep) if path]


class Start:
    """What this start needs to know; made once, then only read."""

    def __init__(self, pex: str, information: dict, row: int) -> None:
        """`row`: the place in the table of targets of the one that is started."""
        self.pex = pex
        self.information = information
        self.facts = information["build_properties"]["pexpack"]
        self.row = self.facts["targets"][row]
        self.wheels = pexpack_targets.wheels_of(information, self.row)
        self.others = other_applications(os.environ.get("PEX_PATH", ""))
        self.mode = inherit_mode(os.environ, information)
        self.folders = host_packages(self.mode)
        self.extra = [p for p in os.environ.get("PEX_EXTRA_SYS_PATH", "").split(os.pathsep) if p]
        self.python = base_python()
        more = self.extra + (["PEX_PATH"] if self.others else [])
        for other in self.others:
            more += [other.information["pex_hash"], str(other.row)]
        more.append(str(row))
        self.key = environment_key(self.python, self.mode, self.folders, more)

    def home(self, root: str) -> str:
        # A name that leads elsewhere must not be believed, whoever wrote it.
        name = self.information["pex_hash"]
        if not name.isalnum() or len(name) != HASH_LENGTH:
            raise Failure("the pex_hash of its PEX-INFO is none")
        return os.path.join(root, "pexes", name)

    def venv(self, root: str) -> str:
        return os.path.join(self.home(root), self.key)

    def hook_call(self, temporary: str) -> str:
        """What the hook does at its end; `temporary`: the root to remove after use, or ""."""
        strip = bool(self.information.get("strip_pex_env", True))
        values = (self.pex, self.mode, self.folders, self.extra, strip)
        call = "run(%s)" % ", ".join(ascii(value) for value in values)
        if temporary:
            call += "\n__import__('_pexpack_temporary').hold(%s)" % ascii(temporary)
        return call


def note_paths(start: Start, root: str, cold: str) -> None:
    """Tells the header what the paths that it came by lead to."""
    machine, _, lines = cold.partition(":")
    chosen, _, stepped_over = lines.partition("\n")
    # With more on sys.path it is another environment than the one to have without asking.
    notes = [] if start.extra or start.others else [(chosen, start.key)]
    for line in stepped_over.splitlines():
        answer, _, path = line.partition(":")
        notes.append((path, "-" + answer))
    at = os.path.join(start.home(root), "at", start.mode) + machine
    for path, text in notes:
        # "/../bin/python" would lead out of the folder, to the interpreter itself at worst.
        if os.path.normpath(at + path).startswith(os.path.normpath(at) + os.sep):
            write_atomically(at + path, text + "\n")
    try:
        # As new as the interpreter, or the header would come here every time.
        os.utime(os.path.join(start.venv(root), "pyvenv.cfg"))
    except OSError:
        pass


def locked_temporary_root() -> tuple:
    """(A temporary root, a descriptor that keeps others from removing it); ("", -1) if none."""
    import pexpack_temporary

    for _ in range(10):  # as often as another may just be removing it
        root = temporary_root(os.environ)
        try:
            return root, pexpack_temporary.take_lock(root) if root else -1
        except FileNotFoundError:
            continue
        except OSError:
            break
    return "", -1


def find_or_make_environment(start: Start, archive: str) -> tuple:
    """(The root where the application is laid out: the chosen one, else a temporary one; the
    descriptor that keeps a temporary one, else -1).
    """
    chosen = chosen_root(os.environ, start.information.get("pex_root") or "")
    if chosen and is_whole(start.venv(chosen)):
        return chosen, -1

    import pexpack_turn

    failures = [] if chosen else ["~/.cache (there is no home folder)"]
    for root_of in (lambda: (chosen, -1), locked_temporary_root):
        root, lock = root_of()
        if not root:
            continue
        try:
            made = pexpack_turn.make_once(start, archive, root, is_temporary=root != chosen)
        except OSError as error:
            if error.errno not in UNUSABLE:
                raise
            failures.append("%s (%s)" % (root, error.strerror))
            verbose("cannot use " + failures[-1])
            continue
        if made and failures:
            warn("cannot use %s; using %s instead: set PEX_ROOT" % (failures[0], root))
        return root, lock
    places = " nor to ".join(failures)
    raise Failure("cannot write the application's files to %s: set PEX_ROOT" % places)


def become_application(pex: str, archive: str, information: dict, row: int) -> None:
    cold = os.environ.pop("_PEXPACK_COLD", "")
    flags = [] if cold else pexpack_search.interpreter_flags()
    start = Start(pex, information, row)
    root, lock = find_or_make_environment(start, archive)
    if cold:
        note_paths(start, root, cold)
    if is_set("PEX_VERIFY"):
        import pexpack_verify

        pexpack_verify.verify(start.venv(root), archive)
    words = command(start.venv(root), information, os.environ, flags, sys.argv[1:])
    environ = prepared_environment(pex, start.mode, information, words)
    if lock >= 0:
        os.set_inheritable(lock, True)
        if "_PEXPACK_START" in environ:
            environ["_PEXPACK_LOCK"] = str(lock)  # for the hook to close
    verbose("becoming " + " ".join(words))
    restore_signals()
    os.execve(words[0], words, environ)


def start(pex: str, archive: str, information: dict, row: int) -> None:
    """Never returns. `pex`: the file's absolute path, `information`: PEX-INFO, `row`: the place in
    its table of targets of the one that fits.
    """
    gc.disable()  # many small tuples, and exec is near
    try:
        become_application(pex, archive, information, row)
    except Failure as failure:
        write("%s: %s\n" % (pex, plain(str(failure))))
        sys.exit(failure.status)
    except OSError as error:
        write("%s: cannot be started: %s\n" % (pex, plain(str(error))))
        sys.exit(1)
