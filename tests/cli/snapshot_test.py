#!/usr/bin/env python3
"""The snapshot runner must be able to fail: a made-up pexpack that misbehaves is caught."""

import os
import tempfile
import unittest

import run_snapshots
from snapshot_case import Case, CaseError

CASE = """# A case.
wheel six 1.0
$ pexpack six -o app.pex

exit 0
changes + app.pex
--- stdout
--- stderr
packed [SHA256 of six-1.0-py3-none-any.whl]
"""
GOOD = ('echo packed $(cat wheelhouse/six*.whl | sha256sum | cut -d" " -f1) >&2; '
        'echo > app.pex')
FAKE = '#!/bin/sh\nPATH=/usr/bin:/bin\n[ "$1" = --version ] && exec echo "pexpack 7.8.9"\n'


class Snapshots(unittest.TestCase):
    def judge(self, script, case=CASE, update=False):
        with tempfile.TemporaryDirectory() as folder:
            self.case_path = os.path.join(folder, "a.snap")
            binary = os.path.join(folder, "pexpack")
            for path, text in ((self.case_path, case), (binary, FAKE + script + "\n")):
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
            os.chmod(binary, 0o755)
            machine = run_snapshots.Machine(binary)
            report = run_snapshots.judge(Case(self.case_path), machine, update)
            with open(self.case_path, encoding="utf-8") as file:
                self.case_after = file.read()
            return report

    def test_the_expected_outcome_passes(self):
        self.assertEqual(self.judge(GOOD), "")

    def test_other_output_another_exit_code_and_another_file_are_seen(self):
        for change in ("; echo more", "; echo more >&2", "; exit 3", "; echo > b.pex"):
            self.assertNotEqual(self.judge(GOOD + change), "", change)

    def test_a_failure_that_changes_the_disk_is_not_accepted_even_with_update(self):
        report = self.judge("echo > app.pex; exit 4", update=True)
        self.assertIn("changed on disk: + app.pex", report)
        self.assertEqual(self.case_after, CASE)

    def test_a_mode_that_changed_is_a_change(self):
        self.assertIn("+changes ~ wheelhouse", self.judge(GOOD + "; chmod 700 wheelhouse"))

    def test_update_rewrites_the_expectation_and_keeps_the_case(self):
        self.assertEqual(self.judge("echo v7.8.9 7.8.9; pwd; printf end", update=True), "")
        head, _, tail = self.case_after.partition("\n\n")
        self.assertEqual(head, CASE.partition("\n\n")[0])
        self.assertEqual(tail, "exit 0\nchanges nothing\n--- stdout\nv7.8.9 [VERSION]\n[CWD]\n"
                               "end[no newline]\n--- stderr\n")

    def test_a_file_of_the_case_may_name_the_digest_of_a_wheel(self):
        case = CASE.replace("$ pexpack", "file r.txt\n    six [SHA256 of six-1.0-py3-none-any.whl]\n"
                            "$ pexpack")
        script = GOOD + '; grep -q "^six $(cat wheelhouse/six*.whl | sha256sum | cut -c-64)$" r.txt'
        self.assertEqual(self.judge(script, case), "")
        with self.assertRaises(CaseError):
            self.judge(script, case.replace("six-1.0-py3-none-any.whl]\n$", "six-2.0.whl]\n$"))

    def test_a_case_with_an_unknown_line_is_refused(self):
        with self.assertRaises(CaseError):
            self.judge(GOOD, case=CASE.replace("wheel six", "whele six"))


if __name__ == "__main__":
    unittest.main()
