"""The same calls under a virtual environment's python and under the pex of the same wheels.

What they print, their exit codes and what a program sees of itself have to be equal, but for the
differences in ALLOWED.
"""

import collections
import os
import shutil
import subprocess
import sys
import unittest
import zipfile

from support import RuntimeTest, build, make_wheel, need_python, shared_folder, tiny_wheelhouse

MINORS = ("3.6", "3.7", "3.9", "3.11", "3.13")

# What may differ, and why; facts() leaves these out of what it prints.
ALLOWED = {
    "sys.path[-1]": "the pex is last on sys.path, where Spark applications look for it",
    "PEX": "the variable names the pex, as pex sets it; PEX_ROOT and the like are gone",
    "PWD": "the sh that finds the Python sets it where nobody did",
    "RECORD": "it is the wheel's own, byte for byte; pip writes another with what it added",
    "sys.modules": "the environment's hook is a module, _pexpack_site",
}

FACTS = """\
import json, os, sys
def facts():
    main = sys.modules["__main__"]
    path = [p for p in sys.path if p != os.environ.get("PEX")]
    seen = {
        "argv": sys.argv, "flags": list(sys.flags), "path": path, "hash": "PYTHONHASHSEED" in os.environ and hash("text"),
        "main": sorted(vars(main)), "file": getattr(main, "__file__", None),
        "package": main.__package__, "spec": getattr(main.__spec__, "name", None),
        "prefix": [sys.prefix, sys.exec_prefix, sys.base_prefix], "executable": sys.executable,
        "warnings": sys.warnoptions, "xoptions": sorted(sys._xoptions),
        "environ": sorted(k for k in os.environ if k not in ("PWD", "_") and not k.startswith("PEX")),
        "streams": [s.encoding for s in (sys.stdin, sys.stdout, sys.stderr)],
        "modules": [m for m in sorted(sys.modules) if "pexpack" in m and m != "_pexpack_site"],
        "umask": os.umask(0o22), "cwd": os.getcwd(),
    }
    print(json.dumps(seen, sort_keys=True))
"""
USE_FACTS = "from facts import facts; facts()"
MULTIPROCESSING = """\
import multiprocessing, sys, tiny
class Square:
    def __init__(self, n): self.n = n
def square(s): return s.n * s.n, tiny.VALUE
if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    with context.Pool(2) as pool:
        print(pool.map(square, [Square(1), Square(2), Square(3)]))
"""
JOBLIB = """\
from joblib import Parallel, delayed
import tiny
def twice(n): return n * 2, tiny.VALUE
if __name__ == "__main__":
    print(Parallel(n_jobs=2)(delayed(twice)(n) for n in range(3)))
"""
PICKLE = """\
import pickle
class Thing:
    value = 5
print(pickle.loads(pickle.dumps(Thing())).value, Thing.__module__)
"""
METADATA = """\
import importlib.metadata as m
print(m.version("tiny"), sorted(str(f) for f in m.files("tiny") if str(f).startswith("tiny/") and "pyc" not in str(f)))
print(sorted(d.metadata["Name"] for d in m.distributions()))
print(sorted(e.name for e in m.distribution("tiny").entry_points))
"""
RESOURCES = """\
import importlib.resources as r, pkgutil
print(pkgutil.get_data("tiny", "data.txt"), r.is_resource("tiny", "data.txt") if hasattr(r, "is_resource") else "")
"""

Case = collections.namedtuple("Case", "name words stdin env since")


def case(name, *words, stdin="", env=(), since=(3, 6)):
    return Case(name, words, stdin, dict(env), since)


def code(name, text, *words, **options):
    return case(name, "-c", text, *words, **options)


