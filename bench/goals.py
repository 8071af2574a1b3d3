"""All goals in one table, and which of them the measurements meet."""

from dataclasses import dataclass
from typing import Callable

import growth
import packed_files
import packing
import reading
import resolve
import rivals
import start
from inputs import LARGE, PASS, SMALL
from start import COLD, WARM

MEGABYTE = 1e6
YES_OR_NO = "yes or no"  # the unit of what is 1 or 0


@dataclass(frozen=True)
class Goal:
    part: str
    text: str
    least: bool  # at least `limit`, or else at most
    limit: float
    value: Callable  # of a Store; None where it was not measured
    unit: str = "×"

    @property
    def wanted(self):
        return "yes" if self.unit == YES_OR_NO else "%s %g %s" % (
            "≥" if self.least else "≤", self.limit, self.unit)

    def shown(self, value):
        if self.unit == YES_OR_NO:
            return "yes" if value else "no"
        return "%.3g %s" % (value, self.unit)

    def is_met(self, value):
        return value >= self.limit if self.least else value <= self.limit


def quotient(upper, lower):
    return upper / lower if upper is not None and lower else None


def ratio(part, name, upper, lower, what="wall"):
    """A function of a store: the quotient of two contestants' medians."""
    def value(store):
        found = store.find(part, name)
        return found and quotient(found.median(upper, what), found.median(lower, what))
    return value


def fastest_mode(measurement, of=lambda mode: mode):
    """The seconds of the fastest of pex's modes."""
    times = [measurement.median(of(mode)) for mode in rivals.PEX_MODES]
    return min((time for time in times if time is not None), default=None)


def fastest_mode_ratio(name, ours=packing.LATER, of=lambda mode: mode):
    def value(store):
        found = store.find(packing.PART, name)
        return found and quotient(fastest_mode(found, of), found.median(ours))
    return value


def largest_peak(parts, is_ours):
    """Megabytes of the largest of our processes."""
    def value(store):
        peaks = [peak for part in parts for found in store.all(part)
                 for name in found.contestants if is_ours(name)
                 for peak in found.samples(name, "peak")]
        return max(peaks) / MEGABYTE if peaks else None
    return value


def build_goals():
    for name in ("data-cp311", "many-cp311"):
        yield Goal("build", name + ": pex, its cache empty / pexpack, later build", True, 60,
                   ratio("build", name, "pex", packing.LATER))
        yield Goal("build", name + ": pex's fastest mode, its cache empty / pexpack, later build",
                   True, 10, fastest_mode_ratio(name))
        yield Goal("build", name + ": pexpack, later build / `cat *.whl`", False, 4,
                   ratio("build", name, packing.LATER, packing.FLOOR))
        yield Goal("build", name + ": pexpack, first build / `cat *.whl`", False, 12,
                   ratio("build", name, packing.FIRST, packing.FLOOR))
    yield Goal("build", "requests: pex's fastest mode, its cache empty / pexpack, later build",
               True, 40, fastest_mode_ratio("requests"))
    yield Goal("build", "requests: shiv / pexpack, later build", True, 20,
               ratio("build", "requests", rivals.SHIV, packing.LATER))
    yield Goal("build", "memory of pexpack at most, every build and growth", False, 64,
               largest_peak(("build", "growth"), lambda name: name.startswith("pexpack")), "MB")


def cold_laid_out_once(name):
    """How often 8 first starts at once do what one does."""
    def cpu(store, temperature, count):
        found = store.find(start.PART, start.title(name, temperature, start.at_once(count)))
        return found and found.median(packed_files.OURS, "cpu")

    def value(store):
        eight, eight_warm, one, one_warm = (cpu(store, temperature, count) for count in (8, 1)
                                            for temperature in (COLD, WARM))
        if None in (eight, eight_warm, one, one_warm):
            return None
        return quotient(eight - eight_warm, one - one_warm)
    return value


def start_goals():
    ours = packed_files.OURS

    def compared(name, temperature, program, rival, limit):
        return Goal("start", "%s, %s, `%s`: pexpack / %s" % (name, temperature, program, rival),
                    False, limit, ratio("start", start.title(name, temperature, program), ours,
                                        rival))

    yield compared("requests", WARM, SMALL, packed_files.VENV, 1.1)
    yield compared("data-cp311", WARM, SMALL, packed_files.VENV, 1.1)
    yield compared("data-cp311", WARM, LARGE, packed_files.VENV, 1.1)
    for program in (PASS, LARGE):
        yield compared("data-cp311", COLD, program, packed_files.PEX, 0.6)
        yield compared("data-cp311", COLD, program, packed_files.SHIV, 0.8)
    for program in (PASS, SMALL):
        yield compared("requests", COLD, program, packed_files.SHIV, 1.0)
        yield compared("requests", COLD, program, packed_files.PEX, 0.25)
    for name in ("requests", "data-cp311", "many-cp311"):
        yield Goal("start", name + ": CPU of 8 first starts at once, less 8 later ones / of one "
                   "first start, less one later one", False, 1.5, cold_laid_out_once(name))


def worst_ratio(rival, ours, is_wanted=lambda name: True):
    """The smallest quotient over the wheelhouses that the rival resolved; 0 where ours failed."""
    def value(store):
        ratios = [0.0 if ours in found.failures else
                  quotient(found.median(rival), found.median(ours))
                  for found in store.all(resolve.PART) if is_wanted(found.name)]
        return min((each for each in ratios if each is not None), default=None)
    return value


def is_puzzle(name):
    return "sudoku" in name or name.endswith("chain-1000")


def time_per_wheel(store):
    """How it changes from 1,000 wheels to 10,000."""
    def each(count):
        found = store.find(resolve.PART, resolve.growth_title(count))
        return found and quotient(found.median(resolve.COLD), count)
    return quotient(each(10000), each(1000))


def resolve_goals():
    pairs = (("cold", resolve.UV_COLD, resolve.COLD), ("warm", resolve.UV_WARM, resolve.WARM))
    for word, rival, ours in pairs:
        yield Goal("resolve", "uv / pexpack, %s, the worst of all" % word, True, 2,
                   worst_ratio(rival, ours))
        yield Goal("resolve", "uv / pexpack, %s, the worst of the sudokus and chain-1000" % word,
                   True, 10, worst_ratio(rival, ours, is_puzzle))
    yield Goal("resolve", "memory of pexpack at most", False, 100,
               largest_peak(("resolve",), lambda name: name.startswith("pexpack")), "MB")
    yield Goal("resolve", "time for each wheel, of 10,000 / of 1,000", False, 1.1, time_per_wheel)


def spec_goals():
    for name, what in reading.WORK:
        yield Goal("spec", what + ": packaging / pexpack", True, 50,
                   ratio(reading.PART, reading.NAME, reading.contestant("packaging", name),
                         reading.contestant("pexpack", name), "cpu"))


def starts(name, minor):
    """1 where it was seen to start, 0 where it did not."""
    def value(store):
        found = store.find(growth.PART, name)
        outcome = found and found.facts.get("pexpack under 3.%d" % minor, "not tried")
        if not outcome or outcome.startswith("not tried"):
            return None
        return 1.0 if outcome.startswith("starts") else 0.0
    return value


def growth_goals():
    for name in (growth.size_title(growth.RUN_SIZE), growth.code_title(growth.CODE_FILES)):
        for minor in growth.PYTHONS:
            yield Goal("growth", "a pex of %s starts under Python 3.%d" % (name, minor), True, 1,
                       starts(name, minor), YES_OR_NO)


GOALS = [*build_goals(), *start_goals(), *resolve_goals(), *spec_goals(), *growth_goals()]
