"""Stands in for `aws`, strictly: a folder for S3, notes of all calls, and an error for what it does not know.

$AWS_STAND_IN has s3/BUCKET/KEY, calls.jsonl (the arguments of each call) and steps.jsonl (the steps added).
"""

import json
import os
import shutil
import sys

STORE = os.environ["AWS_STAND_IN"]
STEP_KEYS = {"Type", "Name", "ActionOnFailure", "Jar", "MainClass", "Args", "Properties"}
ACTIONS = ("TERMINATE_CLUSTER", "CANCEL_AND_WAIT", "CONTINUE")


def give_up(status, message):
    sys.stderr.write("aws: %s\n" % message)
    sys.exit(status)


def note(name, value):
    with open(os.path.join(STORE, name), "a", encoding="utf-8") as file:
        file.write(json.dumps(value) + "\n")


def local(path):
    """The file that stands for an S3 URI; other paths are what they are."""
    if not path.startswith("s3://"):
        return path
    bucket, _, key = path[len("s3://"):].partition("/")
    if not bucket or not key or key.endswith("/"):
        give_up(252, "a whole s3://BUCKET/KEY is needed: %r" % path)
    return os.path.join(STORE, "s3", bucket, key)


def copy(arguments):
    paths = [argument for argument in arguments if argument not in ("--only-show-errors", "--quiet")]
    if len(paths) != 2 or any(path.startswith("-") for path in paths):
        give_up(252, "unknown arguments: %s" % arguments)
    if not any(path.startswith("s3://") for path in paths):
        give_up(255, "Invalid argument type")
    source, target = map(local, paths)
    if not os.path.isfile(source):
        give_up(1, 'fatal error: An error occurred (404) when calling the HeadObject operation: %r' % paths[0])
    os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
    shutil.copyfile(source, target)  # the mode is not kept: S3 has none


def add_steps(arguments):
    options = dict(zip(arguments[::2], arguments[1::2]))
    if set(options) != {"--cluster-id", "--steps"} or not options["--steps"].startswith("file://"):
        give_up(252, "unknown arguments: %s" % arguments)
    with open(options["--steps"][len("file://"):], encoding="utf-8") as file:
        steps = json.load(file)
    for step in steps:
        if not set(step) <= STEP_KEYS or step["ActionOnFailure"] not in ACTIONS or not step["Jar"]:
            give_up(252, "no step: %s" % step)
        if sum(map(len, step["Args"])) > 10240:
            give_up(254, "the strings of a step are limited to 10,240 characters")
        note("steps.jsonl", step)
    print(json.dumps({"StepIds": ["s-%d" % number for number, _ in enumerate(steps)]}))


def main():
    arguments = sys.argv[1:]
    note("calls.jsonl", arguments)
    if arguments[:2] == ["s3", "cp"]:
        copy(arguments[2:])
    elif arguments[:2] == ["emr", "add-steps"]:
        add_steps(arguments[2:])
    else:
        give_up(252, "not known to the stand-in: %s" % arguments)


if __name__ == "__main__":
    main()
