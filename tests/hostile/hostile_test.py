#!/usr/bin/env python3
"""What pexpack makes of malformed, hostile, odd and legitimate inputs: hostile_test.py PEXPACK SHARED

The reference material has a generator of cases with what is expected of each. Every case goes through
pexpack in a sandbox of its own; what it accepts is run. See judgement.py for what is looked at.
"""

import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "data"))
import real_input  # noqa: E402
from case import Case  # noqa: E402
from installed import runtime_of_empty_pex  # noqa: E402
from judgement import judge  # noqa: E402

WORKERS = 2


def generate(generator, folder):
    """The manifest of the cases, which are written into the folder."""
    subprocess.run([sys.executable, generator, folder], check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        return json.load(file)


def has_sanitizer(binary):
    """Such a build takes so much memory that limits for it say nothing."""
    with open(binary, "rb") as file:
        return b"__asan_init" in file.read()


def main():
    binary = real_input.pexpack()
    measures_memory = not has_sanitizer(binary)
    if not measures_memory:
        print("NOT CHECKED: the limits of memory, as %s has the address sanitizer: set PEXPACK_BIN"
              % binary)
    shared = os.environ.get("PEXPACK_SHARED") or sys.argv[2]
    generator = os.path.join(shared, "hostile", "make_hostile.py")
    if not os.path.exists(generator):
        real_input.skip("there is no generator of hostile inputs at %s" % generator)
    with tempfile.TemporaryDirectory(prefix="pexpack-hostile-") as folder:
        manifest = generate(generator, os.path.join(folder, "inputs"))
        runtime = runtime_of_empty_pex(binary, os.path.join(folder, "empty"))
        cases = [Case(entry, manifest, folder, binary, runtime, measures_memory) for entry in manifest["cases"]
                 if len(sys.argv) < 4 or entry["name"] in sys.argv[3:]]
        real_input.check(cases, "no cases")
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            faults = [fault for each in pool.map(judge, cases) for fault in each]
    print("\n".join(faults))
    print("%d cases, %d faults" % (len(cases), len(faults)))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
