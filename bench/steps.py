"""The steps of a run: each makes one measurement of the store, unless it is there already."""

from dataclasses import dataclass
from typing import Callable

import machine
import processes
import real_input
from progress import Progress
from rivals import Rivals
from store import CannotRun, Store

QUICK_SHARE = 0.3  # of the time that everything takes


@dataclass
class Step:
    part: str
    name: str
    expected: float  # seconds, a guess
    work: Callable  # called with the measurement and the progress


@dataclass
class Setting:
    """What every part measures with."""
    store: Store
    binary: str  # pexpack
    spec_speed: str  # the program of spec_speed.cpp
    shared: str  # the folder with the lists of wheels and the scenarios
    rivals: Rivals
    inputs: tuple  # of Input
    work: str  # a folder for what is packed; it may be kept
    quick: bool  # single runs: shows that it works, not how fast
    facts: dict  # noted with each measurement, for the page


def run(setting, steps):
    """Makes what is not there yet. Raises KeyboardInterrupt at any time; a later run goes on."""
    measurements = [setting.store.measurement(step.part, step.name) for step in steps]
    to_do = [(step, each) for step, each in zip(steps, measurements) if not each.finished]
    share = QUICK_SHARE if setting.quick else 1.0
    progress = Progress([share * step.expected for step, _ in to_do])
    if len(to_do) < len(steps):
        progress.say("bench: %d of %d measurements are there already (--fresh makes them anew)"
                     % (len(steps) - len(to_do), len(steps)))
    load = machine.load()
    for step, measurement in to_do:
        progress.begin("%s: %s" % (step.part, step.name))
        measurement.note(load=load, **setting.facts)
        missing = ""
        try:
            step.work(measurement, progress)
        except (CannotRun, processes.Failed) as problem:
            missing = str(problem)
        except real_input.Skip as problem:
            missing = problem.reason
        if missing:
            progress.warn("%s: %s: %s" % (step.part, step.name, missing))
        measurement.finish(missing)
        progress.end()
