"""Resolving alone: made-up hard wheelhouses, real wheels, and grown ones; against uv and pip.

The scenarios of SHARED/scenarios/hard become dummy wheels in a fresh folder, which is removed. pip
takes minutes and is asked only where BENCH_PIP is set.
"""

import json
import os
import shutil
import sys
import time

import contest
import real_input
from contest import Contestant, Rounds
from inputs import MANY
from processes import Command
from steps import Step
from store import CannotRun

PART = "resolve"
COLD, WARM = "pexpack, cold", "pexpack, warm"
UV_COLD, UV_WARM = "uv, cold", "uv, warm"
PIP = "pip"
REAL_WHEELS = "many-cp311"
ROUNDS = Rounds(3, 7, 5)
LIMIT = 60  # seconds
GROWTH = (10, 100, 1000, 10000)  # wheels
RELEASES = 10  # of each project, when there are enough wheels
UNSATISFIABLE = "-unsat"


def growth_title(count):
    return "grown to %d wheels" % count


class Question:
    """A folder with `wheelhouse`, `requirements.txt` and perhaps `constraints.txt`."""

    def __init__(self, setting, place, python, satisfiable=True, prereleases=False):
        self.setting = setting
        self.place = place
        self.python = python  # its full version
        self.satisfiable = satisfiable
        self.prereleases = prereleases
        self.target = ["--complete-platform", "target.json"]
        self.platform = "x86_64-unknown-linux-gnu"  # in uv's words
        self.rounds = contest.ONCE if setting.quick else ROUNDS

    @property
    def has_constraints(self):
        return os.path.exists(os.path.join(self.place, "constraints.txt"))

    def cache(self, name):
        return os.path.join(self.place, "cache of " + name)

    def contestant(self, name, words, failure):
        def prepare():
            if name in (COLD, UV_COLD):
                shutil.rmtree(self.cache(name), ignore_errors=True)

        # Without what leads to wheels elsewhere.
        variables = {key: value for key, value in os.environ.items() if key != "PIP_FIND_LINKS"}
        variables["XDG_CACHE_HOME"] = self.cache(name)
        command = Command(words, variables, self.place, limit=LIMIT,
                          expected=(0,) if self.satisfiable else (failure,))
        return Contestant(name, [command], prepare, rounds=self.rounds)

    def ours(self, name):
        words = [self.setting.binary, "-r", "requirements.txt", "--no-index", "-f", "wheelhouse",
                 "--dry-run", "-q", *self.target]
        words += ["--constraints", "constraints.txt"] if self.has_constraints else []
        return self.contestant(name, words + (["--pre"] if self.prereleases else []), 3)

    def uv(self, name):
        # The Python is named, so that uv need not look for one at every start.
        words = [self.setting.rivals.program("uv"), "pip", "compile", "-q", "--no-index",
                 "-f", "wheelhouse", "requirements.txt", "--python", real_input.python(11),
                 "--python-version", self.python, "--python-platform", self.platform,
                 "--no-header", "--cache-dir", self.cache(name)]
        words += ["-c", "constraints.txt"] if self.has_constraints else []
        return self.contestant(name, words + (["--prerelease", "allow"] if self.prereleases
                                              else []), 1)

    def pip(self):
        words = [self.setting.rivals.program("pip"), "install", "--dry-run", "--quiet",
                 "--no-index", "-f", "wheelhouse", "--ignore-installed", "-r", "requirements.txt"]
        words += ["-c", "constraints.txt"] if self.has_constraints else []
        return self.contestant(PIP, words + (["--pre"] if self.prereleases else []), 1)

    def contestants(self):
        found = [self.ours(COLD), self.ours(WARM)]
        if self.setting.rivals.folder:
            found += [self.uv(UV_COLD), self.uv(UV_WARM)]
            found += [self.pip()] if os.environ.get("BENCH_PIP") else []
        return found

    def measure(self, measurement, progress):
        wheels = os.listdir(os.path.join(self.place, "wheelhouse"))
        measurement.note(wheels=len(wheels))
        if not self.setting.rivals.folder:
            measurement.cannot("uv", "it is not installed")
        contestants = self.contestants()
        # What is younger than two seconds is not remembered yet.
        time.sleep(2)
        for each in contestants:
            if each.name in (WARM, UV_WARM):
                try:
                    contest.run_once(each, False)
                except contest.processes.Failed:
                    pass  # and will once more, where it is noted
        contest.alternate(measurement, contestants, progress)


