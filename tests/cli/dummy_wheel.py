"""Small wheels made from a few words, the same bytes every time."""

import base64
import hashlib
import os
import zipfile

DATE = (2020, 2, 2, 0, 0, 0)


class Wheel:
    """What a dummy wheel says about itself; `write` puts it into a folder."""

    def __init__(self, name, version, requires=(), tags="py3-none-any", python=None, scripts=(),
                 build=None, extras=(), files=None):
        self.name = name
        self.version = version
        self.requires = list(requires)
        self.tags = tags
        self.python = python
        self.scripts = list(scripts)  # "name = module:function"
        self.build = build
        self.extras = list(extras)
        self.files = files or {self.module + ".py": self.module_text()}

    @property
    def module(self):
        return self.name.replace("-", "_").replace(".", "_")

    @property
    def filename(self):
        parts = [self.module, self.version] + ([self.build] if self.build else []) + [self.tags]
        return "-".join(parts) + ".whl"

    def module_text(self):
        return 'VERSION = "%s"\n\n\ndef main():\n    print("%s %s")\n' % (
            self.version, self.name, self.version)

    def metadata(self):
        lines = ["Metadata-Version: 2.1", "Name: " + self.name, "Version: " + self.version]
        lines += ["Requires-Python: " + self.python] if self.python else []
        lines += ["Provides-Extra: " + extra for extra in self.extras]
        lines += ["Requires-Dist: " + requirement for requirement in self.requires]
        return "\n".join(lines) + "\n"

    def contents(self):
        """Path in the wheel → text, without RECORD."""
        info = "%s-%s.dist-info/" % (self.module, self.version)
        python_tags, abi_tags, platform_tags = self.tags.split("-")
        tags = ["-".join((python, abi, platform)) for python in python_tags.split(".")
                for abi in abi_tags.split(".") for platform in platform_tags.split(".")]
        wheel = ["Wheel-Version: 1.0", "Generator: dummy_wheel",
                 "Root-Is-Purelib: " + ("true" if abi_tags == "none" else "false")]
        found = dict(self.files)
        found[info + "METADATA"] = self.metadata()
        found[info + "WHEEL"] = "\n".join(wheel + ["Tag: " + tag for tag in tags]) + "\n"
        if self.scripts:
            lines = ["[console_scripts]", *self.scripts]
            found[info + "entry_points.txt"] = "\n".join(lines) + "\n"
        return found

    def write(self, folder):
        """Writes the wheel into `folder`, which is made, and returns its path."""
        contents = self.contents()
        record_name = "%s-%s.dist-info/RECORD" % (self.module, self.version)
        contents[record_name] = record_text(contents, record_name)
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, self.filename)
        write_zip(path, contents)
        return path


def record_text(contents, record_name):
    lines = []
    for name, text in contents.items():
        data = text.encode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        lines.append("%s,sha256=%s,%d" % (name, digest, len(data)))
    return "\n".join(lines + [record_name + ",,"]) + "\n"


def write_zip(path, contents):
    """STORED and with a fixed date: the bytes do not depend on the zlib at hand."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, text in contents.items():
            info = zipfile.ZipInfo(name, DATE)
            info.external_attr = 0o100644 << 16
            archive.writestr(info, text)


# Ways to damage a finished wheel, each the name of one way seen in the wild.

def truncate(path):
    """The download broke off: the last third is missing."""
    with open(path, "r+b") as file:
        file.truncate(os.path.getsize(path) * 2 // 3)


def flip(path):
    """One byte of a module changed after the wheel was made: its CRC-32 no longer fits."""
    with open(path, "r+b") as file:
        content = file.read()
        file.seek(content.index(b"VERSION = "))
        file.write(b"v")


def rewrite(path, change):
    """Reads all members, lets `change` edit the dictionary, and writes the wheel anew."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name).decode() for name in archive.namelist()}
    change(contents)
    write_zip(path, contents)


def drop_metadata(path):
    """The METADATA file is missing."""
    rewrite(path, lambda contents: contents.pop(
        next(name for name in contents if name.endswith(".dist-info/METADATA"))))


def wrong_record(path):
    """RECORD gives another hash for a module than the module has."""
    def change(contents):
        module = next(name for name in contents if name.endswith(".py"))
        contents[module] += "# added later\n"
    rewrite(path, change)


def climb(path):
    """A member wants to be written outside of site-packages."""
    rewrite(path, lambda contents: contents.update({"../../escape.py": "print('out')\n"}))


def other_name(path):
    """METADATA names another package than the file's name does."""
    def change(contents):
        metadata = next(name for name in contents if name.endswith(".dist-info/METADATA"))
        contents[metadata] = contents[metadata].replace("Name: ", "Name: not-")
    rewrite(path, change)


DAMAGES = {function.__name__.replace("_", "-"): function for function in
           (truncate, flip, drop_metadata, wrong_record, climb, other_name)}
