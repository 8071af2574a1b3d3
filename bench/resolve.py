"""Measures resolving alone, against uv and pip where they are there, and how it grows.

resolve.py PEXPACK SHARED. The scenarios of SHARED/scenarios/hard become dummy wheels in a fresh
folder, which is removed; then wheelhouses of 10 to 10,000 wheels. `uv` and `pip` are looked for on
PATH; BENCH_UV names another uv.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "data"))
import real_input  # noqa: E402

RUNS = 5
LIMIT_SECONDS = 60
GROWTH = [10, 100, 1000, 10000]  # wheels
RELEASES = 10  # of each project, when there are enough wheels
MEMORY_GOAL = 100.0  # MB


def environment(cache=None):
    """Without what leads to wheels elsewhere; `cache` is where pexpack remembers things."""
    kept = {key: value for key, value in os.environ.items() if key != "PIP_FIND_LINKS"}
    if cache:
        kept["XDG_CACHE_HOME"] = cache
    return kept


def seconds(command, folder, runs=RUNS, before=lambda: None, cache=None):
    """The best of some runs, and the exit code of the last; None when it takes too long."""
    best = None
    for _ in range(runs):
        before()
        start = time.monotonic()
        run = subprocess.Popen(command, cwd=folder, env=environment(cache),
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # A wait with a time limit polls, and what it measures is when it looked.
        limit = threading.Timer(LIMIT_SECONDS, run.kill)
        limit.start()
        run.wait()
        limit.cancel()
        taken = time.monotonic() - start
        if run.returncode == -signal.SIGKILL:
            return None
        best = taken if best is None else min(best, taken)
        if taken > LIMIT_SECONDS / 10:
            break
    return best, run.returncode


def peak_memory(command, folder):
    """MB of resident memory at most."""
    code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], "
            "stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    run = subprocess.run([sys.executable, "-c", code, *command], cwd=folder, env=environment(),
                         stdout=subprocess.PIPE, text=True, check=True)
    return int(run.stdout) / 1024


def shown(measured, ours):
    if measured is None:
        return "> %d s" % LIMIT_SECONDS
    taken, code = measured
    ratio = taken / ours
    return "%.3f s%s (%.1f x)" % (taken, "" if code == 0 else ", exit %d" % code, ratio)


class Ours:
    """Our times: cold, as on a machine that never saw the wheels, and warm, the second time."""

    def __init__(self, command, folder):
        cache = os.path.join(folder, "our-cache")
        forget = lambda: shutil.rmtree(cache, ignore_errors=True)  # noqa: E731
        self.cold, self.code = seconds(command, folder, 3, forget, cache)
        # What is younger than two seconds is not remembered yet.
        time.sleep(2)
        seconds(command, folder, 1, forget, cache)
        self.warm, self.code = seconds(command, folder, cache=cache)

    def __str__(self):
        return "%.3f s | %.3f s" % (self.cold, self.warm)


class Rivals:
    def __init__(self, folder):
        self.cache = os.path.join(folder, "uv-cache")
        self.uv = os.environ.get("BENCH_UV") or shutil.which("uv")
        self.pip = shutil.which("pip")
        self.platform = "x86_64-unknown-linux-gnu"
        # Named, so that uv need not look for one at every start.
        self.interpreter = real_input.python(11)

    def uv_command(self, folder, python, prereleases):
        command = [self.uv, "pip", "compile", "-q", "--no-index", "-f", "wheelhouse",
                   "requirements.txt", "--python", self.interpreter, "--python-version", python,
                   "--python-platform", self.platform,
                   "--no-header", "--cache-dir", self.cache]
        if os.path.exists(os.path.join(folder, "constraints.txt")):
            command += ["-c", "constraints.txt"]
        return command + (["--prerelease", "allow"] if prereleases else [])

    def pip_command(self, folder):
        command = [self.pip, "install", "--dry-run", "--quiet", "--no-index", "-f", "wheelhouse",
                   "--ignore-installed", "-r", "requirements.txt"]
        if os.path.exists(os.path.join(folder, "constraints.txt")):
            command += ["-c", "constraints.txt"]
        return command

    def forget(self):
        shutil.rmtree(self.cache, ignore_errors=True)

    def columns(self, folder, python, prereleases, ours):
        """uv without and with its cache, then pip."""
        columns = ["", "", ""]
        if self.uv:
            command = self.uv_command(folder, python, prereleases)
            columns[0] = shown(seconds(command, folder, 3, self.forget), ours.cold)
            columns[1] = shown(seconds(command, folder), ours.warm)
        if self.pip and os.environ.get("BENCH_PIP"):
            columns[2] = shown(seconds(self.pip_command(folder), folder, 1), ours.cold)
        return columns


def our_command(binary, folder, prereleases=False):
    command = [binary, "-r", "requirements.txt", "--no-index", "-f", "wheelhouse", "--dry-run",
               "-q", "--complete-platform", "target.json"]
    if os.path.exists(os.path.join(folder, "constraints.txt")):
        command += ["--constraints", "constraints.txt"]
    return command + (["--pre"] if prereleases else [])


def write_target(folder, target):
    with open(os.path.join(folder, "target.json"), "w", encoding="utf-8") as file:
        json.dump({"marker_environment": target["env"], "compatible_tags": target["tags"]}, file)


def measure_scenarios(binary, scenarios, mkwheels, targets, folder):
    rivals = Rivals(folder)
    print("| scenario | pexpack cold | warm | MB (goal %d) | uv cold | uv warm | pip |\n"
          "|---|---|---|---|---|---|---|"
          % MEMORY_GOAL)
    hard = os.path.join(scenarios, "hard")
    for name in sorted(entry[:-len(".json")] for entry in os.listdir(hard)
                       if entry.endswith(".json")):
        with open(os.path.join(hard, name + ".json"), encoding="utf-8") as file:
            scenario = json.load(file)
        place = os.path.join(folder, name)
        mkwheels.build(scenario, place, simple=False)
        target = targets[scenario["target"]]
        write_target(place, target)
        prereleases = bool((scenario.get("options") or {}).get("pre"))
        command = our_command(binary, place, prereleases)
        ours = Ours(command, place)
        right = ours.code == (3 if name.endswith("-unsat") else 0)
        columns = rivals.columns(place, target["env"]["python_full_version"], prereleases, ours)
        print("| %s | %s%s | %.0f | %s |" % (name, ours, "" if right else " WRONG",
                                            peak_memory(command, place), " | ".join(columns)),
              flush=True)
        shutil.rmtree(place)


MANY = ["jupyterlab", "dask[complete]", "mlflow", "django", "celery", "sphinx", "boto3",
        "google-cloud-storage", "google-cloud-bigquery", "azure-storage-blob", "fastapi", "uvicorn",
        "sqlalchemy", "black", "mypy", "pylint", "pytest", "ansible-core"]


def measure_real_wheels(binary, folder):
    """231 real wheels, where SHARED lists them; they are fetched once."""
    wheels = real_input.wheelhouse("many-cp311")
    place = os.path.join(folder, "many")
    os.mkdir(place)
    os.symlink(wheels, os.path.join(place, "wheelhouse"))
    with open(os.path.join(place, "requirements.txt"), "w", encoding="utf-8") as file:
        file.write("".join(name + "\n" for name in MANY))
    command = [binary, "-r", "requirements.txt", "--no-index", "-f", "wheelhouse", "--dry-run",
               "-q", "--platform", "manylinux_2_34-x86_64-cp-3.11.15-cp311"]
    ours = Ours(command, place)
    assert ours.code == 0, "pexpack found no answer for the real wheels"
    rivals = Rivals(folder)
    rivals.platform = "x86_64-manylinux_2_34"
    print("| many-cp311: %d real wheels | %s | %.0f | %s |" % (
        len(os.listdir(wheels)), ours, peak_memory(command, place),
        " | ".join(rivals.columns(place, "3.11.15", False, ours))), flush=True)


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
    return {"packages": packages, "requirements": ["p0"]}


def measure_growth(binary, mkwheels, target, folder):
    rivals = Rivals(folder)
    print("\n| wheels | pexpack cold | warm | us per wheel, cold | MB | uv cold | uv warm | pip |\n"
          "|---|---|---|---|---|---|---|---|")
    for count in GROWTH:
        place = os.path.join(folder, "grown")
        mkwheels.build(grown(count), place, simple=False)
        write_target(place, target)
        command = our_command(binary, place)
        ours = Ours(command, place)
        assert ours.code == 0, "pexpack found no answer for %d wheels" % count
        columns = rivals.columns(place, target["env"]["python_full_version"], False, ours)
        print("| %d | %s | %.0f | %.0f | %s |" % (count, ours, ours.cold / count * 1e6,
                                                 peak_memory(command, place),
                                                 " | ".join(columns)), flush=True)
        shutil.rmtree(place)


def main():
    binary, shared = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    scenarios = os.path.join(shared, "scenarios")
    sys.path.insert(0, scenarios)
    import mkwheels  # it lies where the caller says

    with open(os.path.join(scenarios, "targets.json"), encoding="utf-8") as file:
        targets = json.load(file)
    with tempfile.TemporaryDirectory(prefix="pexpack-bench-") as folder:
        measure_scenarios(binary, scenarios, mkwheels, targets, folder)
        if os.path.exists(os.path.join(shared, "wheelhouses", "many-cp311.txt")):
            measure_real_wheels(binary, folder)
        measure_growth(binary, mkwheels, targets["py311"], folder)


if __name__ == "__main__":
    main()
