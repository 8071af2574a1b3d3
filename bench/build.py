"""Packing the same wheels with pexpack, pex in its modes and shiv; and copying them, the floor."""

import os
import shutil
from dataclasses import replace

import contest
import inputs
import real_input
import rivals
from contest import Contestant, Rounds
from processes import Command
from steps import Step

PART = "build"
FLOOR = "cat"
FIRST = "pexpack, first"
LATER = "pexpack, later"
ROUNDS = Rounds(2, 21, 20)
EXPECTED = {"requests": 150, "data-cp311": 420, "many-cp311": 700, "emr-cp36": 330}


def later(mode):
    """The name of a rival's build with the cache that its first one left."""
    return mode + ", later"


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
        return os.path.join(self.folder, "root of " + name)

    def contestant(self, name, command, keeps_root=False):
        def prepare():
            if os.path.exists(self.output):
                os.remove(self.output)
            if not keeps_root:
                shutil.rmtree(self.root(name), ignore_errors=True)

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
        return self.contestant(name, command, keeps_root=name == LATER)

    def pex(self, mode, name):
        command = rivals.pex_command(self.setting.rivals, self.wheels, self.packed.requirements,
                                     rivals.PEX_MODES[mode], self.interpreter, self.output,
                                     self.root(name))
        return self.contestant(name, command, keeps_root=name != mode)

    def shiv(self):
        command = rivals.shiv_command(self.setting.rivals, self.wheels, self.packed.requirements,
                                      "python3.%d" % self.packed.minor, self.output,
                                      self.root(rivals.SHIV))
        return self.contestant(rivals.SHIV, command)

    def all(self):
        contestants = [self.floor(), self.ours(LATER), self.ours(FIRST)]
        if self.setting.rivals.folder:
            for mode in rivals.PEX_MODES:
                contestants += [self.pex(mode, mode), self.pex(mode, later(mode))]
            contestants.append(self.shiv())
        return contestants


def warm_up(contestants, progress):
    """Fills the caches of those that keep theirs."""
    for each in contestants:
        if each.name.endswith(", later"):
            progress.doing("filling the cache for " + each.name)
            try:
                progress.took(contest.run_once(each, False)["wall"])
            except contest.processes.Failed:
                progress.say("failed")  # and will once more, where it is noted


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
        warm_up([each for each in contestants
                 if each.rounds.wants(measurement.samples(each.name))], progress)
        contest.alternate(measurement, contestants, progress)


def steps(setting):
    return [Step(PART, packed.name, EXPECTED.get(packed.name, 2),
                 lambda measurement, progress, packed=packed: measure(setting, packed, measurement,
                                                                      progress))
            for packed in setting.inputs]
