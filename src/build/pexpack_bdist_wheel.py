"""The command bdist_wheel for a setuptools before 70.1 where the package `wheel` is missing.

Such a setuptools has no such command of its own and asks for that package. What is here does what a
build back end needs of it: `setup.py bdist_wheel --dist-dir DIR`. Runs under Python 3.6 to 3.14.
"""

import base64
import email
import hashlib
import os
import re
import shutil
import stat
import sys
import sysconfig
import time
import zipfile

from setuptools import Command

EARLIEST = 315532800  # 1980-01-01, as a zip knows no earlier time


def escaped(text):
    """A name as a wheel's file name has it (PEP 427)."""
    return re.sub(r"[-_.]+", "_", text)


def abi_tag():
    """As "cp36m"; of another implementation what its extensions are named by."""
    parts = (sysconfig.get_config_var("SOABI") or "").split("-")
    if parts[0] == "cpython" and len(parts) > 1:
        return "cp" + parts[1]
    return "_".join(parts[:2]).replace(".", "_") or "none"


def interpreter_tag():
    prefix = {"cpython": "cp", "pypy": "pp"}.get(sys.implementation.name, sys.implementation.name)
    return "%s%d%d" % ((prefix,) + sys.version_info[:2])


def requirement_lines(requires):
    """The fields of METADATA that setuptools' requires.txt amounts to."""
    extra = marker = ""
    for line in requires.splitlines():
        line = line.strip()
        section = re.match(r"\[([^:\]]*):?(.*)\]$", line)
        if section:
            extra, marker = section.group(1), section.group(2)
            if extra:
                yield "Provides-Extra", extra
        elif line:
            conditions = [
                "(%s)" % marker if marker and extra else marker,
                "extra == '%s'" % extra if extra else "",
            ]
            condition = " and ".join(filter(None, conditions))
            separator = " ; " if "@" in line else "; "
            yield "Requires-Dist", line + (separator + condition if condition else "")


def metadata_text(pkg_info, requires):
    """METADATA from PKG-INFO, which did not tell the requirements at first."""
    message = email.message_from_string(pkg_info)
    known = {(name, value) for name, value in message.items()}
    head, _, body = pkg_info.replace("\r\n", "\n").partition("\n\n")
    lines = head.rstrip("\n").split("\n")
    if "Requires-Dist" not in message:
        for field in requirement_lines(requires):
            if field not in known:
                known.add(field)
                lines.append("%s: %s" % field)
    if lines[0].startswith("Metadata-Version: 1"):
        lines[0] = "Metadata-Version: 2.1"
    return "\n".join(lines) + "\n\n" + body


def read_text(path):
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8", errors="surrogateescape") as stream:
        return stream.read()


