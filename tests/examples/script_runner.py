"""What EMR's script-runner.jar does with a step, on the primary node.

It fetches the script named by the first argument into a working folder of the step's own, and runs it
there with the others; the step fails when the script does.
"""

import os
import re
import shutil

JAR = r"s3://[a-z0-9-]+\.elasticmapreduce/libs/script-runner/script-runner\.jar"


def prepare(step, s3, steps):
    """Makes the step's folder below `steps`; returns it and the words that are run in it."""
    if not re.fullmatch(JAR, step["Jar"]):
        raise ValueError("no script-runner.jar: %s" % step["Jar"])
    script, *arguments = step["Args"]
    os.makedirs(steps, exist_ok=True)
    folder = os.path.join(steps, "s-%d" % len(os.listdir(steps)))
    os.mkdir(folder)
    target = os.path.join(folder, os.path.basename(script))
    shutil.copyfile(os.path.join(s3, script[len("s3://"):]), target)
    os.chmod(target, 0o755)
    return folder, [target, *arguments]
