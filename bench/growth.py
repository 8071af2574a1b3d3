"""How time and memory grow with the number of wheels and with their size; and what is too large
for the import from a zip archive that Python before 3.13 has: more than 4 GiB, or 65,535 files.
"""

import os
import shutil
import time
from dataclasses import replace

import contest
import inputs
import made_wheels
import packing
import processes
import real_input
import rivals
from contest import Contestant, Rounds
from packing import FIRST, FLOOR, LATER
from processes import Command
from steps import Step
from store import CannotRun

PART = "growth"
MIB = 1 << 20
COUNTS = (10, 100, 1000, 10000)
SIZES = tuple(megabytes * MIB for megabytes in (1, 10, 100, 1000, 4500, 8000))
RUN_SIZE = 4500 * MIB  # the one that is run, too: more than 4 GiB
LARGEST_WHEEL = 500 * MIB
CODE_FILES = 65536
PYTHONS = (6, 11)
ROUNDS = Rounds(1, 7, 20)
RUN_LIMIT = 600  # seconds
SPARE = 500 * MIB


def count_title(count):
    return "%d wheels" % count


def size_title(size):
    return "%d MiB" % (size // MIB)


def code_title(files):
    return "%d files of code" % files


class Growing:
    """Packs a made-up wheelhouse in `folder`."""

    def __init__(self, setting, folder):
        self.setting = setting
        self.folder = folder
        self.wheels = os.path.join(folder, "wheels")
        self.output = os.path.join(folder, "built.pex")
        self.requirements = os.path.join(folder, "requirements.txt")
        # pex has no pip of its own for the newest, and no index to get one from.
        self.interpreter = inputs.python_if_here(PYTHONS[-1]) or inputs.any_python()[1]

    def require(self, names):
        with open(self.requirements, "w", encoding="utf-8") as file:
            file.write("".join(name + "\n" for name in names))

    def root(self, name):
        return packing.root(self.folder, name)

    def packing(self, name, options=()):
        return rivals.pexpack_command(self.setting.binary, self.wheels, ["-r", self.requirements],
                                      self.interpreter, self.output, self.root(name),
                                      ["--interpreter-constraint", ">=3.6", *options])

    def contestant(self, name, command):
        def prepare():
            packing.prepare_root(name, command, self.root(name))
            if os.path.exists(self.output):
                os.remove(self.output)

        return Contestant(name, [command], prepare, lambda: {"size": os.path.getsize(self.output)},
                          contest.ONCE if self.setting.quick else ROUNDS)

    def measure(self, measurement, progress):
        """Leaves what was packed last at `output`."""
        files = inputs.wheel_files(self.wheels)
        measurement.note(wheels=len(files), bytes=sum(map(os.path.getsize, files)))
        # More arguments than a command may have, so from a file of names.
        listed = os.path.join(self.folder, "names")
        with open(listed, "w", encoding="utf-8") as file:
            file.write("".join(path + "\0" for path in files))
        copy = replace(self.contestant(FLOOR, Command(["xargs", "-0", "-a", listed, "cat"],
                                                      dict(os.environ), self.folder,
                                                      self.output)), counts_memory=False)
        # What is younger than two seconds is not remembered yet.
        time.sleep(0 if self.setting.quick else 2)
        first = self.contestant(FIRST, self.packing(FIRST))
        later = self.contestant(LATER, self.packing(LATER))
        contest.alternate(measurement, [copy, first, later], progress)

    def run_under_all(self, measurement, progress, name, program):
        """Notes what came of starting `output` under each of PYTHONS."""
        for minor in PYTHONS:
            label = "%s under 3.%d" % (name, minor)
            progress.doing("starting " + label)
            outcome = self.outcome(minor, program)
            progress.say(outcome)
            measurement.note(**{label: outcome})

    def outcome(self, minor, program):
        try:
            interpreter = real_input.python(minor)
        except real_input.Skip as problem:
            return "not tried: " + problem.reason
        root = self.root("start")
        variables = rivals.environment(interpreter, self.folder, root)
        try:
            usage = processes.measured(Command([self.output, "-c", program], variables,
                                               self.folder, limit=RUN_LIMIT))
            return "starts, the first time in %.1f s" % usage.wall
        except processes.Failed as failure:
            return "does not start: %s" % failure
        finally:
            shutil.rmtree(root, ignore_errors=True)


def need_space(folder, size, is_run):
    """The wheels, what is made of them, and, when it is run, what is unpacked."""
    free = shutil.disk_usage(folder).free
    needed = (3 if is_run else 2) * size * 1.1 + SPARE
    if free < needed:
        raise CannotRun("%s has %.0f GB free, and this needs %.0f"
                        % (folder, free / 1e9, needed / 1e9))


def measure_count(setting, count, measurement, progress):
    with real_input.work_folder() as folder:
        growing = Growing(setting, folder)
        growing.require(made_wheels.make_many(growing.wheels, count))
        growing.measure(measurement, progress)


def measure_size(setting, size, run_size, measurement, progress):
    with real_input.work_folder() as folder:
        need_space(folder, size, size == run_size)
        growing = Growing(setting, folder)
        progress.doing("making wheels of %d MiB" % (size // MIB))
        names = made_wheels.make_large(growing.wheels, size, max(1, -(-size // LARGEST_WHEEL)))
        progress.say("made")
        growing.require(names)
        growing.measure(measurement, progress)
        if size == run_size:
            # The last in turn may have been another.
            contest.run_once(growing.contestant(LATER, growing.packing(LATER)), False)
            program = "import os, %s as last; assert os.path.getsize(os.path.join(" \
                "os.path.dirname(last.__file__), 'content.bin')) == %d" % (
                    names[-1], size // len(names))
            growing.run_under_all(measurement, progress, "pexpack", program)


class ManyFiles(Growing):
    """A package of more modules than an archive may have that Python before 3.13 imports from."""

    def __init__(self, setting, folder, files):
        super().__init__(setting, folder)
        self.code = os.path.join(folder, "code")
        made_wheels.make_code(self.code, files)
        self.require(made_wheels.make_many(self.wheels, 1))

    def commands(self):
        found = {"pexpack": self.packing(FIRST, ["-D", self.code])}
        if self.setting.rivals.folder:
            found["pex"] = rivals.pex_command(
                self.setting.rivals, self.wheels, ["-r", self.requirements, "-D", self.code],
                ["--python-shebang", "/usr/bin/env python3"], self.interpreter, self.output,
                self.root("pex"))
            found["shiv"] = rivals.shiv_command(
                self.setting.rivals, self.wheels, ["-r", self.requirements], "python3",
                self.output, self.root(rivals.SHIV), ["--site-packages", self.code])
        return found


def measure_code(setting, files, measurement, progress):
    with real_input.work_folder() as folder:
        many = ManyFiles(setting, folder, files)
        measurement.note(files=files)
        last = files - 1
        program = "import many.p0.m0, many.p%d.m%d, made0" % (last // 256, last % 256)
        for name, command in many.commands().items():
            if os.path.exists(many.output):
                os.remove(many.output)
            contest.alternate(measurement, [many.contestant(name, command)], progress)
            if name in measurement.failures:
                continue
            if not os.path.exists(many.output):  # all samples are of a run that was stopped
                contest.run_once(many.contestant(name, command), False)
            many.run_under_all(measurement, progress, name, program)


def steps(setting, counts=COUNTS, sizes=SIZES, run_size=RUN_SIZE, files=CODE_FILES):
    def step(name, expected, measure, *given):
        return Step(PART, name, expected, lambda measurement, progress: measure(
            setting, *given, measurement, progress))

    found = [step(count_title(count), 15 + count / 100, measure_count, count) for count in counts]
    found += [step(size_title(size), 10 + size / MIB / 20, measure_size, size, run_size)
              for size in sizes]
    return found + [step(code_title(files), 5 + files / 250, measure_code, files)]