CASES = [
    code("dash c", USE_FACTS, "a b", "", "*", "--flag", "-x"),
    case("dash m of a package", "-m", "tiny", "a b", "-c"),
    case("dash m of a module beside us", "-m", "beside", "x"),
    case("a module that is not there", "-m", "nowhere"),
    case("a script with a sibling", "script.py", "a b", "-m", "x"),
    case("a script in a folder", "deep/script.py"),
    case("a script that is not there", "nowhere.py"),
    case("a folder", "program", "x"),
    case("a zip", "program.zip", "x"),
    case("standard input", stdin=USE_FACTS),
    case("a dash", "-", "a b", stdin=USE_FACTS),
    case("standard input is the program's", "-c", "import sys; print(sys.stdin.read())", stdin="one\ntwo\n"),
    case("interactive afterwards", "-i", "-c", "value = 6", stdin="print(value * 7)\n"),
    code("flags", "import sys; print(sys.flags.optimize, sys.warnoptions); " + USE_FACTS),
    case("-u -W -X", "-u", "-W", "error", "-X", "dev", "-X", "faulthandler", "-c", USE_FACTS, since=(3, 7)),
    case("-O -B -q -v off", "-O", "-B", "-q", "-c", USE_FACTS),
    case("-s", "-s", "-c", USE_FACTS),
    case("-E", "-E", "-c", USE_FACTS, env={"PYTHONOPTIMIZE": "2"}),
    case("-I", "-I", "-c", "import sys, tiny; print(sys.flags, sys.argv, tiny.VALUE)"),
    case("an unknown flag", "-Z"),
    case("the version", "-V"),
    case("the help", "-h"),
    code("exit code", "import sys; sys.exit(3)"),
    code("exit with a text", "import sys; sys.exit('enough')"),
    code("exit at once", "import os; os._exit(7)"),
    code("an exception", "def f(): raise ValueError('on purpose')\nf()"),
    case("an exception in a script", "fails.py"),
    case("a syntax error", "wrong.py"),
    case("an exception in a package", "-c", "import tiny.program as p; p.fail()"),
    code("killed", "import os; os.kill(os.getpid(), 9)"),
    code("terminated", "import os, time; os.kill(os.getpid(), 15); time.sleep(9)"),
    code("interrupted", "import os, time; os.kill(os.getpid(), 2); time.sleep(9)"),
    code("a closed pipe", "import sys; sys.stdout.write('x'); sys.stdout.flush()"),
    case("pickle", "pickles.py"),
    case("multiprocessing fork", "processes.py", "fork"),
    case("multiprocessing spawn", "processes.py", "spawn"),
    case("multiprocessing forkserver", "processes.py", "forkserver"),
    code("a child", "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', "
         "'import tiny, other, sys; print(tiny.VALUE, other.VALUE, sys.prefix)']))"),
    code("a child without site", "import subprocess, sys; sys.exit(subprocess.call([sys.executable, "
         "'-I', '-c', 'import tiny; print(tiny.VALUE)']))"),
    code("a console script", "import os, subprocess, sys; sys.exit(subprocess.call([os.path.join("
         "os.path.dirname(sys.executable), 'tiny-run'), 'a b']))"),
    case("metadata", "-c", METADATA, since=(3, 8)),
    case("resources", "-c", RESOURCES),
    code("namespace packages", "import ns.one, ns.two; print(ns.one.VALUE, ns.two.VALUE, len(ns.__path__))"),
    code("where modules lie", "import tiny, other, os; print(tiny.__file__, other.__file__, "
         "os.access(tiny.__file__, os.R_OK))"),
    code("hash seed 0", USE_FACTS, env={"PYTHONHASHSEED": "0"}),
    code("hash seed 42", USE_FACTS, env={"PYTHONHASHSEED": "42"}),
    code("PYTHON variables", USE_FACTS, env={
        "PYTHONHASHSEED": "1", "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "error", "PYTHONOPTIMIZE": "1",
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "latin-1", "PYTHONNOUSERSITE": "1"}),
    code("PYTHONUTF8", USE_FACTS, env={"PYTHONUTF8": "1", "LC_ALL": "C"}, since=(3, 7)),
    code("an ASCII locale", "import sys; print(sys.getfilesystemencoding(), sys.stdout.encoding)",
         env={"LC_ALL": "POSIX"}),
    code("PYTHONINSPECT", "print(1)", env={"PYTHONINSPECT": "1"}, stdin="print(2)\n"),
    case("PYTHONSTARTUP is for terminals", stdin="print(1)", env={"PYTHONSTARTUP": "startup.py"}),
    code("signals as they were", "import signal; print([signal.getsignal(s) for s in (2, 13, 15, 17)])"),
    code("descriptors", "import os; print(sorted(int(f) for f in os.listdir('/dev/fd') if int(f) < 64)[:4])"),
    case("joblib", "jobs.py"),
]


