#!/usr/bin/env python3
"""spark_test.py PEXPACK SHARED: examples/spark by its README, with a real Spark on this machine.

The Spark and the wheels are those of tests/spark, which runs such a job on YARN with executors of their own;
here the driver and its Python workers are shown. tests/examples/emr_test.py shows what the session asks of YARN.
"""

import csv
import filecmp
import glob
import os
import shlex
import sys

import example

sys.path.insert(0, os.path.join(example.HERE, "..", "spark"))

import yarn_test  # noqa: E402

real_input = example.real_input
SET = "py311"


class Spark(example.ExampleTest):
    name = "spark"

    def setUp(self):
        super().setUp()
        shared = os.path.join(os.path.abspath(sys.argv[2]), "spark")
        if not os.path.isdir(shared):
            self.skipTest("there is no %s" % shared)
        example.needed(yarn_test.need_tools)
        example.needed(yarn_test.set_up, shared, SET)
        self.offer_wheels(os.path.join(yarn_test.CACHE, SET, "wheelhouse"))
        python = example.needed(real_input.python, 11)
        self.offer_python(python)
        self.offer("pip", python, "-m", "pip")
        with open(os.path.join(yarn_test.CACHE, SET, "env"), encoding="utf-8") as file:
            known = dict(word.split("=", 1) for word in shlex.split(file.read()))
        self.environment.update(SPARK_HOME=known["SPARK_HOME_"], JAVA_HOME=known["JAVA_HOME"],
                                SPARK_LOCAL_IP="127.0.0.1")

    def rows(self, folder):
        """The rows of all the CSV files that Spark wrote."""
        found = []
        for path in glob.glob(os.path.join(folder, "part-*.csv")):
            with open(path, encoding="utf-8", newline="") as file:
                found += list(csv.DictReader(file))
        return sorted(found, key=lambda row: row["visitor"])

    def test_the_readme_packs_the_job_and_runs_it(self):
        pack, start = self.commands()
        self.run_shell(pack)
        self.run_shell(start)
        self.assertEqual(self.rows(os.path.join(self.folder, "visitors")), [
            {"visitor": "ada", "pages": "2", "longest": "20.0", "share": "0.5"},
            {"visitor": "ben", "pages": "1", "longest": "8.0", "share": "1.0"},
            {"visitor": "cleo", "pages": "2", "longest": "3.0", "share": "0.75"}])
        # Where `spark.executorEnv.PEX_ROOT` says: the workers ran the file, not some Python of the machine.
        laid_out = os.path.join(self.folder, ".pex", "pexpack", "1", "pexes", "*", "*", "lib", "python3.11",
                                "site-packages", "pandas", "__init__.py")
        self.assertEqual(len(glob.glob(laid_out)), 1)


class Session(example.ExampleTest):
    name = "spark"

    def test_the_session_is_the_same_as_in_the_example_for_emr(self):
        ours, theirs = (os.path.join(example.EXAMPLES, name, "my_application", "session.py")
                        for name in ("spark", "emr"))
        self.assertTrue(filecmp.cmp(ours, theirs, shallow=False), "%s and %s differ" % (ours, theirs))


if __name__ == "__main__":
    example.main()
