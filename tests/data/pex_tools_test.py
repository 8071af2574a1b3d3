#!/usr/bin/env python3
"""The tools of the pex project read our file."""

import json
import os

import real_input


def main():
    binary = real_input.pexpack()
    interpreter = real_input.python(11)
    wheels = real_input.wheelhouse("requests")
    tools = real_input.venv("pex-tools", interpreter, ["pex"])
    with real_input.work_folder() as folder:
        pex = os.path.join(folder, "requests.pex")
        real_input.run([binary, "requests", "-f", wheels, "--python", interpreter, "-o", pex])
        environment = real_input.clean_environment(interpreter, folder)
        info = json.loads(real_input.run([os.path.join(tools, "pex-tools"), pex, "info"],
                                         env=environment))
        made = os.path.join(folder, "venv")
        real_input.run([os.path.join(tools, "pex-tools"), pex, "venv", made], env=environment)
        ask = "import requests; print(requests.__version__)"
        version = real_input.run([os.path.join(made, "bin", "python"), "-c", ask],
                                 env=environment).strip()
    real_input.check(sorted(info["distributions"]) == sorted(os.listdir(wheels)),
                     "wrong distributions: %s" % info)
    real_input.check(info["requirements"] == ["requests"], "wrong requirements: %s" % info)
    real_input.check("requests-%s-py3-none-any.whl" % version in info["distributions"],
                     "wrong version in the venv: " + version)
    print(json.dumps(info, indent=2))


if __name__ == "__main__":
    main()
