"""run_scenarios.py SCENARIOS PEXPACK: the scenarios' own comparison, less our deliberate differences.

Runs SCENARIOS/run.py over its cases, then resolves each scenario of SCENARIOS/hard and has its pins
judged by SCENARIOS/check.py; those whose name ends in `-unsat` must have no answer. $PEXPACK_BIN, when
set, resolves instead of PEXPACK: the sanitizers make the hard ones slow. Exits 0 when nothing else
differs, 77 (skipped) when the folder is not there or pip cannot get `packaging`, else 1."""
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data"))

import real_input  # noqa: E402

# The whole printed difference, and why our answer is right.
DELIBERATE = {
    "own-py36-abbrev: b 2: Requires-Python >=3.6.1":
        "`cp-36` means the latest patch of 3.6, as is said aloud; the pins are the case's own",
}
SECONDS = 60


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def judge_cases(scenarios, binary):
    """True when every difference is deliberate."""
    run = subprocess.run([sys.executable, os.path.join(scenarios, "run.py"), "--bin", binary,
                          "--show", "100000"], stdout=subprocess.PIPE, text=True, check=False)
    *differences, summary = run.stdout.splitlines() or [""]
    agrees = re.fullmatch(r"[1-9]\d* passed, (\d+) failed, \d+ skipped", summary)
    for difference in differences:
        reason = DELIBERATE.get(difference)
        print(difference if reason is None else "deliberate: %s (%s)" % (difference, reason))
    print(summary)
    return (agrees is not None and int(agrees.group(1)) == len(differences)
            and all(difference in DELIBERATE for difference in differences))


def answer(binary, scenario, target, folder):
    """The exit code, and the pins when there are some."""
    path = os.path.join(folder, "target.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"marker_environment": target["env"], "compatible_tags": target["tags"]}, file)
    command = [binary, "-r", "requirements.txt", "--no-index", "-f", "wheelhouse", "--dry-run",
               "--json", "--complete-platform", path]
    if scenario.get("constraints"):
        command += ["--constraints", "constraints.txt"]
    if (scenario.get("options") or {}).get("pre"):
        command.append("--pre")
    run = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         text=True, timeout=SECONDS, check=False)
    if run.returncode != 0:
        return run.returncode, None
    pins = json.loads(run.stdout)["targets"][0]["pins"]
    return 0, {pin["name"]: pin["version"] for pin in pins}


def judge_hard(scenarios, binary):
    """True when every answer is right."""
    import check  # it lies where the caller says
    import mkwheels

    targets = read(os.path.join(scenarios, "targets.json"))
    hard = os.path.join(scenarios, "hard")
    wrong = 0
    names = sorted(entry for entry in os.listdir(hard) if entry.endswith(".json"))
    for name in names:
        scenario = read(os.path.join(hard, name))
        with tempfile.TemporaryDirectory(prefix="pexpack-oracle-") as folder:
            mkwheels.build(scenario, folder, simple=False)
            code, pins = answer(binary, scenario, targets[scenario["target"]], folder)
        expected = 3 if name.endswith("-unsat.json") else 0
        problems = ["exit %d, expected %d" % (code, expected)] if code != expected else []
        if pins is not None and not problems:
            problems = check.check(scenario, pins)
        if problems:
            wrong += 1
            print("%s: %s" % (name[:-len(".json")], "; ".join(map(str, problems))))
    print("hard: %d passed, %d failed" % (len(names) - wrong, wrong))
    return wrong == 0 and bool(names)


def become_python_with_packaging():
    """Starts anew under a Python that has it, made once; skips where pip cannot get it."""
    bin_folder = real_input.venv("scenarios", sys.executable, ["packaging"])
    python = os.path.join(bin_folder, "python")
    os.execv(python, [python, os.path.abspath(__file__), *sys.argv[1:]])


def main():
    scenarios = sys.argv[1]
    binary = os.path.abspath(os.environ.get("PEXPACK_BIN") or sys.argv[2])
    if not os.access(binary, os.X_OK):
        sys.exit("FAILED: there is no pexpack at %s: was it built?" % binary)
    if not os.path.isdir(scenarios):
        print("SKIPPED: there are no scenarios in", scenarios)
        sys.exit(77)
    if importlib.util.find_spec("packaging") is None:
        become_python_with_packaging()
    os.environ.pop("PIP_FIND_LINKS", None)
    sys.path.insert(0, scenarios)
    good = [judge_cases(scenarios, binary), judge_hard(scenarios, binary)]
    sys.exit(0 if all(good) else 1)


main()
