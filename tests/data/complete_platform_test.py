#!/usr/bin/env python3
"""pex packs for the complete platform that `pexpack target` writes, of a real Python and of a named one."""

import os

import real_input


def packed_by_pex(pex, binary, target, wheels, folder):
    """What pex made of `requests` for the target that `pexpack target` writes down."""
    platform = os.path.join(folder, "platform.json")
    with open(platform, "w", encoding="utf-8") as file:
        file.write(real_input.run([binary, "target", *target, "--json"]))
    made = os.path.join(folder, "requests.pex")
    real_input.run([pex, "--complete-platform", platform, "requests", "--no-index", "-f", wheels,
                    "-o", made], env=real_input.clean_environment(pex, folder))
    return made


def main():
    binary = real_input.pexpack()
    interpreter = real_input.python(11)
    wheels = real_input.wheelhouse("requests")
    pex = os.path.join(real_input.venv("pex-tools", interpreter, ["pex"]), "pex")
    for target in (["--python", interpreter], ["manylinux_2_28-x86_64-cp-311-cp311"]):
        with real_input.work_folder() as folder:
            made = packed_by_pex(pex, binary, target, wheels, folder)
            version = real_input.run(
                [interpreter, made, "-c", "import requests; print(requests.__version__)"],
                env=real_input.clean_environment(interpreter, folder)).strip()
        real_input.check("requests-%s-py3-none-any.whl" % version in os.listdir(wheels),
                         "wrong version of requests: " + version)


if __name__ == "__main__":
    main()
