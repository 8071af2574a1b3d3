"""The rivals, by name from PyPI, and how each of them packs a wheelhouse."""

import os

import real_input
from processes import Command

PACKAGES = ["pex==2.105.2", "shiv==1.0.8", "uv==0.13.8"]
PEX_MODES = {"pex": [], "pex --no-compress": ["--no-compress"],
             "pex --no-pre-install-wheels": ["--no-pre-install-wheels"]}
SHIV = "shiv"
# As shiv has the pip of its own Python choose wheels, it has to be told of another one.
FOR_PYTHON_3_6 = ["--only-binary=:all:", "--implementation", "cp", "--python-version", "3.6",
                  "--abi", "cp36m", "--abi", "abi3", "--abi", "none",
                  "--platform", "manylinux2014_x86_64", "--platform", "manylinux2010_x86_64",
                  "--platform", "manylinux1_x86_64"]


class Rivals:
    """`folder` is None where they could not be installed."""

    def __init__(self, folder):
        self.folder = folder

    @property
    def versions(self):
        return PACKAGES if self.folder else []

    def program(self, name):
        return os.path.join(self.folder, name)


def installed(wanted=True):
    """Those of the venv in the cache, which is made when it is not there."""
    try:
        return Rivals(real_input.optional_venv("bench-rivals", real_input.python(11), PACKAGES)
                      if wanted else None)
    except real_input.Skip:
        return Rivals(None)


def environment(interpreter, folder, root):
    """What every tool and every packed file runs in: caches below `root`, nothing of the user's."""
    return {**real_input.clean_environment(interpreter, folder), "PEX_ROOT": root,
            "SHIV_ROOT": root, "XDG_CACHE_HOME": root, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def pex_command(rivals, wheels, requirements, options, interpreter, output, root):
    folder = os.path.dirname(output)
    return Command([rivals.program("pex"), "--no-index", "-f", wheels, *requirements,
                    "--python", interpreter, *options, "-o", output],
                   environment(interpreter, folder, root), folder)


def shiv_command(rivals, wheels, requirements, python, output, root, options=()):
    """`python` is what the file asks /usr/bin/env for; shiv itself runs under 3.11."""
    folder = os.path.dirname(output)
    return Command([rivals.program("shiv"), "-q", "-o", output, "-p", "/usr/bin/env " + python,
                    *options, "--no-index", "-f", wheels,
                    *(FOR_PYTHON_3_6 if python == "python3.6" else ()), *requirements],
                   environment(rivals.program("python"), folder, root), folder)


def pexpack_command(binary, wheels, requirements, interpreter, output, root, options=()):
    folder = os.path.dirname(output)
    return Command([binary, *requirements, *options, "-f", wheels, "--no-index",
                    "--python", interpreter, "-q", "-o", output],
                   environment(interpreter, folder, root), folder)
