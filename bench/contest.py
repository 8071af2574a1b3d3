"""Contestants measured in turn, run by run, so that what disturbs one disturbs the others."""

import os
from dataclasses import dataclass
from typing import Callable

import processes
import shown


@dataclass(frozen=True)
class Rounds:
    """How often: at most `most` times, no more once it took `seconds` in all, but `least` times."""
    least: int
    most: int
    seconds: float

    def wants(self, walls):
        return len(walls) < self.least or (len(walls) < self.most and sum(walls) < self.seconds)


ONCE = Rounds(1, 1, 0)


@dataclass
class Contestant:
    name: str
    commands: list  # started at once
    prepare: Callable = lambda: None  # before each run, not timed
    after: Callable = dict  # more values of the sample, not timed
    rounds: Rounds = ONCE
    counts_memory: bool = True

    @property
    def text(self):
        first = self.commands[0]
        text = shown.command(first.words, first.output if first.output != os.devnull else None)
        return text if len(self.commands) == 1 else "%d at once: %s" % (len(self.commands), text)


def run_once(contestant, needs_memory):
    contestant.prepare()
    if contestant.rounds != ONCE:  # a single run is no measurement
        # What others left to be written is not this one's work.
        os.sync()
    usage = processes.together(contestant.commands)
    values = {"wall": usage.wall, "cpu": usage.cpu, **contestant.after()}
    if not processes.is_inherited(usage.peak):
        values["peak"] = usage.peak
    elif needs_memory and contestant.counts_memory:
        contestant.prepare()
        values["peak"] = processes.peak_memory(contestant.commands[0])
        contestant.after()
    return values


def alternate(measurement, contestants, progress):
    """Adds samples until each contestant has its rounds; one that fails is noted and left out."""
    failed = set()
    while True:
        due = [each for each in contestants if each.name not in failed
               and each.rounds.wants(measurement.samples(each.name))]
        if not due:
            return
        for each in due:
            progress.doing(each.name, measurement.samples(each.name))
            try:
                values = run_once(each, not measurement.samples(each.name, "peak"))
            except processes.Failed as failure:
                failed.add(each.name)
                measurement.cannot(each.name, str(failure))
                progress.warn("%s: %s" % (each.name, failure))
                continue
            measurement.add(each.name, each.text, **values)
            progress.took(values["wall"])
