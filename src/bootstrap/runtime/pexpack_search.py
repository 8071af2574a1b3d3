"""Finds a Python that fits and becomes it. Runs on Python 2.7 as well.

The sh header does the same before any Python runs; this is for `python app.pex` and plain shebangs.
"""

import os
import sys

import pexpack_targets


def letters_of(word):
    """The flags without a value that a word of flags begins with: "-uS" of "-uSWignore"."""
    ends = [at for at in map(word.find, "cmWX") if at > 0]
    return word[: min(ends)] if ends else word


def split_site_flag(words):
    """(Is -S among the flags that these arguments of Python begin with? The flags without it.)

    The sh header looks for it in the same way.
    """
    found, flags, is_value = False, [], False
    for word in words:
        if is_value or word == "--check-hash-based-pycs":
            flags.append(word)
            is_value = not is_value
            continue
        if word[:1] != "-" or word[:2] == "--" or word == "-":
            break
        letters = letters_of(word)
        rest = word[len(letters) :]
        found = found or "S" in letters
        kept = letters.replace("S", "") + rest
        flags += [kept] if kept != "-" else []
        if rest[:1] in ("c", "m"):
            break
        is_value = rest in ("W", "X")
    return found, flags


def interpreter_flags():
    """What stood between the interpreter and the application's file, as `-u -W ignore`.

    Without -S, which would hide the packages.
    """
    words = getattr(sys, "orig_argv", None)
    if words is None:
        try:
            with open("/proc/self/cmdline", "rb") as stream:
                raw = stream.read().split(b"\0")[:-1]
            words = [word if isinstance(word, str) else os.fsdecode(word) for word in raw]
        except (IOError, OSError):
            return []
    end = len(words) - len(sys.argv)
    if end < 1 or words[end] != sys.argv[0]:
        return []
    return split_site_flag(words[1:end])[1]


def programs_of(facts):
    """Names of programs that may be a fitting Python, best first; the sh header knows the same."""
    words = facts["pythons"]
    names = [word[1:] if word.startswith("cpython") else word for word in words]
    if any(word.startswith("pypy") for word in words):
        names += ["pypy3", "pypy"]
    return names + ["python3", "python"]


def candidates(environ, facts):
    """Paths of programs that may be a fitting Python, best first."""
    names = programs_of(facts)
    places = environ.get("PEX_PYTHON_PATH") or environ.get("PATH", "")
    chosen = environ.get("PEX_PYTHON")
    if chosen and os.sep in chosen:
        return [os.path.abspath(chosen)]
    if chosen:
        names = [chosen]
    found = []
    for name in names:
        for place in places.split(os.pathsep):
            path = place if os.path.isfile(place) else os.path.join(place, name)
            if os.path.isabs(path) and os.path.isfile(path) and os.access(path, os.X_OK):
                found.append(path)
    return found


def place_of(python):
    """Here, as that interpreter finds it; None when it does not start."""
    import subprocess  # slow, and needed only here

    source = pexpack_targets.__loader__.get_source("pexpack_targets")  # type: ignore
    environ = dict(os.environ)
    environ.pop("PYTHONPATH", None)
    with open(os.devnull, "r+b") as null:
        try:
            process = subprocess.Popen(
                [python, "-S", "-c", source + "\n\nprint(here().words())\n"],
                stdin=null,
                stdout=subprocess.PIPE,
                stderr=null,
                env=environ,
            )
        except OSError:
            return None
        words = process.communicate()[0].decode("ascii", "replace").rstrip("\r\n").split(" ")
    return pexpack_targets.Here(*words) if len(words) == 3 else None


def become(python, path, cold):
    """`cold`: the sh header's, with this Python as one that it stepped over; or ""."""
    environ = dict(os.environ, PEX=path)
    for name in ("PEX_PYTHON", "PEX_PYTHON_PATH", "_PEXPACK_COLD"):
        environ.pop(name, None)
    if cold:
        machine, _, lines = cold.partition(":")
        stepped_over, _, others = lines.partition("\n")
        others += "\n%s:%s" % (pexpack_targets.python_word(), stepped_over)
        environ["_PEXPACK_COLD"] = "%s:%s\n%s" % (machine, python, others.lstrip("\n"))
    flags = ["-S"] if cold else interpreter_flags()
    os.execve(python, [python] + flags + [path] + sys.argv[1:], environ)


def become_fitting_python(path, facts):
    """The place in the table of the row for this Python, where it fits and no other was asked for.
    Otherwise replaces this process by a fitting Python on the same file, or ends it with one
    sentence.
    """
    table = facts["targets"]
    here = pexpack_targets.here()
    row = pexpack_targets.row_for(table, here)
    chosen = os.environ.get("PEX_PYTHON") or os.environ.get("PEX_PYTHON_PATH")
    if row >= 0 and not chosen:
        return row
    seen = []
    itself = os.path.realpath(sys.executable)
    for python in candidates(os.environ, facts):
        if row < 0 and os.path.realpath(python) == itself:
            continue
        place = place_of(python)
        if place and pexpack_targets.row_for(table, place) >= 0:
            become(python, path, os.environ.get("_PEXPACK_COLD"))
        seen.append("%s (%s)" % (python, place.python if place else "does not start"))
    sys.stderr.write(
        "%s: built for %s, but %s and no other Python fits%s\n"
        % (
            path,
            facts["target"],
            pexpack_targets.why_none(table, here),
            "; found " + ", ".join(seen) if seen else "",
        )
    )
    sys.exit(127)
