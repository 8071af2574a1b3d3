"""Packing the same wheels with pexpack, pex in its modes and shiv; and copying them, the floor."""

import os
import shutil
from dataclasses import replace

import contest
import inputs
import processes
import real_input
import rivals
from contest import Contestant, Rounds
from processes import Command
from steps import Step

PART = "build"
FLOOR = "cat"
FIRST = "pexpack, first"
LATER_SUFFIX = ", later"
LATER = "pexpack" + LATER_SUFFIX
ROUNDS = Rounds(2, 21, 20)
EXPECTED = {"requests": 150, "data-cp311": 420, "many-cp311": 700, "emr-cp36": 330}


def later(mode):
    """The name of a rival's build with the cache that its first one left."""
    return mode + LATER_SUFFIX


def root(folder, name):
    """Where the caches are; a later build has those of the first one."""
    return os.path.join(folder, "root of " + name.split(", ")[0])


def prepare_root(name, command, path):
    """Takes the caches away, or makes sure that there are some."""
    if not name.endswith(LATER_SUFFIX):
        shutil.rmtree(path, ignore_errors=True)
    elif not os.path.isdir(path):  # what filled it was measured in a run that was stopped
        processes.measured(command)


class Builds:
    """The contestants on one wheelhouse; everything is written to `folder`."""

    def __init__(self, setting, packed, folder):
        self.setting = setting
        self.packed = packed
        self.folder = folder
        self.interpreter = real_input.python(packed.minor)
        self.wheels = packed.wheels(setting.work)
        self.output = os.path.join(folder, "built")
        self.rounds = contest.ONCE if setting.quick else ROUNDS

    def root(self, name):
        return root(self.folder, name)

    def contestant(self, name, command):
        def prepare():
            prepare_root(name, command, self.root(name))
            if os.path.exists(self.output):
                os.remove(self.output)

        def after():
            size = os.path.getsize(self.output)
            os.remove(self.output)
            return {"size": size}

        return Contestant(name, [command], prepare, after, self.rounds)

    def floor(self):
        files = inputs.wheel_files(self.wheels)
        floor = self.contestant(FLOOR, Command(["cat", *files], dict(os.environ), self.folder,
                                               self.output))
        return replace(floor, counts_memory=False)

    def ours(self, name):
        command = rivals.pexpack_command(self.setting.binary, self.wheels, self.packed.requirements,
                                         self.interpreter, self.output, self.root(name))
        return self.contestant(name, command)

    def pex(self, mode, name):
        command = rivals.pex_command(self.setting.rivals, self.wheels, self.packed.requirements,
                                     rivals.PEX_MODES[mode], self.interpreter, self.output,
                                     self.root(name))
        return self.contestant(name, command)

    def shiv(self):
        command = rivals.shiv_command(self.setting.rivals, self.wheels, self.packed.requirements,
                                      "python3.%d" % self.packed.minor, self.output,
                                      self.root(rivals.SHIV))
        return self.contestant(rivals.SHIV, command)

    def all(self):
        contestants = [self.floor(), self.ours(FIRST), self.ours(LATER)]
        if self.setting.rivals.folder:
            for mode in rivals.PEX_MODES:
                contestants += [self.pex(mode, mode), self.pex(mode, later(mode))]
            contestants.append(self.shiv())
        return contestants


def measure(setting, packed, measurement, progress):
    with real_input.work_folder() as folder:
        builds = Builds(setting, packed, folder)
        files = inputs.wheel_files(builds.wheels)
        measurement.note(wheels=len(files), bytes=sum(map(os.path.getsize, files)),
                         python=packed.minor)
        inputs.read_all(files)
        contestants = builds.all()
        if not setting.rivals.folder:
            measurement.cannot("pex and shiv", "they are not installed")
        contest.alternate(measurement, contestants, progress)


def steps(setting):
    return [Step(PART, packed.name, EXPECTED.get(packed.name, 2),
                 lambda measurement, progress, packed=packed: measure(setting, packed, measurement,
                                                                      progress))
            for packed in setting.inputs]
