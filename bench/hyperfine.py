"""Runs one command some times with hyperfine."""

import json
import shlex
import tempfile

import processes


def samples(command, runs, prepare=None):
    """`runs` times {"wall", "cpu"}; hyperfine tells no run's own processor time, but their mean.
    `prepare` is run before each and not timed. Raises processes.Failed."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        words = ["hyperfine", "-N", "--style", "none", "--runs", str(runs),
                 "--export-json", report.name]
        if prepare:
            words += ["--prepare", shlex.join(prepare)]
        processes.measured(processes.Command([*words, shlex.join(command.words)],
                                             command.environment, command.folder))
        result = json.load(report)["results"][0]
    return [{"wall": wall, "cpu": result["user"] + result["system"]} for wall in result["times"]]
