#!/usr/bin/env python3
"""jenkins_test.py PEXPACK SHARED: the shell steps of examples/jenkins, run as Jenkins runs them.

Not shown is Groovy's own reading of the file: blocks, strings and their escapes are read by jenkinsfile.py,
the names of steps and options are not checked. S3 is a stand-in.
"""

import json
import os
import re

import example
import jenkinsfile

real_input = example.real_input
COMMIT = "5f0c9a3d1e7b4c2a8d6f0e1b3c5a7d9e2f4b6c80"


class Jenkins(example.ExampleTest):
    name = "jenkins"

    def setUp(self):
        super().setUp()
        with open(os.path.join(self.folder, "Jenkinsfile"), encoding="utf-8") as file:
            self.pipeline = jenkinsfile.Pipeline(file.read())
        jenkins = {"WORKSPACE": self.folder, "WORKSPACE_TMP": self.folder + "@tmp", "GIT_COMMIT": COMMIT}
        own = {name: re.sub(r"\$\{(\w+)\}", lambda found: jenkins[found.group(1)], value)
               for name, value in self.pipeline.environment.items()}
        self.environment.update(jenkins, **own)

    def offer_agent(self):
        """A build agent with a Python 3.11 and wheels for that and for 3.6."""
        python = example.needed(real_input.python, 11)
        self.offer_python(python)
        self.offer_wheels(" ".join(example.needed(real_input.wheelhouse, name) for name in ("requests", "emr-cp36")))
        self.offer_aws()

    def run_stages(self, branch):
        """Runs the scripts of each stage for that branch: each by `sh -xe`, in the workspace."""
        for _, only, scripts in self.pipeline.stages:
            for script in scripts if only in (None, branch) else ():
                self.run_words(["sh", "-xec", script])

    def test_the_stages_come_in_their_order(self):
        self.assertEqual([(name, branch) for name, branch, _ in self.pipeline.stages],
                         [("Test", None), ("Pack", None), ("Upload", "main")])

    def test_the_main_branch_ends_in_an_upload_that_runs(self):
        python = example.needed(real_input.python, 6)
        self.offer_agent()
        self.run_stages("main")
        uploaded = os.path.join(self.s3, "my-bucket", "my_application", COMMIT, "my_application.pex")
        with open(os.path.join(self.folder, "dist", "contents.json"), encoding="utf-8") as file:
            contents = json.load(file)
        self.assertEqual(contents["target"], "CPython 3.6")
        self.assertEqual(contents["requirements"], ["urllib3"])
        words = [python, uploaded, "-m", "my_application.main", "https://a.example", "http://b.example:81/"]
        self.assertEqual(self.run_words(words, cwd=self.home), "a.example:443\nb.example:81\n")
        self.run_words([python, uploaded, "-c", "import tests"], status=1, cwd=self.home)

    def test_another_branch_uploads_nothing(self):
        self.offer_agent()
        self.run_stages("feature")
        self.assertTrue(os.path.exists(os.path.join(self.folder, "dist", "my_application.pex")))
        self.assertFalse(os.path.exists(os.path.join(self.top, "aws", "calls.jsonl")))

    def test_a_failing_unit_test_ends_the_build_before_anything_is_packed(self):
        self.offer_agent()
        with open(os.path.join(self.folder, "tests", "test_main.py"), "a", encoding="utf-8") as file:
            file.write("\n    def test_fails(self):\n        self.fail()\n")
        with self.assertRaisesRegex(AssertionError, "test_fails"):
            self.run_stages("main")
        self.assertFalse(os.path.exists(os.path.join(self.folder, "dist")))

    def test_the_readme_shows_the_stage_that_is_tried_without_jenkins(self):
        lines = [[line.strip() for line in script.strip().splitlines()]
                 for script in (self.commands()[0], self.pipeline.stages[0][2][0])]
        self.assertEqual(lines[0], lines[1])


if __name__ == "__main__":
    example.main()
