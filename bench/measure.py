"""Measures with hyperfine and prints ratios: absolute times say more about the machine.

measure.py PEXPACK SHARED. Everything is written to a fresh folder on the cache's disk and removed.
"""

import json
import os
import re
import shlex
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "data"))

import real_input  # noqa: E402

NAMES = ["numpy", "pandas", "pyarrow", "scikit-learn", "scipy", "matplotlib", "boto3", "requests",
         "pyyaml"]
PACKING_GOAL = 6.0  # times `cat`, when the wheels were checked by an earlier build
FIRST_GOAL = 12.0  # when they are not
MEMORY_GOAL = 64.0  # MB


def hyperfine(folder, commands, runs, prepare="true", environment=None):
    """Median seconds of each of `commands`, measured in turn."""
    report = os.path.join(folder, "hyperfine.json")
    command = ["hyperfine", "--style", "none", "--runs", str(runs), "--export-json", report,
               "--prepare", prepare]
    real_input.run(command + [shell for _, shell in commands],
                   env={**os.environ, **(environment or {})}, stderr=subprocess.DEVNULL)
    with open(report, encoding="utf-8") as file:
        results = json.load(file)["results"]
    return {name: result["median"] for (name, _), result in zip(commands, results)}


def peak_memory(command):
    """MB of resident memory at most."""
    run = subprocess.run(["/usr/bin/time", "-f", "peak %M", *command], stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE, text=True, check=True)
    return int(re.search(r"^peak (\d+)$", run.stderr, re.MULTILINE).group(1)) / 1024


def quoted(*words):
    return " ".join(shlex.quote(word) for word in words)


class Bench:
    def __init__(self, folder):
        self.folder = folder
        self.binary = real_input.pexpack()
        self.interpreter = real_input.python(11)
        self.rows = []

    def row(self, what, value, compared, goal=""):
        self.rows.append("| %s | %s | %s | %s |" % (what, value, compared, goal))

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def packing(self, name, requirements):
        wheels = real_input.wheelhouse(name)
        pex = self.path(name + ".pex")
        words = [self.binary, *requirements, "-f", wheels, "--python", self.interpreter, "-q",
                 "-o", pex]
        pack = ["env", "XDG_CACHE_HOME=" + self.path("cache"), *words]
        first = ["env", "XDG_CACHE_HOME=" + self.path("no cache"), *words]
        copy = "cat %s/*.whl > %s" % (shlex.quote(wheels), quoted(self.path("copy")))
        subprocess.run([*pack], check=True, stdin=subprocess.DEVNULL)  # the page cache is warm now
        times = hyperfine(self.folder, [("cat", copy), ("pack", quoted(*pack)),
                                        ("first", quoted(*first))], runs=7,
                          prepare=quoted("rm", "-rf", pex, self.path("copy"),
                                         self.path("no cache")))
        floor = max(times["cat"], 0.0001)  # hyperfine takes the shell's time off
        is_goal = name == "data-cp311"
        for what, time, goal in (("pack", times["pack"], PACKING_GOAL),
                                 ("pack for the first time", times["first"], FIRST_GOAL)):
            self.row("%s %s (%.1f MB)" % (what, name, os.path.getsize(pex) / 1e6),
                     "%.0f ms" % (1000 * time),
                     "%.1f × `cat *.whl` (%.0f ms)" % (time / floor, 1000 * floor) if is_goal
                     else "",
                     "≤ %.0f ×" % goal if is_goal else "")
        self.row("memory at most, same", "%.0f MB" % peak_memory(first), "",
                 "< %.0f MB" % MEMORY_GOAL if is_goal else "")
        return pex

    def warm(self, title, commands):
        environment = real_input.clean_environment(self.interpreter, self.folder)
        for _, command in commands:
            subprocess.run(command, shell=True, check=True, env=environment,
                           stdin=subprocess.DEVNULL)
        times = hyperfine(self.folder, commands, runs=20, environment=environment)
        bare = times[commands[0][0]]
        for name, _ in commands:
            self.row("%s: %s" % (title, name), "%.0f ms" % (1000 * times[name]),
                     "" if name == commands[0][0]
                     else "%+.0f ms, %.2f × %s" % (1000 * (times[name] - bare), times[name] / bare,
                                                   commands[0][0]))

    def cold(self, title, pex):
        environment = real_input.clean_environment(self.interpreter, self.folder)
        times = hyperfine(self.folder, [("pexpack", quoted(pex, "-c", "pass"))], runs=3,
                          prepare=quoted("rm", "-rf", environment["PEX_ROOT"]),
                          environment=environment)
        self.row(title, "%.0f ms" % (1000 * times["pexpack"]), "")

    def rivals(self, wheels):
        """(name, file) of what pex and shiv make of the same wheels, where pip can get them."""
        made = []
        bin_folder = real_input.optional_venv("rivals", self.interpreter, ["pex", "shiv"])
        if not bin_folder:
            print("pex and shiv cannot be fetched: not compared", file=sys.stderr)
            return made
        options = ["--no-index", "-f", wheels, "requests"]
        pex = self.path("real.pex")
        environment = real_input.clean_environment(self.interpreter, self.folder)
        real_input.run([os.path.join(bin_folder, "pex"), *options, "--venv", "--sh-boot",
                        "--disable-cache", "-o", pex], env=environment)
        made.append(("pex --venv --sh-boot", pex))
        shiv = self.path("real.pyz")
        real_input.run([os.path.join(bin_folder, "shiv"), "-o", shiv, *options],
                       env={**environment, "SHIV_ROOT": self.path("shiv_root")})
        made.append(("shiv", shiv))
        return made


def main():
    with real_input.work_folder() as folder:
        bench = Bench(folder)
        small = bench.packing("requests", ["requests"])
        large = bench.packing("data-cp311", NAMES)
        wheels = real_input.wheelhouse("data-cp311")
        plain = real_input.venv("data-cp311", bench.interpreter,
                                ["--no-index", "-f", wheels, *NAMES])
        bench.cold("first start, requests", small)
        bench.cold("first start, data-cp311", large)
        program = "import requests"
        bench.warm("start, `-c pass`", [
            ("venv", quoted(os.path.join(plain, "python"), "-c", "pass")),
            ("bare python", quoted(bench.interpreter, "-c", "pass")),
            ("pexpack, requests", quoted(small, "-c", "pass")),
            ("pexpack, data-cp311", quoted(large, "-c", "pass"))])
        rivals = bench.rivals(real_input.wheelhouse("requests"))
        bench.warm("start, `import requests`", [
            ("venv", quoted(os.path.join(plain, "python"), "-c", program)),
            ("pexpack", quoted(small, "-c", program)),
            *((name, quoted(file, "-c", program)) for name, file in rivals)])
        print("\n| what | median | compared | goal |\n|---|---|---|---|")
        print("\n".join(bench.rows))


if __name__ == "__main__":
    main()