class Scenarios:
    """SHARED/scenarios: what makes wheels, and the targets. Raises CannotRun."""

    def __init__(self, shared):
        self.folder = os.path.join(shared, "scenarios")
        if not os.path.isdir(self.folder):
            raise CannotRun("there is no folder %s; PEXPACK_SHARED names another" % self.folder)
        if self.folder not in sys.path:
            sys.path.insert(0, self.folder)
        import mkwheels  # it lies where the caller says

        self.build = mkwheels.build
        with open(os.path.join(self.folder, "targets.json"), encoding="utf-8") as file:
            self.targets = json.load(file)

    def read(self, name):
        with open(os.path.join(self.folder, "hard", name + ".json"), encoding="utf-8") as file:
            return json.load(file)

    def write(self, scenario, place):
        """Makes the folder of a question; returns the target's Python version."""
        self.build(scenario, place, simple=False)
        target = self.targets[scenario["target"]]
        with open(os.path.join(place, "target.json"), "w", encoding="utf-8") as file:
            json.dump({"marker_environment": target["env"], "compatible_tags": target["tags"]},
                      file)
        return target["env"]["python_full_version"]


def measure_scenario(setting, name, measurement, progress):
    scenarios = Scenarios(setting.shared)
    scenario = scenarios.read(name)
    with real_input.work_folder() as place:
        python = scenarios.write(scenario, place)
        prereleases = bool((scenario.get("options") or {}).get("pre"))
        Question(setting, place, python, not name.endswith(UNSATISFIABLE),
                 prereleases).measure(measurement, progress)


def measure_real_wheels(setting, measurement, progress):
    wheels = real_input.wheelhouse(REAL_WHEELS)
    with real_input.work_folder() as place:
        os.symlink(wheels, os.path.join(place, "wheelhouse"))
        with open(os.path.join(place, "requirements.txt"), "w", encoding="utf-8") as file:
            file.write("".join(name + "\n" for name in MANY))
        question = Question(setting, place, "3.11.15")
        question.target = ["--platform", "manylinux_2_34-x86_64-cp-3.11.15-cp311"]
        question.platform = "x86_64-manylinux_2_34"
        question.measure(measurement, progress)


def grown(count):
    """A scenario of that many wheels: each project needs the next two, in a range that moves."""
    releases = min(RELEASES, count)
    projects = max(count // releases, 1)
    packages = {}
    for project in range(projects):
        versions = packages.setdefault("p%d" % project, {})
        for release in range(1, releases + 1):
            needed = [project + step for step in (1, 2) if project + step < projects]
            versions["%d.0" % release] = {"requires_dist": [
                "p%d>=%d,<%d" % (other, max(release - 2, 1), release + 3) for other in needed]}
    return {"packages": packages, "requirements": ["p0"], "target": "py311"}


def measure_growth(setting, count, measurement, progress):
    scenarios = Scenarios(setting.shared)
    with real_input.work_folder() as place:
        Question(setting, place, scenarios.write(grown(count), place)).measure(measurement,
                                                                               progress)


def steps(setting):
    hard = os.path.join(setting.shared, "scenarios", "hard")
    names = sorted(entry[:-len(".json")] for entry in
                   (os.listdir(hard) if os.path.isdir(hard) else []) if entry.endswith(".json"))

    def step(name, expected, measure, *given):
        return Step(PART, name, expected, lambda measurement, progress: measure(
            setting, *given, measurement, progress))

    return ([step(name, 12, measure_scenario, name) for name in names]
            + [step(REAL_WHEELS, 15, measure_real_wheels)]
            + [step(growth_title(count), 10 + count / 300, measure_growth, count)
               for count in GROWTH])
