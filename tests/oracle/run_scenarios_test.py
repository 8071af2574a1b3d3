#!/usr/bin/env python3
"""run_scenarios.py never passes, nor skips, what it should have compared."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "run_scenarios.py")


class RunScenarios(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="pexpack-oracle-")
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def write(self, name, text, mode=0o644):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def run_with(self, printed, hard="hard-a", code=0, problems=()):
        """Scenarios whose cases print that, and one hard one that is answered with that code."""
        self.write("packaging/__init__.py", "")
        self.write("scenarios/run.py", "print(%r)\n" % printed)
        self.write("scenarios/mkwheels.py", "def build(scenario, folder, simple): pass\n")
        self.write("scenarios/check.py", "def check(scenario, pins): return %r\n" % list(problems))
        self.write("scenarios/targets.json", '{"py": {"env": {}, "tags": []}}')
        self.write("scenarios/hard/%s.json" % hard, json.dumps({"target": "py"}))
        pexpack = self.write("pexpack", "#!/bin/sh\necho '{\"targets\":[{\"pins\":[]}]}'\nexit %d\n"
                             % code, 0o755)
        return self.run_program(os.path.join(self.folder, "scenarios"), pexpack)

    def run_program(self, scenarios, pexpack):
        return subprocess.run([sys.executable, PROGRAM, scenarios, pexpack], text=True,
                              env={**os.environ, "PEXPACK_BIN": "", "PYTHONPATH": self.folder},
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)

    def test_agreement_passes(self):
        run = self.run_with("3 passed, 0 failed, 1 skipped")
        self.assertEqual(run.returncode, 0, run.stdout)

    def test_a_difference_fails(self):
        run = self.run_with("b: got x\n3 passed, 1 failed, 1 skipped")
        self.assertEqual(run.returncode, 1, run.stdout)

    def test_nothing_compared_fails(self):
        run = self.run_with("0 passed, 0 failed, 3 skipped")
        self.assertEqual(run.returncode, 1, run.stdout)

    def test_a_hard_scenario_without_the_answer_it_has_fails(self):
        run = self.run_with("3 passed, 0 failed, 0 skipped", code=3)
        self.assertEqual(run.returncode, 1, run.stdout)
        self.assertIn("hard-a: exit 3, expected 0", run.stdout)

    def test_a_hard_scenario_that_has_no_answer_passes_with_exit_3(self):
        run = self.run_with("3 passed, 0 failed, 0 skipped", hard="hard-a-unsat", code=3)
        self.assertEqual(run.returncode, 0, run.stdout)

    def test_a_hard_scenario_with_wrong_pins_fails(self):
        run = self.run_with("3 passed, 0 failed, 0 skipped", problems=["a is missing"])
        self.assertEqual(run.returncode, 1, run.stdout)
        self.assertIn("hard-a: a is missing", run.stdout)

    def test_without_the_scenarios_it_says_that_it_is_skipped(self):
        run = self.run_program(os.path.join(self.folder, "nowhere"), sys.executable)
        self.assertEqual(run.returncode, 77)
        self.assertIn("SKIPPED: there are no scenarios in", run.stdout)

    def test_without_pexpack_it_fails_even_where_there_are_no_scenarios(self):
        run = self.run_program(os.path.join(self.folder, "nowhere"), "/nowhere/pexpack")
        self.assertEqual(run.returncode, 1)
        self.assertIn("FAILED: there is no pexpack at /nowhere/pexpack", run.stdout)


if __name__ == "__main__":
    unittest.main()
