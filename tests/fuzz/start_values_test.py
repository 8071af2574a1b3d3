#!/usr/bin/env python3
"""What is packed into the sh header arrives as it was given, whatever characters are in it.

The header is cut off and finds an environment whose Python notes down its arguments and variables.
Each case is run by every shell here that may be a machine's /bin/sh.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

from seeded import cases

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "runtime"))
from support import PEXPACK, header_of  # noqa: E402

SHELLS = [[shell] + words for shell, words in (
    ("sh", []), ("dash", []), ("bash", ["--posix"]), ("busybox", ["sh"])) if shutil.which(shell)]
PLATFORM = "manylinux2014-x86_64-cp-3.11.7-cp311"
KEY = "cpython-311-0123456789abcdef"

# Variables to which some shell gives a value of its own.
OF_SHELLS = ["HOSTNAME", "TERM", "SHELL"]

# What some shell or other gives a meaning, alone and in groups; no line end and no NUL.
PIECES = list("'\"\\`$!#&;|<>(){}[]*?~=%^@:,.-+/_ \tabcXYZ019") + [
    "$(touch PWNED)", "`touch PWNED`", "';touch PWNED;'", "${HOME}", "$0", "$@", "\\'", "\\n", "\\c",
    "@RUN@", "@ENVIRONMENT@", "''", '""', "&&", "||", "$((1+1))", "-n", "--", "\x1b[2J", "\x7f", "\x01",
    "\u00e9", "\u4e2d", "\U0001f600", "%s%n", "!!", "EOF", "esac", "done", "}", "\v", "\f"]
# A program that writes down what it is given, each with a NUL byte behind it.
NOTING = """#!/bin/sh
for word; do printf '%s\\0' "$word"; done >"$NOTED_WORDS"
exec env -0 >"$NOTED_VARIABLES"
"""


def text(chance, least=0):
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(least, 12)))


def texts(chance, most):
    return [text(chance) for _ in range(chance.randint(0, most))]


def file_name(chance):
    name = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 8)))
    return name.replace("/", "").lstrip(".~") or "x"


class Case:
    """What is given to pexpack and to the file that it makes."""

    def __init__(self, chance):
        self.name = file_name(chance) + ".pex"
        self.has_entry = chance.random() < 0.7
        self.python_words = ["-W" + text(chance) for _ in range(chance.randint(0, 2))]
        self.words = texts(chance, 4) if self.has_entry else []
        names = ["NAME_%d" % i for i in range(4)] + OF_SHELLS
        self.variables = {name: text(chance) for name in names if chance.random() < 0.4}
        self.set = {name: text(chance) for name in names if chance.random() < 0.3}
        self.set["OTHER"] = text(chance)
        if chance.random() < 0.3:
            self.set["PYTHONPATH"] = text(chance)
        self.root = text(chance)
        self.arguments = texts(chance, 4)
        self.interpreter = chance.choice([None, None, "1", "0", "true", "NO"])
        self.settings = [text(chance) for _ in range(chance.randint(0, 4))]

    def options(self):
        words = ["-D", "code", "--platform", PLATFORM]
        words += ["-m", "app"] * self.has_entry
        words += ["--runtime-pex-root", "/pwned/" + self.root]
        for name, value in self.variables.items():
            words += ["--inject-env", "%s=%s" % (name, value)]
        for word in self.python_words:
            words.append("--inject-python-args=" + shlex.quote(word))
        for word in self.words:
            words.append("--inject-args=" + shlex.quote(word))
        return words

    def as_python(self):
        return not self.has_entry or self.interpreter in ("1", "true")

    def expected_words(self, environment):
        if self.as_python():
            return self.python_words + self.arguments
        entry = [os.path.join(environment, "bin", "pexpack-entry"), "app"]
        return self.python_words + entry + self.words + self.arguments


class StartValuesTest(unittest.TestCase):
    def setUp(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="pexpack-values-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        for name in "home", "bin", "code", "root":
            os.mkdir(os.path.join(self.folder, name))
        self.write("code/app.py", "")
        self.python = self.write("bin/python3.11", "#!/bin/sh\nexit 99\n", 0o755)

    def write(self, name, content, mode=0o644):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as stream:
            stream.write(os.fsencode(content))
        os.chmod(path, mode)
        return path

    def pack(self, case):
        """PEX-INFO of the packed file, which is then cut off behind its header."""
        output = os.path.join(self.folder, "run", case.name)  # as -o it might be a pattern
        made = os.path.join(self.folder, "made.pex")
        subprocess.run([PEXPACK, "-q", *case.options(), "-o", made], cwd=self.folder, check=True,
                       env={"PATH": "/usr/bin:/bin", "HOME": os.path.join(self.folder, "home")},
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        with zipfile.ZipFile(made) as archive:
            information = json.loads(archive.read("PEX-INFO").decode("utf-8"))
        with open(output, "wb") as stream:
            stream.write(header_of(made))
        os.chmod(output, 0o755)
        return output, information

    def lay_out(self, root, information):
        """An environment whose Python notes down what it is called with."""
        home = os.path.join(root, "pexpack", "1", "pexes", information["pex_hash"])
        environment = os.path.join(home, KEY)
        self.write(os.path.join(environment, "pexpack-site", "00_pexpack.pth"), "")
        self.write(os.path.join(environment, "bin", "python"), NOTING, 0o755)
        self.write(os.path.join(environment, "pyvenv.cfg"), "")
        self.write(home + "/at/false" + self.python, KEY + "\n")
        return environment

    def run_by(self, shell, case, output):
        """(words, variables) that the environment's Python was called with."""
        noted = [os.path.join(self.folder, name) for name in ("words", "variables")]
        variables = {"PATH": os.path.join(self.folder, "bin") + ":/usr/bin:/bin", "HOME": "/nowhere",
                     "PEX_ROOT": os.path.join(self.folder, "root"), **case.set}
        variables.update(NOTED_WORDS=noted[0], NOTED_VARIABLES=noted[1])
        if case.interpreter is not None:
            variables["PEX_INTERPRETER"] = case.interpreter
        ran = subprocess.run([*shell, output, *case.arguments], cwd=os.path.join(self.folder, "run"),
                             env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, timeout=60, check=False)
        self.assertEqual((ran.returncode, ran.stdout, ran.stderr), (0, b"", b""))
        found = []
        for path in noted:
            with open(path, "rb") as stream:
                found.append([os.fsdecode(word) for word in stream.read().split(b"\0")[:-1]])
            os.remove(path)
        return found[0], dict(line.split("=", 1) for line in found[1])

    def check(self, case):
        shutil.rmtree(os.path.join(self.folder, "run"), ignore_errors=True)
        os.mkdir(os.path.join(self.folder, "run"))
        output, information = self.pack(case)
        self.assertEqual(information["inject_args"], case.words)
        self.assertEqual(information["inject_python_args"], case.python_words)
        self.assertEqual(information["inject_env"], case.variables)
        self.assertEqual(information["pex_root"], "/pwned/" + case.root)
        environment = self.lay_out(os.path.join(self.folder, "root"), information)
        self.write("run/.pexrc", "\n".join(case.settings))
        for shell in SHELLS:
            words, variables = self.run_by(shell, case, output)
            self.assertEqual(words, case.expected_words(environment), shell)
            expected = {**case.variables, **case.set, "PEX": output}
            hidden = expected.pop("PYTHONPATH", None)
            expected["_PEXPACK_START"] = "" if hidden is None else ":" + hidden
            self.assertEqual({name: variables.get(name) for name in expected}, expected, shell)
            self.assertNotIn("PYTHONPATH", variables)
            self.assertEqual([name for name in variables if name.startswith("_pp_")], [], shell)
        os.remove(output)
        found = sorted(os.listdir(os.path.join(self.folder, "run")))
        self.assertEqual(found, [".pexrc"], "something was executed")

    def test_values_arrive_as_they_were_given(self):
        for number, chance in cases(20):
            with self.subTest(case=number):
                self.check(Case(chance))


if __name__ == "__main__":
    unittest.main()
