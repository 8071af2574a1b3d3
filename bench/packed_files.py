"""The packed files that are started, each made once and kept until what makes it changes."""

import glob
import hashlib
import os
import shutil

import processes
import real_input
import rivals

OURS = "pexpack"
PEX = "pex"
PEX_VENV = "pex --venv --sh-boot"
SHIV = rivals.SHIV
VENV = "venv"


class PackedFiles:
    """Of one wheelhouse."""

    def __init__(self, setting, packed):
        self.setting = setting
        self.packed = packed
        self.interpreter = real_input.python(packed.minor)
        self.wheels = packed.wheels(setting.work)
        self.folder = os.path.join(setting.work, "packed", packed.name)
        self.root = os.path.join(self.folder, "root")  # of the tools while they pack
        os.makedirs(self.folder, exist_ok=True)

    def command(self, name, output):
        requirements = self.packed.requirements
        if name == OURS:
            return rivals.pexpack_command(self.setting.binary, self.wheels, requirements,
                                          self.interpreter, output, self.root)
        if name == SHIV:
            return rivals.shiv_command(self.setting.rivals, self.wheels, requirements,
                                       "python3.%d" % self.packed.minor, output, self.root)
        options = ["--venv", "--sh-boot"] if name == PEX_VENV else []
        return rivals.pex_command(self.setting.rivals, self.wheels, requirements, options,
                                  self.interpreter, output, self.root)

    def file(self, name, progress):
        """The path of what `name` makes."""
        short = name.replace(" ", "").replace("--", "-")
        made_by = repr((self.command(name, "").words, sorted(os.listdir(self.wheels)),
                        self.setting.store.conditions))
        key = hashlib.sha256(made_by.encode()).hexdigest()[:12]
        path = os.path.join(self.folder, "%s.%s.pex" % (short, key))
        if not os.path.exists(path):
            for old in glob.glob(os.path.join(self.folder, short + ".*.pex")):
                os.remove(old)
            progress.doing("packing with " + name)
            progress.took(self.make(name, path))
        return path

    def make(self, name, path):
        """Returns the seconds that it took."""
        fresh = os.path.join(self.folder, "fresh")
        taken = processes.measured(self.command(name, fresh)).wall
        os.rename(fresh, path)
        return taken

    def venv_python(self):
        bin_folder = real_input.venv("bench-" + self.packed.name, self.interpreter,
                                     ["--no-index", "-f", self.wheels, *self.packed.requirements])
        return os.path.join(bin_folder, "python")

    def starts(self, measurement, progress):
        """{name: path} of all that is started; those that cannot be made are noted."""
        found = {VENV: self.venv_python()}
        names = [OURS] + ([PEX, PEX_VENV, SHIV] if self.setting.rivals.folder else [])
        for name in names:
            try:
                found[name] = self.file(name, progress)
            except processes.Failed as failure:
                progress.warn("%s: %s" % (name, failure))
                measurement.cannot(name, str(failure))
        shutil.rmtree(self.root, ignore_errors=True)
        return found
