#!/usr/bin/env python3
"""The tools of the pex project read our file, and ours read those of pex."""

import json
import os
import shutil
import sys

import real_input

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from dummy_wheel import Wheel  # noqa: E402

ASK = "import requests; print(requests.__version__)"


def check_their_tools(pex, wheels, tools, folder, environment):
    """pex-tools and `pex --pex-repository` on a file of ours."""
    info = json.loads(real_input.run([os.path.join(tools, "pex-tools"), pex, "info"],
                                     env=environment))
    made = os.path.join(folder, "venv")
    real_input.run([os.path.join(tools, "pex-tools"), pex, "venv", made], env=environment)
    version = real_input.run([os.path.join(made, "bin", "python"), "-c", ASK],
                             env=environment).strip()
    real_input.check(sorted(info["distributions"]) == sorted(os.listdir(wheels)),
                     "wrong distributions: %s" % info)
    real_input.check(info["requirements"] == ["requests"], "wrong requirements: %s" % info)
    real_input.check("requests-%s-py3-none-any.whl" % version in info["distributions"],
                     "wrong version in the venv: " + version)
    repository = os.path.join(folder, "repository")
    real_input.run([os.path.join(tools, "pex-tools"), pex, "repository", "extract", "-f",
                    repository], env=environment)
    real_input.check(sorted(os.listdir(repository)) == sorted(os.listdir(wheels)),
                     "wrong wheels in the repository: %s" % os.listdir(repository))
    part = os.path.join(folder, "part.pex")
    real_input.run([os.path.join(tools, "pex"), "--pex-repository", pex, "idna", "-o", part],
                   env=environment)
    asked = real_input.run([part, "-c", "import idna; print(idna.__name__)"], env=environment)
    real_input.check(asked.strip() == "idna", "the part says " + asked)


def check_several_targets(tools, folder, environment):
    """pex-tools on a file of ours for two Pythons: the venv has the wheels for its own."""
    wheels = os.path.join(folder, "for-two")
    pex = os.path.join(folder, "two.pex")
    made = os.path.join(folder, "venv-of-two")
    for minor, version in (("9", "2.0"), ("11", "1.0")):
        Wheel("fast", version, tags="cp3%s-none-any" % minor).write(wheels)
    real_input.run([real_input.pexpack(), "fast", "-f", wheels, "-q", "-o", pex,
                    "--platform", "manylinux2014-x86_64-cp-3.9.18-cp39",
                    "--python", real_input.python(11)])
    real_input.run([os.path.join(tools, "pex-tools"), pex, "venv", made], env=environment)
    told = real_input.run([os.path.join(made, "bin", "python"), "-c", "import fast; fast.main()"],
                          env=environment)
    real_input.check(told == "fast 1.0\n", "the venv has " + told)


def check_our_tools(pex, wheels, folder, environment, as_wheels):
    """Ours on a file or folder of pex's."""
    binary = real_input.pexpack()
    facts = json.loads(real_input.run([binary, "inspect", pex, "--json"]))
    real_input.check([wheel["file"] for wheel in facts["wheels"]] == sorted(os.listdir(wheels)),
                     "wrong wheels: %s" % facts["wheels"])
    real_input.check(facts["code"] == [{"name": "shop.py", "size": 6}],
                     "wrong code: %s" % facts["code"])
    real_input.run([binary, "verify", pex])
    extracted = os.path.join(folder, "wheels")
    real_input.run([binary, "extract", pex, extracted])
    for name in os.listdir(wheels):
        with open(os.path.join(wheels, name), "rb") as before, \
                open(os.path.join(extracted, name), "rb") as after:
            same = before.read() == after.read()
        real_input.check(same or not as_wheels, "%s is not what it was" % name)
    made = os.path.join(folder, "env")
    real_input.run([binary, "venv", pex, made, "--python", real_input.python(11)])
    for words in (["bin/python", "-c", ASK + "; import shop"], ["bin/normalizer", "--version"],
                  ["pex", "-c", ASK]):
        real_input.run([os.path.join(made, words[0]), *words[1:]], env=environment)
    # What was taken out can be packed.
    again = os.path.join(folder, "again.pex")
    real_input.run([binary, "requests", "-f", extracted, "--python", real_input.python(11), "-q",
                    "-o", again])
    for path in (extracted, made):
        shutil.rmtree(path)


def main():
    binary = real_input.pexpack()
    interpreter = real_input.python(11)
    wheels = real_input.wheelhouse("requests")
    tools = real_input.venv("pex-tools", interpreter, ["pex"])
    with real_input.work_folder() as folder:
        environment = real_input.clean_environment(interpreter, folder)
        pex = os.path.join(folder, "requests.pex")
        real_input.run([binary, "requests", "-f", wheels, "--python", interpreter, "-o", pex])
        check_their_tools(pex, wheels, tools, folder, environment)
        check_several_targets(tools, folder, environment)
        code = os.path.join(folder, "code")
        os.mkdir(code)
        with open(os.path.join(code, "shop.py"), "w", encoding="utf-8") as file:
            file.write("x = 1\n")
        for layout in ("zipapp", "packed", "loose"):
            for installed in ("--pre-install-wheels", "--no-pre-install-wheels"):
                theirs = os.path.join(folder, "theirs-%s%s" % (layout, installed))
                real_input.run([os.path.join(tools, "pex"), "requests", "-D", code, "--no-index",
                                "-f", wheels, "--layout", layout, installed, "-o", theirs],
                               env=environment)
                check_our_tools(theirs, wheels, folder, environment, installed.startswith("--no"))


if __name__ == "__main__":
    main()
