#!/usr/bin/env python3
"""The file for EMR's Python 3.6 is made without a Python 3.6 and runs under one."""

import json
import os

import real_input
from known_results import RESULTS

REQUIREMENTS = "numpy\npandas==1.1.5\npyarrow\nboto3\nrequests\npyyaml\nscikit-learn\n"
PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "compute.py")


def main():
    binary = real_input.pexpack()
    interpreter = real_input.python(6)
    wheels = real_input.wheelhouse("emr-cp36")
    with real_input.work_folder() as folder:
        sources = os.path.join(folder, "my_application")
        os.mkdir(sources)
        for name, text in (("requirements.txt", REQUIREMENTS),
                           ("job.py", "WHERE = 'beside the packages'\n")):
            with open(os.path.join(sources, name), "w", encoding="utf-8") as file:
                file.write(text)
        # As pex users type it; no Python is on PATH.
        real_input.run([binary, ".", "-r", "requirements.txt", "-o", "./dist/my_application.pex",
                        "--platform", "manylinux2014-x86_64-cp-36-m", "--no-index", "-f", wheels],
                       cwd=sources, env={"PATH": os.path.join(folder, "none"), "HOME": folder})
        pex = os.path.join(sources, "dist", "my_application.pex")
        environment = real_input.clean_environment(interpreter, folder)
        report = json.loads(real_input.run([pex, PROGRAM], env=environment))
        real_input.check(report["results"] == RESULTS, "wrong results: %s" % report)
        real_input.check(report["versions"]["pandas"] == "1.1.5", "wrong version: %s" % report)
        ask = "import job, sys; print(job.WHERE, sys.version_info[:2])"
        answer = real_input.run([pex, "-c", ask], env=environment)
        real_input.check(answer == "beside the packages (3, 6)\n", "wrong answer: " + answer)
    print(report)


if __name__ == "__main__":
    main()
