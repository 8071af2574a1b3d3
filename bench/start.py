"""Starting what was packed: the first start (cold) and later ones (warm), one and many at once.

Everything runs on a Python at another path than the builds saw: a folder with links to it is first
on PATH. Nothing tells Python not to write bytecode, as a first start that leaves none would make
every later one slow.
"""

import os
import shutil

import contest
import hyperfine
import processes
import real_input
import rivals
from contest import Contestant, Rounds
from inputs import PASS
from packed_files import VENV, PackedFiles
from processes import Command
from steps import Step

PART = "start"
COLD, WARM = "cold", "warm"
AT_ONCE = (1, 4, 8)
BATCH = 5  # runs of a contestant until it is the next one's turn
ROUNDS = {COLD: Rounds(2, 7, 15), WARM: Rounds(2 * BATCH, 50, 10)}
AT_ONCE_ROUNDS = {COLD: Rounds(1, 5, 10), WARM: Rounds(3, 9, 5)}
EXPECTED = {"requests": 35, "data-cp311": 70, "many-cp311": 90}


def title(packed, temperature, program):
    return "%s, %s, %s" % (packed, temperature, program)


def at_once(count):
    return "%d at once" % count


def groups(store):
    """The measurements of each wheelhouse and temperature: {title: {what is started: it}}."""
    found_groups = {}
    for found in store.all(PART):
        packed, temperature, what = found.name.split(", ", 2)
        found_groups.setdefault((packed, temperature), {})[what] = found
    return found_groups


class Starts:
    """What is started with one wheelhouse. Caches are below `folder`."""

    def __init__(self, setting, packed, folder, measurement, progress):
        self.setting = setting
        self.folder = folder
        files = PackedFiles(setting, packed)
        self.files = files.starts(measurement, progress)
        self.elsewhere = os.path.join(folder, "elsewhere")
        os.mkdir(self.elsewhere)
        for name in ("python", "python3", "python3.%d" % packed.minor):
            os.symlink(files.interpreter, os.path.join(self.elsewhere, name))

    def root(self, name):
        return os.path.join(self.folder, "root of " + name)

    def forget(self, name):
        shutil.rmtree(self.root(name), ignore_errors=True)

    def command(self, name, program):
        variables = rivals.environment(os.path.join(self.elsewhere, "python"), self.folder,
                                       self.root(name))
        assert "PYTHONDONTWRITEBYTECODE" not in variables
        return Command([self.files[name], "-c", program], variables, self.folder, limit=600)

    def names(self, temperature):
        return [name for name in self.files if temperature == WARM or name != VENV]

    def one(self, name, program, temperature, runs):
        # What others left to be written is not this one's work.
        prepare = (["sh", "-c", 'rm -rf "$0" && sync', self.root(name)] if temperature == COLD
                   else None)
        return hyperfine.samples(self.command(name, program), runs, prepare)


def warmed_up(starts, program, measurement, progress):
    """Those that start; each is started twice, as the first import writes bytecode."""
    fine = []
    for name in starts.names(WARM):
        try:
            for _ in range(2):
                processes.measured(starts.command(name, program))
            fine.append(name)
        except processes.Failed as failure:
            refuse(name, failure, measurement, progress)
    return fine


def refuse(name, failure, measurement, progress):
    measurement.cannot(name, str(failure))
    progress.warn("%s: %s" % (name, failure))


def begun(setting, packed, folder, measurement, progress):
    if not setting.rivals.folder:
        measurement.cannot("pex and shiv", "they are not installed")
    measurement.note(python=packed.minor)
    return Starts(setting, packed, folder, measurement, progress)


def sample_single(starts, name, program, temperature, runs, measurement, progress):
    progress.doing(name, measurement.samples(name))
    try:
        found = starts.one(name, program, temperature, runs)
    except processes.Failed as failure:
        refuse(name, failure, measurement, progress)
        return
    text = Contestant(name, [starts.command(name, program)]).text
    for values in found:
        measurement.add(name, text, **values)
    progress.took(found[-1]["wall"])


def measure_single(setting, packed, temperature, program, measurement, progress):
    rounds = contest.ONCE if setting.quick else ROUNDS[temperature]
    batch = BATCH if temperature == WARM and not setting.quick else 1
    with real_input.work_folder() as folder:
        starts = begun(setting, packed, folder, measurement, progress)
        names = (warmed_up(starts, program, measurement, progress) if temperature == WARM
                 else starts.names(COLD))
        while True:
            due = [name for name in names if name not in measurement.failures
                   and rounds.wants(measurement.samples(name))]
            if not due:
                return
            for name in due:
                sample_single(starts, name, program, temperature, batch, measurement, progress)


def measure_at_once(setting, packed, temperature, count, measurement, progress):
    rounds = contest.ONCE if setting.quick else AT_ONCE_ROUNDS[temperature]
    with real_input.work_folder() as folder:
        starts = begun(setting, packed, folder, measurement, progress)
        names = (warmed_up(starts, PASS, measurement, progress) if temperature == WARM
                 else starts.names(COLD))

        def prepare(name):
            return (lambda: starts.forget(name)) if temperature == COLD else (lambda: None)

        contest.alternate(measurement, [
            Contestant(name, [starts.command(name, PASS)] * count, prepare(name), rounds=rounds,
                       counts_memory=False)
            for name in names], progress)


def part_steps(setting, packed, temperature):
    singles = [(title(packed.name, temperature, program), measure_single, program)
               for program in packed.programs]
    several = [(title(packed.name, temperature, at_once(count)), measure_at_once, count)
               for count in AT_ONCE]
    for name, measure, what in singles + several:
        yield Step(PART, name, EXPECTED.get(packed.name, 2),
                   lambda measurement, progress, measure=measure, what=what:
                       measure(setting, packed, temperature, what, measurement, progress))


def steps(setting):
    return [step for packed in setting.inputs if packed.programs for temperature in (WARM, COLD)
            for step in part_steps(setting, packed, temperature)]
