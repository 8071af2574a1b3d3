"""How one run is measured, and how contestants take turns."""

import io
import os
import sys
import tempfile
import time
import unittest

import processes
from contest import Contestant, Rounds, alternate
from processes import Command, Failed
from progress import Progress
from store import Store


class MeasuringTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="pexpack-measuring-")
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def command(self, *words, **options):
        return Command(list(words), dict(os.environ), self.folder, **options)

    def python(self, code, **options):
        return self.command(sys.executable, "-c", code, **options)


class Processes(MeasuringTest):
    def test_the_processor_time_of_children_counts(self):
        busy = "import time\nwhile time.process_time() < 0.2: pass"
        usage = processes.measured(self.python(
            "import subprocess, sys; subprocess.run([sys.executable, '-c', %r])" % busy))
        self.assertGreaterEqual(usage.cpu, 0.2)

    def test_the_peak_of_a_large_process_is_its_own(self):
        usage = processes.measured(self.python("x = bytearray(300_000_000)"))
        self.assertGreaterEqual(usage.peak, 300_000_000)
        self.assertFalse(processes.is_inherited(usage.peak))

    def test_the_peak_of_a_small_process_is_not_ours(self):
        ballast = bytearray(50_000_000)
        usage = processes.measured(self.command("true"))
        self.assertTrue(processes.is_inherited(usage.peak))
        self.assertLess(processes.peak_memory(self.command("true")), len(ballast))

    def test_a_failure_says_the_exit_code_and_the_last_words(self):
        with self.assertRaisesRegex(Failed, "^exit code 3: it is broken$"):
            processes.measured(self.command("sh", "-c", "echo it is broken >&2; exit 3"))

    def test_an_expected_exit_code_is_no_failure(self):
        usage = processes.measured(self.command("sh", "-c", "exit 3", expected=(3,)))
        self.assertEqual(usage.code, 3)

    def test_what_takes_too_long_is_ended_with_its_children(self):
        with self.assertRaisesRegex(Failed, "took longer than 0.5 s"):
            processes.measured(self.command("sh", "-c", "sleep 600 & echo $! > child; wait",
                                            limit=0.5))
        with open(os.path.join(self.folder, "child"), encoding="utf-8") as file:
            child = int(file.read())
        while is_running(child):  # it was told to end; the limit of this test is ctest's
            time.sleep(0.05)

    def test_several_at_once_run_at_the_same_time(self):
        # Each waits for all the others.
        meet = "touch $$.here; while [ $(ls *.here | wc -l) -lt 4 ]; do sleep 0.05; done"
        usage = processes.together([self.command("sh", "-c", meet, limit=60)] * 4)
        self.assertEqual(usage.code, 0)


def is_running(process):
    try:
        with open("/proc/%d/stat" % process, encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class TakingTurns(MeasuringTest):
    def setUp(self):
        super().setUp()
        self.log = os.path.join(self.folder, "log")
        self.measurement = Store(os.path.join(self.folder, "results")).measurement("build", "x")

    def contestant(self, name, code, rounds):
        return Contestant(name, [self.command("sh", "-c", "echo %s >> log; %s" % (name, code))],
                          rounds=rounds, counts_memory=False)

    def run_all(self, *contestants):
        said = io.StringIO()
        alternate(self.measurement, contestants, Progress([1.0], stream=said))
        with open(self.log, encoding="utf-8") as file:
            return file.read().split(), said.getvalue()

    def test_they_run_in_turn_and_not_one_after_the_other(self):
        rounds = Rounds(1, 3, 60)
        order, _ = self.run_all(self.contestant("a", "true", rounds),
                                self.contestant("b", "true", rounds))
        self.assertEqual(order, ["a", "b", "a", "b", "a", "b"])

    def test_one_that_fails_is_noted_and_does_not_stop_the_others(self):
        rounds = Rounds(1, 2, 60)
        order, said = self.run_all(self.contestant("a", "exit 7", rounds),
                                   self.contestant("b", "true", rounds))
        self.assertEqual(order, ["a", "b", "b"])
        self.assertEqual(self.measurement.failures, {"a": "exit code 7: "})
        self.assertIn("NOT MEASURED: a: exit code 7", said)

    def test_what_was_sampled_before_is_not_run_again(self):
        self.measurement.add("a", "a", wall=1.0)
        order, _ = self.run_all(self.contestant("a", "true", Rounds(1, 2, 60)))
        self.assertEqual(order, ["a"])
        self.assertEqual(len(self.measurement.samples("a")), 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