def write_program(folder):
    """The files that the cases call."""
    texts = {
        "facts.py": FACTS, "beside.py": USE_FACTS + "\n", "sibling.py": "VALUE = 'sibling'\n",
        "script.py": "import sibling; print(sibling.VALUE)\n" + USE_FACTS + "\n",
        "deep/script.py": "import sys; print(sys.path[0])\n", "program/__main__.py": "import tiny, sys\n"
        "print(sys.argv, __name__, tiny.VALUE, sys.path[0])\n", "pickles.py": PICKLE, "jobs.py": JOBLIB,
        "processes.py": MULTIPROCESSING, "fails.py": "def f():\n    return 1 / 0\n\nf()\n",
        "wrong.py": "def f(:\n", "startup.py": "print('startup')\n",
    }
    for name, text in texts.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as stream:
            stream.write(text)
    with zipfile.ZipFile(os.path.join(folder, "program.zip"), "w") as archive:
        archive.writestr("__main__.py", texts["program/__main__.py"])


def make_wheelhouse(folder):
    tiny_wheelhouse(folder)
    make_wheel(folder, "ns_one", {"ns/one.py": "VALUE = 1\n"})
    make_wheel(folder, "ns_two", {"ns/two/__init__.py": "VALUE = 2\n"})
    return ["other", "ns_one", "ns_two"]


def fetch_joblib(folder, python):
    """Whether there is a joblib for that Python; without a network there is none."""
    words = [python, "-m", "pip", "download", "-q", "--only-binary", ":all:", "-d", folder, "joblib"]
    return subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def must_run(words):
    run = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if run.returncode != 0:
        raise AssertionError("%s failed: %s" % (words, run.stdout.decode("utf-8", "replace")))


def make_venv(folder, python, wheelhouse, requests):
    """A plain environment with these packages and nothing else: pip takes itself out."""
    must_run([python, "-m", "venv", folder])
    pip = [os.path.join(folder, "bin", "python"), "-m", "pip", "--disable-pip-version-check"]
    must_run(pip + ["install", "--no-index", "-f", wheelhouse] + requests)
    must_run(pip + ["uninstall", "-y", "setuptools", "pip"])


class Differential(RuntimeTest):
    minor = None

    @classmethod
    def setUpClass(cls):
        cls.python = need_python(cls.minor)
        cls.built = shared_folder(cls)
        wheelhouse = os.path.join(cls.built, "wheels")
        requests = make_wheelhouse(wheelhouse)
        cls.has_joblib = fetch_joblib(wheelhouse, cls.python)
        requests += ["joblib"] if cls.has_joblib else []
        cls.venv = os.path.join(cls.built, "venv")
        make_venv(cls.venv, cls.python, wheelhouse, requests)
        cls.app = build(os.path.join(cls.built, "app.pex"), requests, wheelhouse, cls.python)

    def setUp(self):
        super().setUp()
        self.offer(self.python)
        self.work = os.path.join(self.folder, "work")
        write_program(self.work)

    def run_case(self, program, case_):
        environ = dict(self.environ, PATH=self.bin + ":/usr/bin:/bin", **case_.env)
        run = subprocess.run(
            [program, *case_.words], input=case_.stdin.encode(), cwd=self.work, env=environ,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        return run.returncode, run.stdout.decode("utf-8", "replace"), run.stderr.decode("utf-8", "replace")

    def as_one(self, text, home, program):
        """With what the two are called alike."""
        return text.replace(home, "ENVIRONMENT").replace(program, "PROGRAM")

    def test_the_pex_does_what_the_environments_python_does(self):
        self.run_case(self.app, code("cold", "pass"))
        home = self.environment()
        python = os.path.join(self.venv, "bin", "python")
        for case_ in CASES:
            if sys.version_info and tuple(map(int, self.minor.split("."))) < case_.since:
                continue
            if case_.name == "joblib" and not self.has_joblib:
                sys.stderr.write("\nNO JOBLIB FOR %s: is there no network?\n" % self.minor)
                continue
            with self.subTest(case_.name):
                shutil.rmtree(os.path.join(self.work, "__pycache__"), True)
                theirs = [self.as_one(str(part), self.venv, python) for part in self.run_case(python, case_)]
                shutil.rmtree(os.path.join(self.work, "__pycache__"), True)
                ours = [self.as_one(str(part), home, self.app) for part in self.run_case(self.app, case_)]
                self.assertEqual(ours, theirs)


def test_class(minor):
    return type("Python" + minor.replace(".", ""), (Differential,), {"minor": minor})  # noqa: F821


for _minor in MINORS:
    _class = test_class(_minor)
    globals()[_class.__name__] = _class
del Differential, _class  # what unittest finds here it would run

if __name__ == "__main__":
    unittest.main()
