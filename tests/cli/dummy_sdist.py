"""Small sdists made from a few words, and the back end that they are built by."""

import gzip
import io
import json
import os
import tarfile
import zipfile

from dummy_wheel import DATE, Wheel

# Makes the wheel that wheel.json describes. Lies in the sdist itself, or in a wheel of its own.
BACK_END = '''
import base64, hashlib, json, os, zipfile

def get_requires_for_build_wheel(config_settings=None):
    return json.load(open("wheel.json"))["asks"]

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    said = json.load(open("wheel.json"))
    if said["fails"]:
        raise SystemExit("ERROR: " + said["fails"])
    stem = "%s-%s" % (said["name"], said["version"])
    info = stem + ".dist-info/"
    files = dict(said["files"])
    files[info + "METADATA"] = said["metadata"]
    files[info + "WHEEL"] = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: %s\\n" % said["tags"]
    record = []
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()
        record.append("%s,sha256=%s,%d\\n" % (path, digest.rstrip("="), len(text.encode())))
    files[info + "RECORD"] = "".join(record) + info + "RECORD,,\\n"
    name = "%s-%s.whl" % (stem, said["tags"])
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        for path, text in files.items():
            wheel.writestr(zipfile.ZipInfo(path, (2020, 2, 2, 0, 0, 0)), text)
    return name
'''


def back_end_wheel(name, version="1.0"):
    """A wheel of a back end, the module `name`."""
    return Wheel(name, version, files={name + ".py": BACK_END})


class Sdist:
    """What a dummy sdist says about itself and what comes of it; `write` puts it into a folder.

    `back_end` names a module of `build_requires`; without, the sdist brings its own. `dynamic`: its
    PKG-INFO does not tell the requirements. `built_version`: its wheel is of that version.
    """

    def __init__(self, name, version, requires=(), tags="py3-none-any", python=None,
                 build_requires=(), back_end=None, dynamic=False, asks=(), fails="",
                 built_version=None, entries=None, suffix=".tar.gz"):
        self.wheel = Wheel(name, built_version or version, requires=requires, tags=tags,
                           python=python)
        self.version = version
        self.build_requires = list(build_requires)
        self.back_end = back_end
        self.dynamic = dynamic
        self.asks = list(asks)
        self.fails = fails
        self.entries = entries or {}
        self.suffix = suffix

    @property
    def filename(self):
        return "%s-%s%s" % (self.wheel.module, self.version, self.suffix)

    def pkg_info(self):
        said = Wheel(self.wheel.name, self.version, python=self.wheel.python,
                     requires=[] if self.dynamic else self.wheel.requires)
        text = said.metadata().replace("Metadata-Version: 2.1", "Metadata-Version: 2.2")
        return text + ("Dynamic: Requires-Dist\n" if self.dynamic else "")

    def contents(self):
        system = "[build-system]\nrequires = %s\n" % json.dumps(self.build_requires)
        if self.back_end:
            system += 'build-backend = "%s"\n' % self.back_end
        else:
            system += 'build-backend = "back_end"\nbackend-path = ["."]\n'
        what = {"name": self.wheel.module, "version": self.wheel.version,
                "tags": self.wheel.tags, "files": self.wheel.files,
                "metadata": self.wheel.metadata(), "asks": self.asks, "fails": self.fails}
        found = {"PKG-INFO": self.pkg_info(), "pyproject.toml": system,
                 "wheel.json": json.dumps(what, sort_keys=True)}
        if not self.back_end:
            found["back_end.py"] = BACK_END
        found.update(self.entries)
        return found

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, self.filename)
        top = "%s-%s/" % (self.wheel.module, self.version)
        contents = {top + name: text for name, text in self.contents().items()}
        if self.suffix == ".zip":
            with zipfile.ZipFile(path, "w") as archive:
                for name, text in contents.items():
                    archive.writestr(zipfile.ZipInfo(name, DATE), text)
        else:
            write_tar_gz(path, contents)
        return path


def write_tar_gz(path, contents, links=()):
    """`contents`: name → text; `links`: (name, target) of symbolic links. The same bytes every time."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, text in contents.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(text.encode()), 1580601600
            archive.addfile(info, io.BytesIO(text.encode()))
        for name, target in links:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    with open(path, "wb") as file:
        file.write(gzipped(buffer.getvalue()))


def gzipped(data):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=0, mtime=0) as stream:
        stream.write(data)
    return out.getvalue()
