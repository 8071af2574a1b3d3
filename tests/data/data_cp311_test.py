#!/usr/bin/env python3
"""29 real wheels in one file behave under CPython 3.11 as in a plain venv."""

import json
import os

import real_input
from known_results import RESULTS

NAMES = ["numpy", "pandas", "pyarrow", "scikit-learn", "scipy", "matplotlib", "boto3", "requests",
         "pyyaml"]
PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "compute.py")


def main():
    binary = real_input.pexpack()
    interpreter = real_input.python(11)
    wheels = real_input.wheelhouse("data-cp311")
    plain = real_input.venv("data-cp311", interpreter, ["--no-index", "-f", wheels, *NAMES])
    with real_input.work_folder() as folder:
        pex = os.path.join(folder, "data.pex")
        real_input.run([binary, *NAMES, "-f", wheels, "--python", interpreter, "-o", pex])
        environment = real_input.clean_environment(interpreter, folder)
        packed = real_input.run([pex, PROGRAM], env=environment)
        again = real_input.run([pex, PROGRAM], env=environment)
        expected = real_input.run([os.path.join(plain, "python"), PROGRAM], env=environment)
    real_input.check(json.loads(packed)["results"] == RESULTS, "wrong results: " + packed)
    real_input.check(packed == expected, "the venv says %s, the pex %s" % (expected, packed))
    real_input.check(again == packed, "the second start says %s, the first %s" % (again, packed))
    print(packed)


if __name__ == "__main__":
    main()
