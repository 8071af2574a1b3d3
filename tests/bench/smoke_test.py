"""bench/run on a few made-up wheels: stopped, continued, and what it writes.

smoke_test.py PEXPACK. No rival and no network is asked, and no time is looked at.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

import real_input

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PARTS = ("build", "start", "growth")
TOOLS = ("hyperfine", "/usr/bin/time")


class SmokeTest(unittest.TestCase):
    """One run for all tests: it is stopped once, continued, and then looked at."""

    @classmethod
    def setUpClass(cls):
        cls.folder = os.path.realpath(tempfile.mkdtemp(prefix="pexpack-bench-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.store = os.path.join(cls.folder, "store")
        cls.stopped = cls.run_bench(*PARTS, stop_at="[3/")
        cls.before = cls.results()
        cls.continued = cls.run_bench(*PARTS)
        cls.after = cls.results()
        with open(os.path.join(cls.store, "results.md"), encoding="utf-8") as file:
            cls.page = file.read()

    @classmethod
    def run_bench(cls, *words, stop_at=None, store=None):
        """(exit code, stderr); presses Ctrl-C when that text is said."""
        # Nothing of this test may reach what is measured.
        environment = {**os.environ, "PEXPACK_BIN": cls.binary, "TMPDIR": cls.folder,
                       "PEXPACK_TEST_CACHE": os.path.join(cls.folder, "cache")}
        environment.pop("PYTHONPATH", None)
        command = [sys.executable, os.path.join(TOP, "bench", "run"), "--tiny", "--quick",
                   "--store", store or cls.store, *words]
        said = ""
        with subprocess.Popen(command, env=environment, text=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              # As a shell starts what is in the background.
                              preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
                              ) as process:
            for line in process.stderr:
                said += line
                if stop_at and stop_at in line:
                    process.send_signal(signal.SIGINT)
                    stop_at = None
        return process.returncode, said

    @classmethod
    def results(cls):
        """{path below the store: content} of all measurements."""
        found = {}
        for part in PARTS:
            folder = os.path.join(cls.store, "results-tiny", part)
            for name in os.listdir(folder) if os.path.isdir(folder) else []:
                if not name.endswith(".json"):  # it was stopped while it wrote
                    continue
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    found[os.path.join(part, name)] = json.load(file)
        return found

    def charts(self):
        return sorted(name for name in os.listdir(self.store) if name.endswith(".svg"))

    def test_ctrl_c_stops_it_and_it_says_how_to_go_on(self):
        code, said = self.stopped
        self.assertEqual(code, 130, said)
        self.assertTrue(said.endswith("stopped; the same command goes on from here\n"), said)

    def test_what_was_measured_before_is_not_measured_again(self):
        finished = {name: each for name, each in self.before.items() if each["finished"]}
        self.assertEqual(len(finished), 2, list(self.before))
        for name, content in finished.items():
            self.assertEqual(self.after[name], content)
        self.assertIn("2 of %d measurements are there already" % len(self.after),
                      self.continued[1])

    def test_everything_is_measured_in_the_end(self):
        code, said = self.continued
        self.assertEqual(code, 0, said)
        for name, content in self.after.items():
            self.assertTrue(content["finished"], name)
            self.assertTrue(content["samples"], name)

    def test_nothing_of_ours_fails(self):
        for name, content in self.after.items():
            self.assertLessEqual(set(content["failures"]), {"pex and shiv"}, name)

    def test_time_processor_memory_and_size_of_a_build_are_there(self):
        [sample] = self.after["build/made.json"]["samples"]["pexpack, first"]
        self.assertEqual(sorted(sample), ["cpu", "peak", "size", "wall"])
        for name, value in sample.items():
            self.assertGreater(value, 0, name)

    def test_starts_at_once_are_as_many_as_they_say(self):
        command = self.after["start/made-cold-8-at-once.json"]["commands"]["pexpack"]
        self.assertTrue(command.startswith("8 at once: pexpack."), command)

    def test_the_large_file_was_started_or_a_python_is_missing(self):
        outcomes = [text for content in self.after.values()
                    for key, text in content["facts"].items() if " under " in key]
        self.assertEqual(len(outcomes), 4)
        for text in outcomes:
            self.assertRegex(text, r"^(starts|not tried: no CPython)")

    def test_that_there_are_no_rivals_is_said_aloud(self):
        self.assertIn("NO RIVALS", self.continued[1])
        self.assertIn("not measured: they are not installed", self.page)

    def test_the_page_shows_every_chart_and_no_other(self):
        shown = sorted(re.findall(r"!\[[^]]*\]\(([^)]*)\)", self.page))
        self.assertEqual(shown, self.charts())
        self.assertIn("build.svg", shown)
        self.assertIn("growth.svg", shown)

    def test_every_chart_is_well_formed_and_has_numbers_only(self):
        for name in self.charts():
            path = os.path.join(self.store, name)
            self.assertEqual(xml.parse(path).getroot().tag, "{http://www.w3.org/2000/svg}svg")
            with open(path, encoding="utf-8") as file:
                self.assertNotRegex(file.read(), r"\b(nan|inf|None)\b")

    def test_the_page_names_no_folder_of_this_machine(self):
        for folder in (self.folder, TOP, os.path.expanduser("~")):
            self.assertNotIn(folder + "/", self.page)

    def test_nothing_is_left_in_the_work_folder(self):
        left = [name for name in os.listdir(os.path.join(self.folder, "cache"))
                if name.startswith("run-")]
        self.assertEqual(left, [])

    def test_a_part_that_cannot_run_is_said_aloud_and_on_the_page(self):
        store = os.path.join(self.folder, "no reference material")
        code, said = self.run_bench("resolve", "--shared", "/nowhere", store=store)
        self.assertEqual(code, 0, said)
        self.assertIn("bench: NOT MEASURED: resolve: many-cp311: no list of wheels", said)
        with open(os.path.join(store, "results.md"), encoding="utf-8") as file:
            page = file.read()
        self.assertIn("**resolve, many-cp311: no list of wheels", page)
        self.assertIn("**resolve, grown to 10 wheels: there is no folder scenarios", page)

    def test_a_part_of_no_name_is_refused_with_those_that_there_are(self):
        code, said = self.run_bench("bild")
        self.assertEqual(code, 2)
        self.assertIn("no part is called bild; there are: spec, build, start, resolve, growth",
                      said)


if __name__ == "__main__":
    SmokeTest.binary = real_input.pexpack()
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        real_input.skip("these programs are not here: %s" % ", ".join(missing))
    unittest.main(argv=sys.argv[:1])
