#!/usr/bin/env python3
"""airflow_test.py PEXPACK SHARED: the DAG of examples/airflow, run by a real Airflow with the README's commands.

EMR is a stand-in that boto3 talks to over HTTP. The step that it is given goes through the wrapper of
examples/emr, and what the application would get is compared. Not shown is the scheduler. airflow.txt has all that
Airflow needs, so that it is the same one each time and pip has nothing to resolve.
"""

import json
import os
import shutil
import subprocess
import sys

import example
import script_runner

real_input = example.real_input
PINS = os.path.join(example.HERE, "airflow.txt")
RECORDER = '#!/bin/sh\nprintf \'%s\\0\' "$@" > "$RECORD"\n'


class Airflow(example.ExampleTest):
    name = "airflow"

    def offer_airflow(self):
        with open(PINS, encoding="utf-8") as file:
            pins = file.read().split()
        python = example.needed(real_input.python, 11)
        tools = example.needed(real_input.venv, "airflow", python, ["--no-deps", "--no-compile", "--only-binary", ":all:", *pins])
        os.symlink(os.path.join(tools, "airflow"), os.path.join(self.bin, "airflow"))

    def offer_emr(self):
        """Starts the stand-in for EMR, and lets Airflow's connection to AWS lead there."""
        self.notes = os.path.join(self.top, "notes.jsonl")
        server = subprocess.Popen([sys.executable, os.path.join(example.HERE, "emr_stand_in.py"), self.notes],
                                  stdout=subprocess.PIPE, text=True)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        port = server.stdout.readline().strip()
        extra = {"region_name": "eu-west-1", "endpoint_url": "http://127.0.0.1:" + port}
        self.environment["AIRFLOW_CONN_AWS_DEFAULT"] = json.dumps(
            {"conn_type": "aws", "login": "a-key-id", "password": "a-secret", "extra": extra})

    def test_the_dag_adds_the_step_and_waits_for_it(self):
        self.offer_airflow()
        self.offer_emr()
        self.run_shell(self.commands()[0])
        with open(self.notes, encoding="utf-8") as file:
            requests = [json.loads(line) for line in file]
        added, = [request["body"] for request in requests if request["action"] == "AddJobFlowSteps"]
        self.assertEqual(added["JobFlowId"], "j-2AXXXXXXGAPLF")
        self.assertIn({"action": "DescribeStep", "body": {"ClusterId": "j-2AXXXXXXGAPLF", "StepId": "s-0"}}, requests)
        step, = added["Steps"]
        self.assertEqual(step["ActionOnFailure"], "CONTINUE")
        self.assertEqual(self.arguments_of(step["HadoopJarStep"]), [
            "-m", "my_application.main", "s3://my-bucket/logs/2024-05-06/*.log", "s3://my-bucket/latency/2024-05-06",
            "--title", '99 % "fast"; $5 & more, *'])

    def arguments_of(self, step):
        """What the application is given where EMR runs that step."""
        self.offer_aws()
        folder = os.path.join(self.s3, "my-bucket", "my_application")
        os.makedirs(os.path.join(folder, "1.0.0"))
        shutil.copy(os.path.join(example.EXAMPLES, "emr", "run-pex.sh"), folder)
        with open(os.path.join(folder, "1.0.0", "my_application.pex"), "w", encoding="utf-8") as file:
            file.write(RECORDER)
        start, words = script_runner.prepare(step, self.s3, os.path.join(self.top, "steps"))
        record = os.path.join(self.top, "record")
        self.run_words(words, cwd=start, environment={"RECORD": record})
        with open(record, encoding="utf-8") as file:
            return file.read().split("\0")[:-1]


if __name__ == "__main__":
    example.main()