class bdist_wheel(Command):
    description = "create a wheel"
    user_options = [
        ("bdist-dir=", "b", "where the files are collected"),
        ("dist-dir=", "d", "where the wheel goes"),
        ("plat-name=", "p", "the platform to name it for"),
        ("python-tag=", None, "the Python tag of a pure wheel"),
        ("py-limited-api=", None, "the oldest Python of the stable ABI, as cp36"),
        ("build-number=", None, "the build tag"),
        ("universal", None, "for Python 2, too"),
        ("keep-temp", "k", "keep what was collected"),
        ("skip-build", None, "build nothing first"),
    ]
    boolean_options = ["universal", "keep-temp", "skip-build"]

    def initialize_options(self):
        self.bdist_dir = self.dist_dir = self.plat_name = self.python_tag = None
        self.py_limited_api = self.build_number = None
        self.universal = self.keep_temp = self.skip_build = False

    def finalize_options(self):
        base = self.get_finalized_command("build").build_base
        self.bdist_dir = self.bdist_dir or os.path.join(base, "pexpack-wheel")
        self.dist_dir = self.dist_dir or "dist"
        distribution = self.distribution
        self.is_pure = not (distribution.has_ext_modules() or distribution.has_c_libraries())
        self.stem = "%s-%s" % (
            escaped(distribution.get_name()),
            distribution.get_version().replace("-", "_"),
        )

    def tag(self):
        if self.is_pure:
            return "%s-none-any" % (self.python_tag or ("py2.py3" if self.universal else "py3"))
        platform = self.plat_name or sysconfig.get_platform()
        platform = re.sub(r"[^A-Za-z0-9]", "_", platform)
        if self.py_limited_api and sys.implementation.name == "cpython":
            return "%s-abi3-%s" % (self.py_limited_api, platform)
        return "%s-%s-%s" % (interpreter_tag(), abi_tag(), platform)

    def run(self):
        if os.path.isdir(self.bdist_dir):
            shutil.rmtree(self.bdist_dir)
        if not self.skip_build:
            self.run_command("build")
        self.collect()
        self.turn_into_dist_info()
        os.makedirs(self.dist_dir, exist_ok=True)
        name = "-".join(filter(None, [self.stem, self.build_number, self.tag()])) + ".whl"
        path = os.path.join(self.dist_dir, name)
        self.write_zip(path)
        getattr(self.distribution, "dist_files", []).append(("bdist_wheel", "", path))
        if not self.keep_temp:
            shutil.rmtree(self.bdist_dir)

    def collect(self):
        """Installs into bdist_dir: what is imported at the top, the rest below `.data`."""
        install = self.reinitialize_command("install", reinit_subcommands=True)
        install.root = self.bdist_dir
        install.compile = False
        install.skip_build = True
        install.warn_dir = False
        for scheme in ("purelib", "platlib", "headers", "scripts", "data"):
            setattr(install, "install_" + scheme, os.path.join(self.stem + ".data", scheme))
        setattr(install, "install_purelib" if self.is_pure else "install_platlib", "")
        # An installer writes those of entry points.
        self.reinitialize_command("install_scripts").no_ep = True
        self.run_command("install")
        os.makedirs(self.bdist_dir, exist_ok=True)

    def turn_into_dist_info(self):
        info = os.path.join(self.bdist_dir, self.stem + ".dist-info")
        os.makedirs(info)
        found = []
        for where, folders, _ in os.walk(self.bdist_dir):
            found += [os.path.join(where, name) for name in folders if name.endswith(".egg-info")]
        egg_info = found[0] if found else self.get_finalized_command("egg_info").egg_info
        text = metadata_text(
            read_text(os.path.join(egg_info, "PKG-INFO")),
            read_text(os.path.join(egg_info, "requires.txt")),
        )
        self.write(os.path.join(info, "METADATA"), text)
        self.write(
            os.path.join(info, "WHEEL"),
            "Wheel-Version: 1.0\nGenerator: pexpack\nRoot-Is-Purelib: %s\n%s\n"
            % ("true" if self.is_pure else "false", self.tag_lines()),
        )
        for name in sorted(os.listdir(egg_info)):
            is_taken = name in ("entry_points.txt", "top_level.txt", "namespace_packages.txt")
            path = os.path.join(egg_info, name)
            if is_taken and read_text(path).strip():
                shutil.copyfile(path, os.path.join(info, name))
        for path in self.license_files():
            shutil.copyfile(path, os.path.join(info, os.path.basename(path)))
        for path in found:
            shutil.rmtree(path)

    def tag_lines(self):
        pythons, abi, platform = self.tag().split("-")
        return "\n".join("Tag: %s-%s-%s" % (python, abi, platform) for python in pythons.split("."))

    def license_files(self):
        metadata = self.distribution.metadata
        named = list(getattr(metadata, "license_files", None) or [])
        if getattr(metadata, "license_file", None):
            named.append(metadata.license_file)
        if not named:
            named = [
                name
                for name in sorted(os.listdir("."))
                if re.match(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", name)
            ]
        return [path for path in named if os.path.isfile(path)]

    @staticmethod
    def write(path, text):
        with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as stream:
            stream.write(text)

    def write_zip(self, path):
        moment = max(int(os.environ.get("SOURCE_DATE_EPOCH") or EARLIEST), EARLIEST)
        record_name = self.stem + ".dist-info/RECORD"
        record = []
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for where, folders, names in os.walk(self.bdist_dir):
                folders.sort()
                for name in sorted(names):
                    file = os.path.join(where, name)
                    place = os.path.relpath(file, self.bdist_dir).replace(os.sep, "/")
                    with open(file, "rb") as stream:
                        content = stream.read()
                    entry = self.entry(place, moment, os.stat(file).st_mode)
                    archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
                    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
                    record.append(
                        "%s,sha256=%s,%d"
                        % (
                            '"%s"' % place.replace('"', '""')
                            if "," in place or '"' in place
                            else place,
                            digest.rstrip(b"=").decode("ascii"),
                            len(content),
                        )
                    )
            record.append(record_name + ",,")
            archive.writestr(
                self.entry(record_name, moment, 0o100644),
                "\n".join(record) + "\n",
                zipfile.ZIP_DEFLATED,
            )

    @staticmethod
    def entry(place, moment, mode):
        entry = zipfile.ZipInfo(place, time.gmtime(moment)[:6])
        entry.external_attr = (stat.S_IFREG | (0o755 if mode & 0o100 else 0o644)) << 16
        return entry
