"""setuptools_builds_test.py PEXPACK SHARED: projects and sdists with a C extension and no pyproject.toml.

They are built by a real setuptools without a network: with wheels of setuptools and wheel in the
wheelhouse, with what the Python has installed, and where the package wheel is missing everywhere.
"""

import os
import shutil
import subprocess
import tarfile
import zipfile

import real_input

SETUP = '''
from setuptools import setup, Extension
setup(
    name="my-legacy-thing", version=open("VERSION").read().strip(), packages=["legacy"],
    ext_modules=[Extension("legacy.fast", ["fast.c"])], package_data={"legacy": ["*.txt"]},
    install_requires=["alpha>=1; python_version>='3'", "beta"], python_requires=">=3.6",
    extras_require={"more": ["gamma"], ":python_version<'3'": ["old"]},
    entry_points={"console_scripts": ["legacy=legacy:main"]},
    scripts=["tool.sh"], data_files=[("share/legacy", ["VERSION"])])
'''
FAST = '''
#include <Python.h>
static PyObject *answer(PyObject *self, PyObject *args) { return PyLong_FromLong(42); }
static PyMethodDef methods[] = {{"answer", answer, METH_NOARGS, ""}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "fast", NULL, -1, methods};
PyMODINIT_FUNC PyInit_fast(void) { return PyModule_Create(&module); }
'''
FILES = {
    "setup.py": SETUP, "fast.c": FAST, "VERSION": "1.5\n", "LICENSE": "free\n",
    "legacy/__init__.py": "from legacy.fast import answer\n\n\ndef main():\n    print(answer())\n",
    "legacy/note.txt": "a note\n", "tool.sh": "#!/bin/sh\necho tool\n",
}
# Fields of METADATA that an installer or resolver looks at.
FIELDS = ("Name", "Version", "Requires-Python", "Requires-Dist", "Provides-Extra")


def write_project(folder):
    for name, text in FILES.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    os.chmod(os.path.join(folder, "tool.sh"), 0o755)


def write_sdist(project, folder):
    os.makedirs(folder, exist_ok=True)
    with tarfile.open(os.path.join(folder, "my_legacy_thing-1.5.tar.gz"), "w:gz") as archive:
        archive.add(project, "my_legacy_thing-1.5")


def pack(what, interpreter, folder, *options):
    """The pex of the project or sdist alone, what was said, and the wheel that is in it."""
    pex = os.path.join(folder, "app.pex")
    environment = real_input.clean_environment(interpreter, folder)
    run = subprocess.run([real_input.pexpack(), what, "--no-transitive", "--no-index", "--python",
                          interpreter, "-m", "legacy:main", "-o", pex, *options],
                         env=environment, cwd=folder, stdin=subprocess.DEVNULL, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    print(run.stdout)
    real_input.check(run.returncode == 0, "pexpack has failed")
    run_pex = subprocess.run([interpreter, pex], env=environment, stdout=subprocess.PIPE, text=True)
    real_input.check(run_pex.stdout == "42\n", "the pex says %r" % run_pex.stdout)
    with zipfile.ZipFile(pex) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".whl")]
        archive.extract(name, folder)
    return run.stdout, os.path.join(folder, name)


def contents_of(wheel):
    """(file name, file → mode, fields of METADATA, entry points)."""
    with zipfile.ZipFile(wheel) as archive:
        modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
        info = next(name for name in modes if name.endswith("/METADATA"))
        lines = archive.read(info).decode().split("\n\n")[0].split("\n")
        fields = sorted(line.replace(" ", "").replace("\"", "'") for line in lines
                        if line.startswith(FIELDS))
        points = archive.read(info.replace("METADATA", "entry_points.txt")).decode().split()
    return os.path.basename(wheel), modes, fields, points


def main():
    real = real_input.python(11)
    include = real_input.run([real, "-c", "import sysconfig; print(sysconfig.get_path('include'))"])
    if shutil.which("cc") is None or not os.path.exists(os.path.join(include.strip(), "Python.h")):
        real_input.skip("no C compiler or no Python.h: apt-get install gcc python3-dev")
    tools = real_input.wheelhouse("build-tools")
    old = ["setuptools==65.5.0"]
    with_wheel = os.path.join(real_input.venv("old-setuptools-wheel", real, old + ["wheel==0.43.0"]),
                              "python")
    without = os.path.join(real_input.venv("old-setuptools", real, old), "python")
    with real_input.work_folder() as folder:
        project = os.path.join(folder, "project")
        write_project(project)
        before = sorted(os.listdir(project))

        def place(name):
            path = os.path.join(folder, name)
            os.makedirs(path)
            return path

        said, _ = pack(project, without, place("wheelhouse"), "-f", tools)
        real_input.check("installed" not in said, "it took what the Python has installed")
        _, expected = pack(project, with_wheel, place("installed"), "-f", place("none"))
        said, made = pack(project, without, place("stand-in"), "-f", os.path.join(folder, "none"))
        real_input.check("pexpack stands in for" in said, "nothing stood in for wheel")
        for one, other in zip(contents_of(made), contents_of(expected)):
            real_input.check(one == other, "%r is not %r" % (one, other))
        real_input.check(sorted(os.listdir(project)) == before, "the build left something behind")

        write_sdist(project, os.path.join(folder, "sdists"))
        options = ("-f", tools, "-f", os.path.join(folder, "sdists"))
        home = place("sdist")
        said, _ = pack("my-legacy-thing", without, home, *options)
        real_input.check("building the sdist" in said, "no sdist was built")
        said, _ = pack("my-legacy-thing", without, home, *options)
        real_input.check("building" not in said, "it was built twice")


main()
