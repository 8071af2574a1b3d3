#!/usr/bin/env python3
"""What the data tests do without when something is missing."""

import os
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))


def ask(code, **environment):
    command = [sys.executable, "-c", "import real_input; " + code, "/nowhere/pexpack", "/nowhere"]
    return subprocess.run(command, cwd=HERE, stdout=subprocess.PIPE, text=True, check=False,
                          env={**os.environ, "PEXPACK_BIN": "", "PEXPACK_SHARED": "",
                               **environment})


class RealInput(unittest.TestCase):
    def test_a_missing_pexpack_is_a_failure_and_no_skip(self):
        run = ask("real_input.pexpack()")
        self.assertEqual((run.returncode, run.stdout),
                         (1, "FAILED: there is no pexpack at /nowhere/pexpack: was it built?\n"))

    def test_without_the_reference_material_the_lists_here_are_taken(self):
        for name in ("requests", "data-cp311", "emr-cp36"):
            run = ask("print(real_input.pins(%r))" % name)
            self.assertEqual(run.stdout, os.path.join(HERE, "wheelhouses", name + ".txt\n"))

    def test_a_missing_python_is_a_loud_skip(self):
        run = ask("real_input.python(1)", PATH="/nowhere", HOME="/nowhere")
        self.assertEqual(run.returncode, 77)
        self.assertIn("SKIPPED: no CPython 3.1 ", run.stdout)

    def test_two_tests_that_fill_the_same_part_of_the_cache_take_turns(self):
        code = ("import os, time\n"
                "with real_input.alone('part'):\n"
                "    os.mkdir('%s')\n"  # fails where another one is in
                "    time.sleep(0.3)\n"
                "    os.rmdir('%s')\n")
        with tempfile.TemporaryDirectory() as cache:
            inside = os.path.join(cache, "inside")
            with ThreadPoolExecutor(2) as both:
                runs = list(both.map(lambda _: ask(code % (inside, inside), PEXPACK_TEST_CACHE=cache), range(2)))
        self.assertEqual([run.returncode for run in runs], [0, 0])


if __name__ == "__main__":
    unittest.main()
