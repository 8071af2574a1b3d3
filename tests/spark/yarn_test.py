"""yarn_test.py PEXPACK SHARED [SET…]: a PySpark job on a real YARN, driver and executors from a pex.

Makes two pexes of the sample project in SHARED/spark for each set (py311 when none is named): one
with PySpark inside, and one without, which gets it from PYTHONPATH; both are run by SHARED/spark's
run.sh in the article's configuration, without any option of our own. Prints a line for each.
"""

import glob
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data"))

import real_input  # noqa: E402

CACHE = os.path.join(real_input.CACHE, "spark")
SETUP_LIMIT = 900  # seconds: half a gigabyte is fetched the first time
RUN_LIMIT = 400
NEEDED = ("curl", "unzip", "mvn")
PLATFORMS = {"py36": "manylinux2014-x86_64-cp-36-m", "py36s30": "manylinux2014-x86_64-cp-36-m",
             "py37": "manylinux2014-x86_64-cp-37-m", "py311": "manylinux_2_28-x86_64-cp-311-cp311",
             "py313": "manylinux_2_28-x86_64-cp-313-cp313"}
# How PySpark gets in: the requirements, options of pexpack, and how run.sh calls it.
WAYS = [("inside the pex", "requirements-spark.txt", [], "home"),
        ("on PYTHONPATH", "requirements.txt", ["--inherit-path=pythonpath"], "out")]


def need_tools():
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if not glob.glob("/usr/lib/jvm/*17*/bin/java"):
        missing.append("java 17")
    if missing:
        real_input.skip("%s: apt-get install openjdk-17-jre-headless maven curl unzip" % ", ".join(missing))


def set_up(spark, name):
    os.makedirs(CACHE, exist_ok=True)
    run = subprocess.run([os.path.join(spark, "setup.sh"), name], env=dict(os.environ, E2E_CACHE=CACHE),
                         stdin=subprocess.DEVNULL, timeout=SETUP_LIMIT)
    if run.returncode != 0:
        real_input.skip("cannot fetch Spark, YARN or the wheels of %s" % name)


def build_wheels():
    """A folder with setuptools and wheel: the sample project has a setup.py that asks for its version."""
    folder = os.path.join(CACHE, "build-wheels")
    if not os.path.isdir(folder):
        with real_input.work_folder() as fresh:
            run = subprocess.run([sys.executable, "-m", "pip", "download", "-q", "-d", fresh,
                                  "setuptools", "wheel"], stdin=subprocess.DEVNULL, timeout=SETUP_LIMIT)
            if run.returncode != 0:
                real_input.skip("cannot fetch setuptools and wheel")
            shutil.copytree(fresh, folder)
    return folder


def make_pex(binary, project, name, requirements, options, output):
    """As people make it who do not have the cluster's Python."""
    real_input.run([binary, ".", "-r", os.path.join(CACHE, name, requirements), "-o", output,
                    "-f", os.path.join(CACHE, name, "wheelhouse"), "-f", build_wheels(),
                    "--no-index", "--platform", PLATFORMS[name], *options], cwd=project)


def run_job(spark, pex, name, how, log):
    """Whether the job passed; what it said goes to `log`."""
    with open(log, "w", encoding="utf-8") as file:
        run = subprocess.run([os.path.join(spark, "run.sh"), pex, "--set", name, "--spark", how],
                             env=dict(os.environ, E2E_CACHE=CACHE), stdin=subprocess.DEVNULL,
                             stdout=file, stderr=subprocess.STDOUT, timeout=RUN_LIMIT)
    return run.returncode == 0


def last_lines(path, count):
    with open(path, encoding="utf-8", errors="replace") as file:
        return "".join(file.readlines()[-count:])


def main():
    binary, shared = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    binary = os.path.abspath(os.environ.get("PEXPACK_BIN") or binary)
    spark = os.path.join(shared, "spark")
    if not os.path.isdir(spark):
        real_input.skip("there is no %s" % spark)
    need_tools()
    failed = 0
    with real_input.work_folder() as folder:
        project = os.path.join(folder, "app")
        shutil.copytree(os.path.join(spark, "app"), project)
        for name in sys.argv[3:] or ["py311"]:
            set_up(spark, name)
            for words, requirements, options, how in WAYS:
                pex = os.path.join(folder, "%s-%s.pex" % (name, how))
                make_pex(binary, project, name, requirements, options, pex)
                log = pex + ".log"
                passed = run_job(spark, pex, name, how, log)
                failed += not passed
                print("%-6s PySpark %-16s %s" % (name, words, "passed" if passed else "FAILED"), flush=True)
                print(last_lines(log, 2 if passed else 60))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
