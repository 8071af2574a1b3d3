#!/usr/bin/env python3
"""run_corpus.py never passes, nor skips, what it should have compared."""

import os
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "run_corpus.py")


class RunCorpus(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="pexpack-oracle-")
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def corpus(self, output):
        """A corpus whose comparison prints `output`."""
        with open(os.path.join(self.folder, "compare.py"), "w", encoding="utf-8") as file:
            file.write("print(%r)\n" % output)
        return self.folder

    def run_with(self, corpus, kinds, adapter=sys.executable):
        return subprocess.run([sys.executable, PROGRAM, corpus, kinds, adapter], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)

    def test_agreement_in_every_kind_passes(self):
        run = self.run_with(self.corpus("names     3 / 3\nversions   2 / 2"), "versions,names")
        self.assertEqual(run.returncode, 0, run.stdout)

    def test_a_difference_fails(self):
        run = self.run_with(self.corpus("names     2 / 3\n  7: 'a' != 'b'"), "names")
        self.assertEqual(run.returncode, 1, run.stdout)

    def test_a_kind_that_was_not_compared_fails(self):
        run = self.run_with(self.corpus("names     3 / 3"), "versions,names")
        self.assertEqual((run.returncode, run.stdout.splitlines()[-1]),
                         (1, "FAILED: not compared: versions"))

    def test_without_the_corpus_it_says_that_it_is_skipped(self):
        run = self.run_with(os.path.join(self.folder, "nowhere"), "names")
        self.assertEqual(run.returncode, 77)
        self.assertIn("SKIPPED: there is no corpus in", run.stdout)

    def test_without_the_adapter_it_fails_even_where_there_is_no_corpus(self):
        run = self.run_with(os.path.join(self.folder, "nowhere"), "names", "/nowhere/adapter")
        self.assertEqual(run.returncode, 1)
        self.assertIn("FAILED: there is no adapter at /nowhere/adapter", run.stdout)


if __name__ == "__main__":
    unittest.main()
