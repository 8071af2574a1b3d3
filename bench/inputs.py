"""What is packed: wheelhouses of real wheels, or small made-up ones where there is no network."""

import contextlib
import glob
import io
import os
from dataclasses import dataclass

import made_wheels
import real_input

MANY = ["jupyterlab", "dask[complete]", "mlflow", "django", "celery", "sphinx", "boto3",
        "google-cloud-storage", "google-cloud-bigquery", "azure-storage-blob", "fastapi", "uvicorn",
        "sqlalchemy", "black", "mypy", "pylint", "pytest", "ansible-core"]
PASS = "pass"
SMALL = "import requests"
LARGE = "import pandas, pyarrow"


@dataclass(frozen=True)
class Input:
    name: str
    requirements: tuple
    minor: int  # of the CPython 3 that it is for
    programs: tuple  # what the start part runs with it; none: it is built only
    made: bool = False

    def wheels(self, folder):
        """The wheelhouse; made-up ones are made below `folder`. Raises real_input.Skip."""
        if not self.made:
            return real_input.wheelhouse(self.name)
        wheels = os.path.join(folder, "wheelhouse-" + self.name)
        if not os.path.isdir(wheels):
            os.makedirs(wheels + ".new", exist_ok=True)
            for name in self.requirements:
                made_wheels.make_wheel(wheels + ".new", name)
            os.rename(wheels + ".new", wheels)
        return wheels


REAL = (
    Input("requests", ("requests",), 11, (PASS, SMALL)),
    Input("data-cp311", ("numpy", "pandas", "pyarrow", "scikit-learn", "scipy", "matplotlib",
                         "boto3", "requests", "pyyaml"), 11, (PASS, SMALL, LARGE)),
    Input("many-cp311", tuple(MANY), 11, (PASS, SMALL, LARGE)),
    Input("emr-cp36", ("numpy", "pandas", "pyarrow", "boto3", "requests", "pyyaml",
                       "scikit-learn"), 6, ()),
)


def made_inputs(minor):
    return (Input("made", ("made0", "made1"), minor, (PASS, "import made0"), made=True),)


def python_if_here(minor):
    """The path of that CPython 3, or None; one that is not here is no news."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return real_input.python(minor)
    except real_input.Skip:
        return None


def any_python():
    """(minor, path) of the newest CPython 3 here that pexpack is made for."""
    for minor in range(14, 5, -1):
        found = python_if_here(minor)
        if found:
            return minor, found
    return real_input.skip("no CPython of 3.6 to 3.14 on PATH or under ~/.pyenv")


def wheel_files(wheels):
    return sorted(glob.glob(os.path.join(wheels, "*.whl")))


def read_all(paths):
    """So that everybody reads from a warm page cache."""
    for path in paths:
        with open(path, "rb") as file:
            while file.read(1 << 22):
                pass
