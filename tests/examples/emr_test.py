#!/usr/bin/env python3
"""emr_test.py PEXPACK SHARED: examples/emr, from its README's commands to the step's end.

S3, EMR and Spark are stand-ins: not shown are permissions, the network and YARN (tests/spark has that one).
pip, pexpack, the wrapper and the driver under a Python 3.6 are the real ones.
"""

import json
import os
import shutil
import sys
import tempfile

import example
import script_runner
import spark_stand_in

real_input = example.real_input
PEX = "s3://my-bucket/my_application/1.0.0/my_application.pex"
ARGUMENTS = ["plain", "two words", " ", "", "it's", '"quoted"', "$HOME", "`id`", "$(id)", "a;b", "a&&b|c", "*", "?",
             "[a-z]*", "~", "\\", "\\n", "new\nline", "trailing\n", "\ttab", "--", "-c", "-", "a=b", "A=b", "#", "!x",
             "{a,b}", "<in", ">out", "%s", "grüße", "a,b", "(", "s3://my-bucket/key", "\udcff"]
# Says what it was given, in place of a pex; each argument ends with a zero byte.
RECORDER = '#!/bin/sh\n: > "$RECORD"\n[ $# -eq 0 ] || printf \'%s\\0\' "$@" > "$RECORD"\nexit 7\n'


SHELLS = [["dash"], ["bash"], ["busybox", "sh"]]


class Emr(example.ExampleTest):
    name = "emr"

    def setUp(self):
        super().setUp()
        self.offer_aws()
        self.steps = os.path.join(self.top, "mnt", "var", "lib", "hadoop", "steps")

    def put(self, uri, text):
        path = os.path.join(self.s3, uri[len("s3://"):])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def calls(self):
        with open(os.path.join(self.top, "aws", "calls.jsonl"), encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def recorded(self, shell, words, uri=PEX):
        """What a file at that URI is given when the wrapper is called with these words."""
        record = os.path.join(self.top, "record")
        with tempfile.TemporaryDirectory(prefix="a step ", dir=self.top) as folder:
            self.run_words([*shell, os.path.join(self.folder, "run-pex.sh"), uri, *words], status=7, cwd=folder,
                           environment={"RECORD": record})
        with open(record, "rb") as file:
            return [os.fsdecode(word) for word in file.read().split(b"\0")[:-1]]

    def test_the_wrapper_hands_on_any_arguments_as_they_are(self):
        self.put(PEX, RECORDER)
        for shell in (shell for shell in SHELLS if shutil.which(shell[0])):
            for words in ([], ARGUMENTS, *([each] for each in ARGUMENTS)):
                self.assertEqual(self.recorded(shell, words), words, shell)

    def test_the_wrapper_fetches_a_file_of_any_name(self):
        for key in ("a b.pex", "$(touch x).pex", "it's.pex", "-rf.pex", "a;b/*.pex"):
            self.put("s3://my-bucket/" + key, RECORDER)
            self.assertEqual(self.recorded(["sh"], ["one"], "s3://my-bucket/" + key), ["one"])
            name = key.rpartition("/")[2]
            self.assertEqual(self.calls()[-1],
                             ["s3", "cp", "--only-show-errors", "s3://my-bucket/" + key, "./" + name])

    def test_the_wrapper_refuses_what_is_no_pex_in_s3(self):
        for words in ([], [""], ["app.pex"], ["/app.pex"], ["s3://my-bucket/"], ["s3://my-bucket/app"],
                      ["s3://my-bucket/.pex"], ["s3://app.pex"], ["--help"]):
            self.run_words(["sh", "run-pex.sh", *words], status=2)
            self.assertIn("usage:", self.stderr)
        self.assertFalse(os.path.exists(os.path.join(self.top, "aws", "calls.jsonl")))

    def test_the_wrapper_fails_with_aws_and_runs_nothing(self):
        self.run_words(["sh", "run-pex.sh", PEX], status=1)
        self.assertIn("404", self.stderr)

    def test_the_readme_leads_from_the_requirements_to_a_finished_step(self):
        python = example.needed(real_input.python, 6)
        self.offer_wheels(example.needed(real_input.wheelhouse, "emr-cp36"))
        pack, upload, start = self.commands()
        # As on a build machine without Python 3.6; pip is that of the Python which runs this.
        self.offer("pip", sys.executable, "-m", "pip")
        self.run_shell(pack)
        self.run_shell(upload)
        self.run_shell(start)
        with open(os.path.join(self.top, "aws", "steps.jsonl"), encoding="utf-8") as file:
            step = json.loads(file.read())
        self.assertEqual(step["Args"][1], PEX)
        self.check_step(step, python)

    def check_step(self, step, python):
        """Runs the step as EMR does, on a primary node with Python 3.6 and a Spark of its own."""
        spark_home = os.path.join(self.top, "usr", "lib", "spark")
        spark_stand_in.write(spark_home)
        self.offer_python(python)
        seen_file = os.path.join(self.top, "seen.json")
        self.put("s3://my-bucket/access.log", "a\t10\nb\t7\na\t110\n")
        folder, words = script_runner.prepare(step, self.s3, self.steps)
        # The stand-in for Spark reads and writes files where Spark reads and writes S3.
        words = [word.replace("s3://my-bucket/", self.s3 + "/my-bucket/") if "pex" not in word else word
                 for word in words]
        home = os.path.join(self.top, "home", "hadoop")
        os.mkdir(home)
        self.run_words(words, cwd=folder, environment={
            "HOME": home, "SPARK_HOME": spark_home, "SPARK_STAND_IN": seen_file})
        self.assertEqual(os.listdir(home), [])
        with open(os.path.join(self.s3, "my-bucket", "latency", "part-00000.csv"), encoding="utf-8") as file:
            self.assertEqual(file.read(),
                             "host,requests,median,percentile_99\na,2,60.0,109.0\nb,1,7.0,7.0\n")
        with open(seen_file, encoding="utf-8") as file:
            seen = json.load(file)
        self.assertEqual(seen["settings"], {
            "spark.app.name": "Latency, all hosts",
            "spark.yarn.dist.files": os.path.join(folder, "my_application.pex"),
            "spark.executorEnv.PEX_ROOT": "./.pex"})
        self.assertEqual(seen["PYSPARK_PYTHON"], "./my_application.pex")
        self.assertEqual(seen["version"], [3, 6])
        self.assertEqual(seen["py4j"], "py4j of the cluster")
        self.assertTrue(seen["numpy"].startswith(os.path.join(folder, ".pex")), seen["numpy"])


if __name__ == "__main__":
    example.main()
