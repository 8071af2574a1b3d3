"""Which charts the page has: {file name: SVG}, made of what there is in a store."""

import growth
import packed_files
import packing
import resolve
import rivals
import start
from charts import Bar, Panel, bar_chart, line_chart
from shown import seconds
from start import COLD, WARM

MEGABYTE = 1e6
BUILDERS = [packing.FLOOR, packing.LATER, packing.FIRST,
            *(name for mode in reversed(rivals.PEX_MODES) for name in (packing.later(mode), mode)),
            rivals.SHIV]
KINDS = {packing.FLOOR: "floor", packed_files.VENV: "floor", packing.LATER: "ours",
         packing.FIRST: "ours", packed_files.OURS: "ours"}


def bars(measurement, names, base):
    """Those that were measured, compared with `base`; none when that was not."""
    floor = measurement.median(base) if measurement else None
    found = [(name, measurement.median(name)) for name in names] if floor else []
    return [Bar(name, value / floor, "%.3g × (%s)" % (value / floor, seconds(value)),
                KINDS.get(name, "rival")) for name, value in found if value]


def chart(title, note, groups):
    filled = [(name, found) for name, found in groups if found]
    return bar_chart(title, note, filled) if filled else None


def build_chart(store):
    return chart("Packing a wheelhouse: time", "times as long as copying the wheels with cat; "
                 "less is better, each mark is ten times the one before",
                 [(found.name, bars(found, BUILDERS, packing.FLOOR))
                  for found in store.all(packing.PART)])


def started(store, wanted, base, names):
    """The bars of single starts; of each wheelhouse the smallest program and the largest."""
    for (packed, temperature), group in start.groups(store).items():
        singles = [what for what in group if not what.endswith("at once")]
        if temperature == wanted and singles:
            for what in dict.fromkeys((singles[0], singles[-1])):
                yield "%s: %s" % (packed, what), bars(group[what], names, base)


def start_charts(store):
    names = [packed_files.VENV, packed_files.OURS, packed_files.PEX_VENV, packed_files.PEX,
             packed_files.SHIV]
    yield "start-warm.svg", chart(
        "Starting for a second time", "times as long as the python of a virtual environment with "
        "the same wheels; less is better", started(store, WARM, packed_files.VENV, names))
    yield "start-cold.svg", chart(
        "Starting for the first time, nothing unpacked yet", "times as long as pexpack's file; "
        "less is better", started(store, COLD, packed_files.OURS, names[1:]))


def resolve_chart(store):
    groups = []
    for found in store.all(resolve.PART):
        pairs = [(resolve.UV_COLD, resolve.COLD), (resolve.UV_WARM, resolve.WARM)]
        groups.append((found.name, [bar for rival, ours in pairs
                                    for bar in bars(found, [rival], ours)]))
    return chart("Resolving: uv", "times as long as pexpack, without a cache and with one; more "
                 "is better for pexpack", groups)


def curve(measurements, x, contestant, what, unit):
    points = [(found.facts[x], found.median(contestant, what)) for found in measurements]
    return [(place, value / unit) for place, value in sorted(points) if value]


def growth_panel(measurements, title, x_title, x, x_unit, what, unit, names):
    series = [(name, kind, [(place / x_unit, value)
                            for place, value in curve(measurements, x, contestant, what, unit)])
              for contestant, name, kind in names]
    return Panel(title, x_title, tuple(each for each in series if each[2]))


def growth_chart(store):
    measured = [found for found in store.all(growth.PART) if "bytes" in found.facts]
    by_count = [found for found in measured if found.name.endswith("wheels")]
    by_size = [found for found in measured if found.name.endswith("MiB")]
    names = [(packing.FIRST, "first build", "ours"), (packing.LATER, "later build", "later")]
    timed = [*names, (packing.FLOOR, "cat", "floor")]
    panels = [
        growth_panel(by_count, "seconds", "wheels", "wheels", 1, "wall", 1, timed),
        growth_panel(by_size, "seconds", "MB of content", "bytes", MEGABYTE, "wall", 1, timed),
        growth_panel(by_count, "MB of memory at most", "wheels", "wheels", 1, "peak", MEGABYTE,
                     names),
        growth_panel(by_size, "MB of memory at most", "MB of content", "bytes", MEGABYTE, "peak",
                     MEGABYTE, names)]
    drawn = [panel for panel in panels if panel.series]
    return line_chart("How packing grows", drawn) if drawn else None


def charts(store):
    found = {"build.svg": build_chart(store), **dict(start_charts(store)),
             "resolve.svg": resolve_chart(store), "growth.svg": growth_chart(store)}
    return {name: svg for name, svg in found.items() if svg}
