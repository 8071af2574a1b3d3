"""The page of results: Markdown, and the charts beside it."""

import os

import goals
import growth
import packed_files
import packing
import pictures
import reading
import resolve
import start
from shown import brief, megabytes, seconds, spread, table, times, with_spread, without_folders

PARTS = ("build", "start", "resolve", "spec", "growth")
CHARTS = {"build": ["build.svg"], "start": ["start-warm.svg", "start-cold.svg"],
          "resolve": ["resolve.svg"], "spec": [], "growth": ["growth.svg"]}
GROWN = (packing.FLOOR, packing.FIRST, packing.LATER)
TITLES = {"build": "Packing", "start": "Starting", "resolve": "Resolving",
          "spec": "Reading versions, specifiers, markers and names", "growth": "Growth"}
ABOUT = {
    "build": "Each tool packs the same wheelhouse, in turn, from a warm page cache. "
             "`first` has no cache of pexpack's own, so every wheel is checked; `pex` and its "
             "modes begin with an empty PEX_ROOT each time, `… , later` with the one that the "
             "build before left. shiv keeps no cache. The tables divide by pexpack's later build; "
             "the first table compares first with first and later with later builds.",
    "start": "`cold` is a start with nothing unpacked, `warm` a later one. The Python stands at "
             "another path than the builds saw. PYTHONDONTWRITEBYTECODE is unset, so imports find "
             "bytecode when warm, as in a virtual environment. Single starts are measured by "
             "hyperfine, whose processor time is a mean.",
    "resolve": "Nothing is packed (`--dry-run`); cold is without a cache, warm the second run. "
               "uv, cold, starts the Python, too, to ask what it is; pexpack is told its target.",
    "spec": "Seconds of the processor for the same work on the same made-up texts.",
    "growth": "Made-up stored wheels whose content cannot be compressed, of 500 MiB each at most; "
              "medians with the shortest and the longest. What takes minutes is run once. "
              "More than 4 GiB, or more than 65,535 files, is more than Python before 3.13 imports "
              "from an archive.",
}


def comparison(measurement, base):
    """A row for each contestant."""
    for name in measurement.contestants:
        walls = measurement.samples(name)
        median = measurement.median(name)
        yield [name, seconds(median), spread(walls), seconds(measurement.median(name, "cpu")),
               megabytes(max(measurement.samples(name, "peak"), default=None)),
               megabytes(measurement.median(name, "size")), len(walls),
               times(median, measurement.median(base))]
    for name, why in measurement.failures.items():
        yield [name, "**not measured: %s**" % brief(without_folders(why)), *[""] * 6]


def comparison_table(measurement, base):
    return table(["", "median", "min … max", "CPU", "memory", "file", "runs", "÷ " + base],
                 comparison(measurement, base))


def like_with_like(store):
    rows = []
    for found in store.all(packing.PART):
        first, later = found.median(packing.FIRST), found.median(packing.LATER)
        fastest = goals.fastest_mode(found)
        fastest_later = goals.fastest_mode(found, packing.later)
        rows.append([found.name, times(found.median("pex"), first), times(fastest, first),
                     times(found.median(packing.later("pex")), later), times(fastest_later, later)])
    return table(["", "pex, first ÷ first", "its fastest mode, first ÷ first",
                  "pex, later ÷ later", "its fastest mode, later ÷ later"], rows)


def measured_facts(found):
    facts = found.facts
    what = ["%d wheels" % facts["wheels"] if "wheels" in facts else "",
            megabytes(facts["bytes"]) if "bytes" in facts else "",
            "CPython 3.%d" % facts["python"] if "python" in facts else ""]
    return ", ".join(each for each in what if each)


def build_section(store):
    yield like_with_like(store)
    for found in store.all(packing.PART):
        yield "### %s (%s)\n" % (found.name, measured_facts(found))
        yield comparison_table(found, packing.LATER)


def start_section(store):
    for (packed, temperature), group in start.groups(store).items():
        base = packed_files.VENV if temperature == start.WARM else packed_files.OURS
        yield "### %s, %s\n" % (packed, temperature)
        rows = []
        for what, found in group.items():
            title = what if what.endswith("at once") else "`-c '%s'`" % what
            for name, median, between, cpu, _, _, runs, ratio in comparison(found, base):
                rows.append([title, name, median, between, cpu, runs, ratio])
                title = ""
        yield table(["", "", "median", "min … max", "CPU", "runs", "÷ " + base], rows, left=2)


def resolve_section(store):
    names = [resolve.COLD, resolve.UV_COLD, resolve.WARM, resolve.UV_WARM, resolve.PIP]
    rows = []
    for found in store.all(resolve.PART):
        median = {name: found.median(name) for name in names}
        peaks = [peak for name in (resolve.COLD, resolve.WARM)
                 for peak in found.samples(name, "peak")]
        rows.append([found.name, found.facts.get("wheels", ""),
                     *(with_spread(found.samples(name), median[name])
                       or without_folders(found.failures.get(name, "")) for name in names),
                     times(median[resolve.UV_COLD], median[resolve.COLD]),
                     times(median[resolve.UV_WARM], median[resolve.WARM]),
                     megabytes(max(peaks, default=None))])
    yield table(["", "wheels", *names, "uv ÷ pexpack, cold", "warm", "memory"], rows)


