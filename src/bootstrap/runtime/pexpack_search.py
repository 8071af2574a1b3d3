"""Finds a Python that fits and becomes it. Runs on Python 2.7 as well.

The sh header does the same before any Python runs; this is for `python app.pex` and plain shebangs.
"""

import os
import sys

# What a Python is, in a word as "cpython3.11" or "cpython3.13t"; the sh header asks the same.
ANSWER = (
    "'%s%d.%d%s' % ((getattr(getattr(sys, 'implementation', 0), 'name', 'cpython'),)"
    " + sys.version_info[:2] + ('t' * ('t' in getattr(sys, 'abiflags', '')),))"
)


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


def answers_that_fit(facts):
    """What the probe prints where the application can run."""
    answers = [facts.get("implementation", "cpython") + minor for minor in facts["pythons"]]
    if not facts.get("platform"):
        answers += [answer + "t" for answer in answers]
    return answers


def candidates(environ, facts):
    """Paths of programs that may be a fitting Python, best first."""
    names = ["python" + minor for minor in facts["pythons"]] + ["python3", "python"]
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


def answer_of(python):
    """What the probe says under that interpreter, "" when it does not start."""
    import subprocess  # slow, and needed only here

    environ = dict(os.environ)
    environ.pop("PYTHONPATH", None)
    with open(os.devnull, "r+b") as null:
        try:
            process = subprocess.Popen(
                [python, "-S", "-c", "import sys; print(%s)" % ANSWER],
                stdin=null,
                stdout=subprocess.PIPE,
                stderr=null,
                env=environ,
            )
        except OSError:
            return ""
        output = process.communicate()[0]
    return output.decode("ascii", "replace").strip()


def become_fitting_python(path, facts):
    """Returns where this Python fits and no other was asked for. Otherwise replaces this process by
    a fitting Python on the same file, or ends it with one sentence.
    """
    fitting = answers_that_fit(facts)
    chosen = os.environ.get("PEX_PYTHON") or os.environ.get("PEX_PYTHON_PATH")
    if eval(ANSWER) in fitting and not chosen:
        return
    seen = []
    for python in candidates(os.environ, facts):
        answer = answer_of(python)
        if answer in fitting:
            environ = dict(os.environ, PEX=path)
            for name in ("PEX_PYTHON", "PEX_PYTHON_PATH", "_PEXPACK_COLD"):
                environ.pop(name, None)
            os.execve(python, [python] + interpreter_flags() + [path] + sys.argv[1:], environ)
        seen.append("%s (%s)" % (python, answer or "does not start"))
    sys.stderr.write(
        "%s: built for %s, but this is Python %d.%d (%s) and no other Python fits%s\n"
        % (
            path,
            facts.get("target") or " or ".join(fitting),
            sys.version_info[0],
            sys.version_info[1],
            sys.executable,
            "; found " + ", ".join(seen) if seen else "",
        )
    )
    sys.exit(127)
