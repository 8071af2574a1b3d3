"""What the end-to-end tests share: tiny wheels, built pexes, and the Pythons of this machine."""

import base64
import glob
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

PEXPACK = os.environ.get("PEXPACK_BIN", "")
WANTED = ("3.6", "3.9", "3.11", "3.13")


def find_pythons():
    """{minor: path of a CPython}, from PATH and from pyenv. Shims do not count."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    folders += glob.glob(os.path.expanduser("~/.pyenv/versions/*/bin"))
    found = {}
    for folder in folders:
        for path in glob.glob(os.path.join(folder, "python[23].*")):
            minor = re.fullmatch(r"python([23]\.\d+)", os.path.basename(path))
            if minor and minor.group(1) not in found and os.access(path, os.X_OK):
                with open(path, "rb") as stream:
                    if stream.read(2) != b"#!":
                        found[minor.group(1)] = os.path.realpath(path)
    return found


PYTHONS = find_pythons()


def need_python(minor):
    """The path of that Python; skips the test, loudly, where it is not installed."""
    if minor not in PYTHONS:
        message = "NO CPYTHON %s HERE: install it to run this test" % minor
        sys.stderr.write("\n" + message + "\n")
        raise unittest.SkipTest(message)
    return PYTHONS[minor]


def any_python():
    """The newest Python 3 here that pexpack is made for."""
    minors = [m for m in PYTHONS if m.startswith("3.") and 6 <= int(m[2:]) <= 14]
    if not minors:
        raise unittest.SkipTest("NO CPYTHON 3.6 TO 3.14 HERE")
    return PYTHONS[max(minors, key=lambda minor: int(minor[2:]))]


def minor_of(python):
    return re.search(r"(\d\.\d+)$", os.path.basename(python)).group(1)


def digest(content):
    raw = hashlib.sha256(content).digest()
    return "sha256=" + base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def make_wheel(folder, name, files, version="1.0", tag="py3-none-any", requires=(), executable=()):
    """Writes a wheel of {path: text or bytes}; `{data}` and `{info}` stand for its folders."""
    info = "%s-%s.dist-info" % (name, version)
    metadata = "Metadata-Version: 2.1\nName: %s\nVersion: %s\n" % (name, version)
    metadata += "".join("Requires-Dist: %s\n" % requirement for requirement in requires)
    pure = "true" if tag.endswith("none-any") else "false"
    members = {
        path.format(data="%s-%s.data" % (name, version), info=info): content
        for path, content in files.items()
    }
    members[info + "/METADATA"] = metadata
    members[info + "/WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: %s\nTag: %s\n" % (pure, tag)
    record = ""
    path = os.path.join(folder, "%s-%s-%s.whl" % (name, version, tag))
    os.makedirs(folder, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in sorted(members.items()):
            content = content if isinstance(content, bytes) else content.encode("utf-8")
            record += "%s,%s,%d\n" % (member, digest(content), len(content))
            entry = zipfile.ZipInfo(member, (2020, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100755 if member in executable else 0o100644) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
        archive.writestr(info + "/RECORD", record + info + "/RECORD,,\n")
    return path


def tiny_wheelhouse(folder):
    """Wheels that show, without weight, what real ones do to an installer."""
    make_wheel(
        folder,
        "tiny",
        {
            "tiny/__init__.py": "VALUE = 'tiny'\n",
            "tiny/__main__.py": "import sys\nprint('main', sys.argv[1:])\n",
            "tiny/program.py": (
                "import os, sys\n"
                "def run():\n"
                "    print(sys.argv)\n"
                "    return 21\n"
                "def fail():\n"
                "    raise ValueError('on purpose')\n"
            ),
            "tiny/data.txt": "some data\n",
            "{data}/scripts/tiny-script": "#!python\nimport sys\nprint('script', sys.argv[1:])\n",
            "{data}/scripts/tiny-shell": '#!/bin/sh\necho shell "$@"\n',
            "{data}/data/share/tiny/note": "a note\n",
            "{data}/headers/tiny.h": "#define TINY 1\n",
            "{data}/purelib/tiny_pure.py": "VALUE = 'pure'\n",
            "{info}/entry_points.txt": (
                "[console_scripts]\ntiny-run = tiny.program:run\ntiny-fail = tiny.program:fail\n"
            ),
        },
    )
    make_wheel(
        folder,
        "other",
        {"other.py": "import tiny\nVALUE = 'other and ' + tiny.VALUE\n"},
        requires=["tiny"],
    )


def build(output, requests, wheelhouse, python, *options):
    return build_for(output, requests, wheelhouse, ["--python", python], *options)


def build_for(output, requests, wheelhouse, targets, *options):
    """Runs the command; the one place that knows how a pex is made."""
    if not os.access(PEXPACK, os.X_OK):
        raise AssertionError("PEXPACK_BIN=%s is no program: was it built?" % PEXPACK)
    words = [PEXPACK] + list(requests) + ["-f", wheelhouse, "--no-index", "-o", output]
    words += list(targets) + list(options)
    result = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if result.returncode != 0:
        raise AssertionError("%s failed: %s" % (words, result.stderr.decode("utf-8", "replace")))
    return output


def build_tiny(output, python, *options):
    folder = output + ".wheels"
    tiny_wheelhouse(folder)
    return build(output, ["other"], folder, python, *options)


def header_of(pex):
    """The bytes of the sh header: a file of them alone starts only where nothing is opened."""
    end = b"\nexit 127\n}\n"
    with open(pex, "rb") as stream:
        content = stream.read()
    return content[: content.index(end) + len(end)]


def shared_folder(test_class):
    """A folder that is removed after the last test of the class."""
    folder = os.path.realpath(tempfile.mkdtemp(prefix="pexpack-built-"))
    test_class.addClassCleanup(shutil.rmtree, folder, True)
    return folder


class Ran:
    """What a process did."""

    def __init__(self, result):
        self.status = result.returncode
        self.out = result.stdout.decode("utf-8", "replace")
        self.err = result.stderr.decode("utf-8", "replace")

    def __repr__(self):
        return "status %d, stdout %r, stderr %r" % (self.status, self.out, self.err)


class RuntimeTest(unittest.TestCase):
    """Each test has a folder of its own, an empty cache, and a PATH with chosen Pythons only."""

    def setUp(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="pexpack-runtime-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.bin = os.path.join(self.folder, "bin")
        self.root = os.path.join(self.folder, "root")
        self.home = os.path.join(self.folder, "home")
        os.mkdir(self.bin)
        os.mkdir(self.home)
        self.environ = {"PATH": self.bin, "HOME": self.home, "PEX_ROOT": self.root}
        self.environ["TMPDIR"] = os.path.join(self.folder, "tmp")
        os.mkdir(self.environ["TMPDIR"])

    def offer(self, python, name=None):
        """Puts a Python on the PATH."""
        path = os.path.join(self.bin, name or "python" + minor_of(python))
        os.symlink(python, path)
        return path

    def offer_program(self, name, text):
        path = os.path.join(self.bin, name)
        with open(path, "w") as stream:
            stream.write(text)
        os.chmod(path, 0o755)
        return path

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as stream:
            stream.write(text)
        return path

    def only_header(self, pex):
        """The application cut off behind its header."""
        path = os.path.join(self.folder, "header.pex")
        with open(path, "wb") as stream:
            stream.write(header_of(pex))
        os.chmod(path, 0o755)
        return path

    def run_words(self, words, env=None, **options):
        environ = dict(self.environ, **(env or {}))
        environ = {name: value for name, value in environ.items() if value is not None}
        options.setdefault("cwd", self.folder)
        options.setdefault("timeout", 60)
        if "input" not in options:
            options.setdefault("stdin", subprocess.DEVNULL)
        return Ran(
            subprocess.run(
                words, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
            )
        )

    def pex(self, path, *arguments, **options):
        return self.run_words([path] + list(arguments), **options)

    def check(self, ran, out, status=0):
        """The output is exactly that, and nothing is on stderr."""
        self.assertEqual((ran.status, ran.out, ran.err), (status, out, ""))

    def environment(self):
        """The folder of the one environment that is laid out."""
        found = glob.glob(os.path.join(self.root, "pexpack", "1", "pexes", "*", "*", "pyvenv.cfg"))
        self.assertEqual(len(found), 1, found)
        return os.path.dirname(found[0])


class TinyTest(RuntimeTest):
    """Runs the tiny pex under one Python; it is built once per class."""

    options = ()
    minor = None

    @classmethod
    def setUpClass(cls):
        cls.python = need_python(cls.minor) if cls.minor else any_python()
        cls.built = shared_folder(cls)
        cls.app = build_tiny(os.path.join(cls.built, "app.pex"), cls.python, *cls.options)

    def setUp(self):
        super().setUp()
        self.interpreter = self.offer(self.python)
