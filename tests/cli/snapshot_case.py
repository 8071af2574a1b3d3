"""One case file: what it sets up, the command, and what has to come out.

    # A sentence about one behaviour.
    wheel requests 2.0 requires=idna>=3 tags=py3-none-any file=requests/api.py in=wheelhouse
    sdist idna 3.0 requires=x build-requires=paintbox>=1 back-end=paintbox dynamic=yes
    back-end paintbox 1.0
    damage wheelhouse/requests-2.0-py3-none-any.whl truncate
    file requirements.txt
        requests==2.0 --hash=sha256:[SHA256 of requests-2.0-py3-none-any.whl]
    folder empty
    env TZ=UTC
    cwd folder
    $ pexpack -r requirements.txt -o app.pex

    exit 0
    changes + app.pex
    --- stdout
    …
    --- stderr
    …

Everything from `exit` on is expected output and rewritten by --update. Words are split as a shell
does. `changes` lists what was added (+), changed (~) and removed (-), `nothing` if so. In a file's text
[SHA256 of NAME] is the digest of a wheel that a line above has made.
"""

import glob
import hashlib
import os
import re
import shlex

from dummy_sdist import Sdist, back_end_wheel
from dummy_wheel import DAMAGES, Wheel

INDENT = "    "


class CaseError(Exception):
    """The case file itself is wrong."""


class Expected:
    """What a command did: exit code, changed files and its whole output, with placeholders."""

    def __init__(self, code, changes, stdout, stderr):
        self.code = code
        self.changes = changes
        self.stdout = stdout
        self.stderr = stderr

    def to_text(self):
        def block(title, text):
            return ["--- " + title] + text.split("\n")[:-1] + (
                [] if text.endswith("\n") or not text else [text.split("\n")[-1] + "[no newline]"])

        lines = ["exit %d" % self.code]
        lines += ["changes " + change for change in self.changes or ["nothing"]]
        lines += block("stdout", self.stdout) + block("stderr", self.stderr)
        return "\n".join(lines) + "\n"


class Case:
    """The first part of a case file, parsed; `prepare` makes its folder."""

    def __init__(self, path):
        self.path = path
        self.name = os.path.splitext(os.path.basename(path))[0]
        with open(path, encoding="utf-8") as file:
            text = file.read()
        head, mark, tail = text.partition("\nexit ")
        self.head = head.rstrip("\n") + "\n"
        self.expected_text = "exit " + tail if mark else ""
        self.steps = []  # (word, arguments, indented text)
        self.environment = {}
        self.cwd = "."
        self.command = None
        self._parse(self.head.split("\n"))
        if not head.startswith("# ") or self.command is None:
            raise CaseError("%s: needs a sentence and a command" % path)

    def _parse(self, lines):
        position = 0
        while position < len(lines):
            line = lines[position]
            position += 1
            if not line.strip() or line.startswith("#"):
                continue
            body = []
            while position < len(lines) and (lines[position].startswith(INDENT)
                                             or (body and not lines[position].strip()
                                                 and self._more_indented(lines, position))):
                body.append(lines[position][len(INDENT):])
                position += 1
            self._add(line, "".join(text + "\n" for text in body))

    @staticmethod
    def _more_indented(lines, position):
        """Whether an empty line is inside a file's text rather than after it."""
        rest = [line for line in lines[position:] if line.strip()]
        return bool(rest) and rest[0].startswith(INDENT)

    def _add(self, line, body):
        word, *arguments = shlex.split(line)
        if word == "$":
            if not arguments or arguments[0] != "pexpack" or self.command:
                raise CaseError("%s: needs exactly one `$ pexpack …`" % self.path)
            self.command = arguments[1:]
        elif word == "env":
            self.environment.update(argument.split("=", 1) for argument in arguments)
        elif word == "cwd":
            self.cwd = arguments[0]
        elif word in ("wheel", "sdist", "back-end", "damage", "file", "folder"):
            self.steps.append((word, arguments, body))
        else:
            raise CaseError("%s: unknown line `%s`" % (self.path, line))

    def prepare(self, folder):
        for word, arguments, body in self.steps:
            if word == "wheel":
                wheel, where = parse_wheel(arguments)
                wheel.write(os.path.join(folder, where))
            elif word == "sdist":
                sdist, where = parse_sdist(arguments)
                sdist.write(os.path.join(folder, where))
            elif word == "back-end":
                back_end_wheel(*arguments).write(os.path.join(folder, "wheelhouse"))
            elif word == "damage":
                DAMAGES[arguments[1]](os.path.join(folder, arguments[0]))
            elif word == "folder":
                os.makedirs(os.path.join(folder, arguments[0]), exist_ok=True)
            else:
                path = os.path.join(folder, arguments[0])
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(with_digests(body, folder))
        os.makedirs(os.path.join(folder, self.cwd), exist_ok=True)


def with_digests(text, folder):
    def digest(match):
        paths = glob.glob(os.path.join(folder, "**", match.group(1)), recursive=True)
        if not paths:
            raise CaseError("there is no `%s` to take the SHA256 of" % match.group(1))
        with open(paths[0], "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()

    return re.sub(r"\[SHA256 of ([^]]+)\]", digest, text)


def parse_sdist(arguments):
    """`NAME VERSION key=value …` → (Sdist, folder)."""
    name, version, *options = arguments
    lists = {"requires": [], "build-requires": [], "asks": []}
    single = {"tags": "py3-none-any", "python": None, "back-end": None, "dynamic": "", "fails": "",
              "built-version": None, "entry": None, "suffix": ".tar.gz", "in": "wheelhouse"}
    for option in options:
        key, _, value = option.partition("=")
        if key in lists:
            lists[key].append(value)
        elif key in single:
            single[key] = value
        else:
            raise CaseError("unknown word `%s` for an sdist" % option)
    sdist = Sdist(name, version, requires=lists["requires"], tags=single["tags"],
                  python=single["python"], build_requires=lists["build-requires"],
                  back_end=single["back-end"], dynamic=bool(single["dynamic"]),
                  asks=lists["asks"], fails=single["fails"], suffix=single["suffix"],
                  built_version=single["built-version"],
                  entries={single["entry"]: "x\n"} if single["entry"] else None)
    return sdist, single["in"]


def parse_wheel(arguments):
    """`NAME VERSION key=value …` → (Wheel, folder)."""
    name, version, *options = arguments
    lists = {"requires": [], "script": [], "extra": [], "file": []}
    single = {"tags": "py3-none-any", "python": None, "build": None, "in": "wheelhouse"}
    for option in options:
        key, _, value = option.partition("=")
        if key in lists:
            lists[key].append(value)
        elif key in single:
            single[key] = value
        else:
            raise CaseError("unknown word `%s` for a wheel" % option)
    wheel = Wheel(name, version, requires=lists["requires"], tags=single["tags"],
                  python=single["python"], scripts=lists["script"], build=single["build"],
                  extras=lists["extra"],
                  files=dict.fromkeys(lists["file"], "x = 1\n"))
    return wheel, single["in"]