def spec_section(store):
    found = store.find(reading.PART, reading.NAME)
    rows = []
    for name, what in reading.WORK:
        ours, theirs = (found.median(reading.contestant(who, name), "cpu") if found else None
                        for who in ("pexpack", "packaging"))
        rows.append([what, seconds(ours), seconds(theirs), times(theirs, ours)])
    yield table(["", "pexpack", "packaging", "ratio"], rows)


def growth_section(store):
    rows = []
    outcomes = []
    for found in store.all(growth.PART):
        rows.append([found.name, megabytes(found.facts.get("bytes")),
                     *(with_spread(found.samples(name), found.median(name))
                       for name in GROWN),
                     *(megabytes(found.median(name, "peak"))
                       for name in (packing.FIRST, packing.LATER))])
        outcomes += [[found.name, name, "packed in %s, %s of memory, %s" % (
            seconds(found.median(name)), megabytes(found.median(name, "peak")),
            megabytes(found.median(name, "size")))]
            for name in found.contestants if name not in GROWN]
        outcomes += [[found.name, key, without_folders(value)]
                     for key, value in found.facts.items() if " under " in key]
        outcomes += [[found.name, name, "**not measured: %s**" % brief(without_folders(why))]
                     for name, why in found.failures.items()]
    yield table(["", "content", *GROWN, "memory, first", "memory, later"],
                [row for row in rows if row[3] or row[4]])
    if outcomes:
        yield "\n" + table(["", "what", "outcome"], outcomes, left=3)


SECTIONS = {"build": build_section, "start": start_section, "resolve": resolve_section,
            "spec": spec_section, "growth": growth_section}


def goal_rows(store):
    for goal in goals.GOALS:
        value = goal.value(store)
        verdict = "not measured" if value is None else "met" if goal.is_met(value) else "**missed**"
        yield [goal.text, goal.wanted, "" if value is None else goal.shown(value),
               verdict]


def unique(values):
    return list(dict.fromkeys(values))


def conditions(measurements):
    """What everything was measured with; more than one of a kind is said loudly."""
    contents = [found.content for found in measurements]
    dates = sorted(content["date"] for content in contents)
    kinds = [("machine", unique(each["conditions"]["machine"] for each in contents)),
             ("pexpack", unique(each["conditions"]["pexpack"] for each in contents)),
             ("rivals", unique(" ".join(each["conditions"]["rivals"]) or "none installed"
                               for each in contents)),
             ("tools", unique(", ".join(each["facts"]["tools"]) for each in contents
                              if "tools" in each["facts"])),
             ("made of", unique(each["facts"]["commit"] for each in contents
                                if "commit" in each["facts"]))]
    yield "- measured: %s to %s" % (dates[0], dates[-1])
    for kind, values in kinds:
        if not values:
            continue
        mixed = " **(not one, so the parts do not compare)**" if len(values) > 1 else ""
        yield "- %s: %s%s" % (kind, "; ".join(values), mixed)
    yield "- load of the machine when a measurement began: %.1f at most" % max(
        (each["facts"]["load"] for each in contents if "load" in each["facts"]), default=0)
    if any(each["conditions"]["quick"] for each in contents):
        yield "- **single runs (`--quick`): they show that it works, not how fast**"


def commands(measurements):
    """One of each contestant, as an example."""
    found = {}
    for measurement in measurements:
        for name, text in measurement.content["commands"].items():
            found.setdefault((measurement.content["part"], name), text)
    rows = [[part, name, "`%s`" % brief(text)]
            for (part, name), text in found.items()]
    return "<details><summary>The commands</summary>\n\n%s\n</details>\n" % table(
        ["part", "", "command"], rows, left=3)


def missing(measurements):
    rows = ["- **%s, %s: %s**" % (found.content["part"], found.name,
                                  brief(without_folders(found.missing)) or "not finished")
            for found in measurements if not found.finished]
    return ["## Not measured\n", "\n".join(rows) + "\n"] if rows else []


def text(store, charts):
    measurements = [found for part in PARTS for found in store.all(part)]
    blocks = ["# Measured by `bench/run`\n",
              "Read the ratios: a time says as much about the machine as about the program. What "
              "the words mean is in [bench/README.md](../../bench/README.md).\n",
              "\n".join(conditions(measurements)) + "\n", *missing(measurements), "## Goals\n",
              table(["", "goal", "measured", ""], goal_rows(store))]
    for part in PARTS:
        if store.all(part):
            blocks += ["## %s\n" % TITLES[part], ABOUT[part] + "\n"]
            blocks += ["![%s](%s)\n" % (TITLES[part], name)
                       for name in CHARTS[part] if name in charts]
            blocks += SECTIONS[part](store)
    return "\n".join([*blocks, commands(measurements)])


def write(store, folder):
    """Writes results.md and the charts; returns the path of the page, or None with no results."""
    if not any(store.all(part) for part in PARTS):
        return None
    os.makedirs(folder, exist_ok=True)
    charts = pictures.charts(store)
    for name, svg in charts.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(svg)
    path = os.path.join(folder, "results.md")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text(store, charts))
    return path
